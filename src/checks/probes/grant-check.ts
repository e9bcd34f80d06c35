/** Checks of the form SUCCESS: a variant of the valid request is granted like the valid request. */
import type { RequirementId } from '../../requirements/catalogue.js';
import type { Check, Judgement, Subject } from '../check.js';
import { example, oauthError, type SubjectLiteral, tokenResponse } from '../examples.js';
import { granted } from './outcome.js';

export interface GrantCheck {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  readonly probes: readonly [string, ...string[]];
  /** Judged first: says why the rule cannot be judged here, `undefined` when it can. */
  readonly precondition?: (subject: Subject) => Judgement | undefined;
  /** The subject of the examples. */
  readonly literal: SubjectLiteral;
}

export function grantCheck(definition: GrantCheck): Check {
  const { id, title, requirements, probes } = definition;
  const literal: SubjectLiteral = { probe: probes[0], ...definition.literal };
  return {
    id,
    title,
    requirements,
    on: { probes },
    judge: (subject) => definition.precondition?.(subject) ?? granted(subject),
    examples: {
      conforming: [
        example('a token', {}, literal),
        example(
          'a token of another case, without a refresh token, with a further member',
          { json: { ...tokenResponse, token_type: 'bearer', refresh_token: undefined, hint: 'x' } },
          literal,
        ),
      ],
      violating: [example('refused', oauthError('invalid_request'), literal)],
    },
  };
}
