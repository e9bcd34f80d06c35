/** Requests that a server may process or refuse, but that must not break it: a crash is what each rule is about. */
import type { RequirementId } from '../../../requirements/catalogue.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, unanswered } from '../../examples.js';
import { noCrash, shielded, whatCame } from '../../predicates.js';
import { rateLimited, tokenIssued } from '../outcome.js';

interface Tolerance {
  readonly id: string;
  readonly title: string;
  readonly requirement: RequirementId;
  readonly probe: string;
  /** A refusal with one of these: others say that the request was taken for something else. */
  readonly statuses: readonly number[];
}

const table: readonly Tolerance[] = [
  {
    id: 'foreign-charset-harmless',
    title: 'A charset parameter that nobody knows is ignored or refused.',
    requirement: 'OAUTH-unsupported-charset',
    probe: 'media-type/charset/*',
    // 401: without the form there is no client identification.
    statuses: [400, 401, 406, 415],
  },
  {
    id: 'compressed-body-harmless',
    title: 'A body in a content coding is decoded or refused.',
    requirement: 'RFC9110-8.4-request-content-encoding',
    probe: 'body/compressed',
    statuses: [400, 401, 413, 415],
  },
];

export const toleratedOrRefused: readonly Check[] = table.map(
  ({ id, title, requirement, probe, statuses }): Check => {
    const literal = { probe: probe.replace('*', 'unknown') };
    return {
      id,
      title,
      requirements: [requirement],
      on: { probes: [probe] },
      judge({ observation }) {
        if (tokenIssued(observation)) return pass;
        const limited = rateLimited(observation);
        if (limited) return limited;
        const blocked = shielded(observation);
        // A firewall that refuses the request refuses it.
        if (blocked !== undefined && observation.response?.status !== 403) return inconclusive(blocked);
        const crash = noCrash(observation);
        if (crash.kind === 'violation') return crash;
        const status = observation.response?.status ?? 0;
        return status === 403 || statuses.includes(status)
          ? pass
          : violation(`a token, or HTTP ${statuses.join(', ')}`, whatCame(observation));
      },
      examples: {
        conforming: [
          example('processed', {}, literal),
          example('unsupported', { status: 415, body: '' }, literal),
          example('refused', oauthError('invalid_request'), literal),
        ],
        violating: [
          example('a crash', { status: 500, body: '' }, literal),
          example('no answer', unanswered('timeout'), literal),
          example('not found', { status: 404, body: '' }, literal),
        ],
      },
    };
  },
);
