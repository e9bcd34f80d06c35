import { type Check, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { crashed, refused } from '../outcome.js';

const literal = { probe: 'media-type/json-types/password-object' };

export const jsonValuesAreTexts: Check = {
  id: 'json-values-are-texts',
  title: 'Where JSON is accepted, credentials that are no texts are refused.',
  requirements: ['OAUTH-json-type-confusion'],
  on: { probes: ['media-type/json-types/*'] },
  judge(subject) {
    const { observation } = subject;
    // The right texts were accepted: what breaks now is the handling of types.
    if (crashed(observation)) return violation('a refusal (HTTP 4xx)', whatCame(observation));
    const judgement = refused(subject);
    return judgement.kind === 'not-applicable' ? pass : judgement;
  },
  examples: {
    conforming: [
      example('refused', oauthError('invalid_request'), literal),
      example('refused as a wrong password', oauthError('invalid_grant'), literal),
    ],
    violating: [
      example('a token', {}, literal),
      example('the comparison of types crashes', { status: 500, body: '' }, literal),
    ],
  },
};
