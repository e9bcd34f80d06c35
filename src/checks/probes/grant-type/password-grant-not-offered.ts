import { stringMember } from '../../../http/answer.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { shielded, whatCame } from '../../predicates.js';
import { tokenIssued } from '../outcome.js';

const literal = { probe: 'valid/minimal' };
const undocumented = { probe: 'grant-type/undocumented/password', grant: 'client_credentials' };
const strict = { strictness: 'oauth21' } as const;

/**
 * RFC 9700 section 2.4: "The resource owner password credentials grant [RFC6749] MUST NOT be used." Where a contract consists of it,
 * that is for the publisher to know, and no failure of the server; OAuth 2.1 no longer has it.
 */
export const passwordGrantNotOffered: Check = {
  id: 'password-grant-not-offered',
  title: 'The password grant, which is not to be used any more, is not offered.',
  requirements: ['RFC9700-2.4-ropc-must-not-be-used'],
  on: { probes: ['valid/minimal', 'grant-type/undocumented/password'] },
  judge({ probe, grant, observation: made, strictness }) {
    if (probe === literal.probe && grant !== 'password') return notApplicable('another grant');
    if (strictness === 'fapi2') return notApplicable('FAPI 2.0 has a rule of its own');
    const blocked = shielded(made);
    if (blocked !== undefined) return inconclusive(blocked);
    // Credentials that are refused were looked at, so the grant is on (RFC 6749 section 5.2).
    const processed = made.response && stringMember(made.response, 'error') === 'invalid_grant';
    return tokenIssued(made) || (probe !== literal.probe && processed)
      ? violation(
          'a refusal: the password grant is switched off',
          whatCame(made),
          strictness === 'oauth21' ? { severity: 'fail' } : {},
        )
      : pass;
  },
  examples: {
    conforming: [
      example('unsupported', oauthError('unsupported_grant_type'), { ...undocumented, ...strict }),
      example('another grant', {}, { ...literal, ...strict, grant: 'client_credentials' }),
      example('refused', oauthError('unauthorized_client'), literal),
      example('of the usual credentials, refused', oauthError('invalid_grant'), literal),
      example('of another contract, not understood', oauthError('invalid_request'), undocumented),
      example('FAPI 2.0', {}, { ...literal, strictness: 'fapi2' }),
    ],
    violating: [
      example('as the contract has it', {}, literal),
      example('as the contract has it, under OAuth 2.1', {}, { ...literal, ...strict }, 'fail'),
      example('left on', {}, undocumented),
      example(
        'left on, with other credentials',
        oauthError('invalid_grant'),
        { ...undocumented, ...strict },
        'fail',
      ),
    ],
  },
};
