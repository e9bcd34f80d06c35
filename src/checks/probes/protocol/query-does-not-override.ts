import { stringMember } from '../../../http/answer.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { type AnswerLiteral, example, oauthError, observation, tokenResponse } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { refused, tokenIssued } from '../outcome.js';
import { sentForm } from '../sent.js';
import { grantDifferences } from '../token-facts.js';

const literal = { probe: 'query/pollution' };
const alone = { url: 'https://server.example/oauth/token?scope=other' };
const beside = {
  ...alone,
  form: [
    ['grant_type', 'password'],
    ['scope', 'all'],
  ],
} as const;
const afterScope = (answer: AnswerLiteral) => ({
  ...literal,
  peers: { 'valid/every-optional': observation(answer) },
});

/** Codes that say that a value was looked up. */
const ofTheValues = new Set(['invalid_grant', 'invalid_client', 'invalid_scope']);

export const queryDoesNotOverride: Check = {
  id: 'query-does-not-override',
  title: 'A parameter in the query does not override the one in the body.',
  requirements: ['ASVS5-15.3.7-query-body-pollution'],
  on: { probes: ['query/pollution'] },
  judge(subject) {
    const { observation } = subject;
    const ofScope = new URL(observation.request.url).searchParams.has('scope');
    // A scope replaces none where the body has none, and one that is never granted tells nothing.
    if (ofScope && !sentForm(observation).has('scope'))
      return notApplicable('no scope is known that the body could ask for');
    const control = (ofScope ? subject.peer('valid/every-optional') : undefined) ?? subject.control;
    if (ofScope && control && !tokenIssued(control))
      return notApplicable('the scope of the body is not granted by itself');
    if (!tokenIssued(observation)) {
      const error = observation.response && stringMember(observation.response, 'error');
      // The values of the body are right: whatever else was found wrong came from the query.
      return error !== undefined && control && tokenIssued(control) && ofTheValues.has(error)
        ? violation('the outcome of the valid request, or invalid_request', whatCame(observation))
        : refused(subject);
    }
    if (!control) return inconclusive('the valid request was not sent for comparison');
    const differences = grantDifferences(observation, control, { claimNames: false });
    return differences.length === 0
      ? pass
      : violation('the outcome of the valid request, or a refusal', differences.join('; '));
  },
  examples: {
    conforming: [
      example('the query is ignored', {}, literal),
      example('a repeated parameter is refused', oauthError('invalid_request'), literal),
      example('a scope in the query alone', observation(oauthError('invalid_scope'), alone), literal),
      example(
        'a scope of the body that is never granted',
        observation(oauthError('invalid_scope'), beside),
        afterScope(oauthError('invalid_scope')),
      ),
    ],
    violating: [
      example('the user of the query', oauthError('invalid_grant'), { ...literal, control: observation() }),
      example('the scope of the query', { json: { ...tokenResponse, scope: 'other' } }, literal),
      example(
        'the unknown scope of the query',
        observation(oauthError('invalid_scope'), beside),
        afterScope({}),
      ),
    ],
  },
};
