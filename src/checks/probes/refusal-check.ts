/** Checks of the form REJECTED: no token, whatever the error code. */
import type { RequirementId } from '../../requirements/catalogue.js';
import type { Check, Judgement, Severity, Subject } from '../check.js';
import { example, oauthError, type SubjectLiteral } from '../examples.js';
import { refused } from './outcome.js';

export interface RefusalCheck {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  readonly probes: readonly [string, ...string[]];
  /** Judged first: says why the rule cannot be judged here, `undefined` when it can. */
  readonly precondition?: (subject: Subject) => Judgement | undefined;
  /** How a token weighs, where not as the catalogue says. */
  readonly severity?: Severity;
  /** The subject of the examples. */
  readonly literal: SubjectLiteral;
}

export function refusalCheck(definition: RefusalCheck): Check {
  const { id, title, requirements, probes } = definition;
  const { severity } = definition;
  const literal: SubjectLiteral = { probe: probes[0], ...definition.literal };
  return {
    id,
    title,
    requirements,
    on: { probes },
    judge(subject) {
      const prevented = definition.precondition?.(subject);
      if (prevented) return prevented;
      return refused(subject, severity === undefined ? {} : { severity });
    },
    examples: {
      conforming: [
        example('refused', oauthError('invalid_request'), literal),
        example('refused with a status and a code of its own', oauthError('not_today', 422), literal),
        example(
          'refused by a block page',
          { status: 403, headers: [['Content-Type', 'text/html']], body: '<p>blocked</p>' },
          literal,
        ),
      ],
      violating: [example('a token', {}, literal, severity)],
    },
  };
}
