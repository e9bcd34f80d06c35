/** Checks of the form REJECTED: no token, whatever the error code. */

import type { Observation } from '../../http/observation.js';
import type { RequirementId } from '../../requirements/catalogue.js';
import type { Check, Judgement, Severity, Subject } from '../check.js';
import { example, oauthError, observation, type SubjectLiteral } from '../examples.js';
import { grantedAnyway } from './granted-anyway.js';
import { refused } from './outcome.js';

export interface RefusalCheck {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  readonly probes: readonly [string, ...string[]];
  /** Judged first: says why the rule cannot be judged here, `undefined` when it can. */
  readonly precondition?: (subject: Subject) => Judgement | undefined;
  /** Probes of plainer mistakes: where each of them brings a token, this one shows nothing of its own. */
  readonly plainer?: (probe: string) => readonly string[];
  /** How a token weighs, where not as the catalogue says. */
  readonly severity?: Severity;
  /** Probes where a token weighs otherwise. */
  readonly tolerated?: Readonly<Record<string, Severity>>;
  /** The subject of the examples. */
  readonly literal: SubjectLiteral;
}

export function refusalCheck(definition: RefusalCheck): Check {
  const { id, title, requirements, probes } = definition;
  const { severity, tolerated = {} } = definition;
  const literal: SubjectLiteral = { probe: probes[0], ...definition.literal };
  const plainer = definition.plainer?.(literal.probe ?? probes[0]) ?? [];
  const afterPlainer = (answer: Observation): SubjectLiteral => ({
    ...literal,
    peers: { ...literal.peers, ...Object.fromEntries(plainer.map((probe) => [probe, answer])) },
  });
  return {
    id,
    title,
    requirements,
    on: { probes },
    judge(subject) {
      const plainerOnes = definition.plainer?.(subject.probe) ?? [];
      const prevented = definition.precondition?.(subject) ?? grantedAnyway(subject, plainerOnes);
      if (prevented) return prevented;
      const weight = tolerated[subject.probe] ?? severity;
      return refused(subject, weight === undefined ? {} : { severity: weight });
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
        ...(plainer.length > 0
          ? [example('a token, as for a plainer mistake', {}, afterPlainer(observation()))]
          : []),
      ],
      violating: [
        example('a token', {}, literal, severity),
        ...Object.entries(tolerated).map(([probe, weight]) =>
          example(`a token, tolerated: ${probe}`, {}, { ...literal, probe }, weight),
        ),
        ...(plainer.length > 0
          ? [
              example(
                'a token, though a plainer mistake is refused',
                {},
                afterPlainer(observation(oauthError('invalid_request'))),
                severity,
              ),
            ]
          : []),
      ],
    },
  };
}
