import { stringMember } from '../../../http/answer.js';
import { exchangeGrant } from '../../../scenarios/families/grants.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, tokenResponse } from '../../examples.js';
import { quoted } from '../../quoting.js';
import { tokenIssued } from '../outcome.js';

const literal = { grant: exchangeGrant, probe: 'valid/minimal' };
const typed = (issued_token_type: unknown) => ({ json: { ...tokenResponse, issued_token_type } });

export const issuedTokenTypeStated: Check = {
  id: 'issued-token-type-stated',
  title: 'An exchange of tokens says what kind of token it issued, by a URI.',
  requirements: ['RFC8693-2.2.1-issued-token-type'],
  on: { probes: ['valid/minimal'] },
  judge({ grant, observation }) {
    if (grant !== exchangeGrant) return notApplicable('no exchange of tokens');
    const { response } = observation;
    if (!response || !tokenIssued(observation)) return notApplicable('no token was issued');
    const type = stringMember(response, 'issued_token_type');
    if (type !== undefined && /^[a-z][a-z\d+.-]*:\S+$/i.test(type)) return pass;
    return violation(
      'issued_token_type, a URI',
      type === undefined ? 'no issued_token_type' : `issued_token_type ${quoted(type)}`,
    );
  },
  examples: {
    conforming: [
      example('a registered type', typed('urn:ietf:params:oauth:token-type:access_token'), literal),
      example('refused', oauthError('invalid_request'), literal),
      example('another grant', {}, { ...literal, grant: 'password' }),
    ],
    violating: [
      example('absent', {}, literal),
      example('a word', typed('access_token'), literal),
      example('no text', typed(1), literal),
    ],
  },
};
