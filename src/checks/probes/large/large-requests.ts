/** Large requests: each rule says what is a good answer; a crash or a hang is none, a closed connection is a refusal. */

import type { Observation } from '../../../http/observation.js';
import type { RequirementId } from '../../../requirements/catalogue.js';
import { type Check, inconclusive, type Judgement, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation, unanswered } from '../../examples.js';
import { isRejected, shielded, whatCame } from '../../predicates.js';
import { rateLimited, tokenIssued } from '../outcome.js';

interface LargeRequest {
  readonly id: string;
  readonly title: string;
  readonly requirement: RequirementId;
  readonly probes: readonly [string, ...string[]];
  /** What is too large belongs to the valid request beside it: a token conforms. */
  readonly mayBeGranted: boolean;
}

const table: readonly LargeRequest[] = [
  {
    id: 'oversized-parameter-refused',
    title: 'A parameter far longer than needed is refused, and soon.',
    requirement: 'OAUTH-oversized-parameter',
    probes: ['large/parameter/username', 'large/parameter/password', 'large/parameter/client_id'],
    mayBeGranted: false,
  },
  {
    id: 'oversized-scope-harmless',
    title: 'A scope far longer than needed breaks nothing.',
    requirement: 'OAUTH-oversized-parameter',
    probes: ['large/parameter/scope'],
    // RFC 6749 section 3.3: the server may ignore a scope, too.
    mayBeGranted: true,
  },
  {
    id: 'many-parameters-harmless',
    title: 'Thousands of parameters are ignored or refused, and soon.',
    requirement: 'OAUTH-many-parameters',
    probes: ['large/many-parameters'],
    mayBeGranted: true,
  },
  {
    id: 'oversized-header-refused',
    title: 'A header that is too large is refused with a 4xx status.',
    requirement: 'RFC6585-5-oversized-header',
    probes: ['large/header'],
    mayBeGranted: true,
  },
  {
    id: 'long-request-target-refused',
    title: 'A request-target that is too long is refused with a 4xx status.',
    requirement: 'RFC9112-3-long-request-target',
    probes: ['large/request-target'],
    mayBeGranted: true,
  },
];

/** Milliseconds; longer, and a few such requests occupy a server. */
const soon = 10_000;

function judge(observation: Observation, mayBeGranted: boolean): Judgement {
  const expected = mayBeGranted ? 'a token, or HTTP 4xx' : 'HTTP 4xx';
  const { response, failure } = observation;
  if (observation.milliseconds >= soon)
    return violation(`${expected} within ${soon / 1000} s`, `${observation.milliseconds} ms`);
  if (tokenIssued(observation)) return mayBeGranted ? pass : violation(expected, whatCame(observation));
  const limited = rateLimited(observation);
  if (limited) return limited;
  // Who closes the connection after 413 or 431 may leave the client without an answer.
  if (failure?.kind === 'reset')
    return failure.framing
      ? notApplicable(
          'the answer was cut short, as it may be where the request was not read (RFC 9112 section 9.6)',
        )
      : pass;
  // A gateway in front that cannot pass it on is what such a request brings to light.
  if (isRejected(response)) return pass;
  if (response && response.status >= 500) return violation(expected, whatCame(observation));
  const blocked = shielded(observation);
  return blocked === undefined ? violation(expected, whatCame(observation)) : inconclusive(blocked);
}

export const largeRequests: readonly Check[] = table.map(
  ({ id, title, requirement, probes, mayBeGranted }): Check => {
    const literal = { probe: probes[0] };
    const cutShort: Observation = {
      ...unanswered('reset'),
      failure: { kind: 'reset', message: 'closed the connection within the body', framing: true },
    };
    const slow = { ...observation(oauthError('invalid_grant')), milliseconds: 12_000 };
    return {
      id,
      title,
      requirements: [requirement],
      on: { probes },
      judge: ({ observation: given }) => judge(given, mayBeGranted),
      examples: {
        conforming: [
          example('too large', { status: 413, headers: [], body: '' }, literal),
          example('refused', oauthError('invalid_grant'), literal),
          example('a header section that is too large', { status: 431, headers: [], body: '' }, literal),
          example('closed', unanswered('reset'), literal),
          example('closed within the answer', cutShort, literal),
          ...(mayBeGranted ? [example('a token', {}, literal)] : []),
        ],
        violating: [
          example('a crash', { status: 500, body: '' }, literal),
          example('a gateway that gives up', { status: 502, body: '' }, literal),
          example('no answer', unanswered('timeout'), literal),
          example('a late answer', slow, literal),
          ...(mayBeGranted ? [] : [example('a token', {}, literal)]),
        ],
      },
    };
  },
);
