import { accessToken } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { type Check, inconclusive, notApplicable, pass, type Subject, violation } from '../../check.js';
import { jwtResponse } from '../../example-jwt.js';
import { example, oauthError, observation, unanswered } from '../../examples.js';
import { shielded, whatCame } from '../../predicates.js';
import { controlFailed, tokenIssued } from '../outcome.js';
import { claims } from '../token-facts.js';
import { responsesOf } from './refused-message.js';

const literal = { probe: 'wire/one-connection', control: observation(jwtResponse({ claims: { jti: '0' } })) };

const tokenOf = (sub: string, jti: string) => jwtResponse({ claims: { sub, jti } });
const refusal = oauthError('invalid_grant');

const series = (...answers: Parameters<typeof observation>[0][]): Observation => {
  const [first, ...further] = answers.flatMap((one) => observation(one).response ?? []);
  return { ...observation(first), further };
};

/** The subject of a token that is another user's than of the request; `undefined`: none, or not to be seen. */
function foreignSubject(
  first: Observation,
  third: Observation | undefined,
  { control, peer }: Subject,
): string | undefined {
  const differs = (one: Observation | undefined, other: Observation | undefined): boolean => {
    const [given, expected] = [claims(one)?.sub, claims(other)?.sub];
    return given !== undefined && expected !== undefined && given !== expected;
  };
  if (differs(third, control)) return 'to the last request: the subject of another user';
  const secondUser = peer('valid/second-user');
  if (!third || !secondUser) return undefined;
  const sameToken =
    accessToken(first) === accessToken(third) && accessToken(control) !== accessToken(secondUser);
  return sameToken || differs(first, secondUser)
    ? 'to the first request: the subject of another user'
    : undefined;
}

/** The second request on a connection of its own: where it is granted there, too, a token may be its own response. */
const alone = 'alone';

/** The second request must be refused; the first one is of another user where there is one. */
export const responsesBelongToRequests: Check = {
  id: 'responses-belong-to-requests',
  title: 'Several requests over one connection get their own responses, in their order.',
  requirements: ['RFC9112-9.3-keep-alive'],
  on: { probes: ['wire/one-connection'] },
  judge(subject) {
    const { observation: given, control, step } = subject;
    if (given === step(alone)) return notApplicable('one request on its own: the measure of the others');
    const blocked = shielded(given);
    if (blocked !== undefined) return inconclusive(blocked);
    const [first, second, third, ...more] = responsesOf(given).map(
      (response): Observation => ({ ...given, response }),
    );
    const expected = 'the responses to the three requests, in their order';
    if (!first) return violation('a response to the first request', whatCame(given));
    if (!tokenIssued(first))
      return control !== undefined && !tokenIssued(control)
        ? controlFailed
        : violation(expected, `to the valid request: ${whatCame(first)}`);
    // A server may close the connection after any response.
    // Two tokens and nothing else: the response to the second request is missing, not another one.
    if (second && !third && tokenIssued(second) && given.connection === 'kept')
      return violation(expected, 'two responses with tokens, and the connection was not closed');
    if (second && tokenIssued(second) && !tokenIssued(step(alone)))
      return violation(expected, `to the request that must be refused: ${whatCame(second)}`);
    if (third && shielded(third) !== undefined) return inconclusive(shielded(third) ?? '');
    if (third && !tokenIssued(third)) return violation(expected, `to the last request: ${whatCame(third)}`);
    if (more.length > 0 || given.excess) return violation(expected, 'more than three responses');
    const foreign = foreignSubject(first, third, subject);
    if (foreign) return violation(expected, foreign);
    if (!third && given.connection === 'kept')
      return violation(expected, 'not all of them, and the connection was not closed');
    return pass;
  },
  examples: {
    conforming: [
      example('each its own', series(tokenOf('bob', '1'), refusal, tokenOf('alice', '2')), literal),
      example('closed after the first', series(tokenOf('bob', '1')), literal),
      example('closed after the second', series(tokenOf('bob', '1'), refusal), literal),
      example(
        'a server that knows no users, and grants to all of them',
        series(tokenOf('bob', '1'), tokenOf('nobody', '2'), tokenOf('alice', '3')),
        { ...literal, steps: { alone: observation(tokenOf('nobody', '0')) } },
      ),
      example('the same user again', series(tokenOf('alice', '1'), refusal, tokenOf('alice', '2')), literal),
    ],
    violating: [
      example(
        'the user of the first request in the second',
        series(tokenOf('bob', '1'), tokenOf('bob', '2'), tokenOf('alice', '3')),
        literal,
      ),
      example(
        'the user of the first request in the last',
        series(tokenOf('bob', '1'), refusal, tokenOf('bob', '2')),
        literal,
      ),
      example('the subject of another user', series(tokenOf('alice', '1'), refusal, tokenOf('alice', '2')), {
        ...literal,
        peers: { 'valid/second-user': observation(tokenOf('bob', '9')) },
      }),
      example(
        'a refusal elsewhere, a token here',
        series(tokenOf('bob', '1'), tokenOf('bob', '2'), tokenOf('alice', '3')),
        { ...literal, steps: { alone: observation(refusal) } },
      ),
      example(
        'the response to the second one missing',
        { ...series(tokenOf('bob', '1'), tokenOf('alice', '2')), connection: 'kept' },
        { ...literal, steps: { alone: observation(refusal) } },
      ),
      example('the last two exchanged', series(tokenOf('bob', '1'), tokenOf('alice', '2'), refusal), literal),
      example('the refusal repeated', series(tokenOf('alice', '1'), refusal, refusal), literal),
      example('no answer', unanswered('timeout'), literal),
      example(
        'no answer to the last one',
        { ...series(tokenOf('alice', '1'), refusal), connection: 'kept' },
        literal,
      ),
    ],
  },
};
