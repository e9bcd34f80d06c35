import { member, stringMember } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { jwtResponse } from '../../example-jwt.js';
import { contract, example, oauthError, observation, tokenResponse } from '../../examples.js';
import { tokenIssued } from '../outcome.js';
import { claims } from '../token-facts.js';
import { rotated } from './presented.js';

const literal = { probe: 'refresh/public-client', grant: 'refresh_token' };
const sent = { form: [['refresh_token', 'r1']] } as const;
const same = { json: { ...tokenResponse, refresh_token: 'r1' } };

/** Sender-constrained: DPoP (RFC 9449 section 5), or a key that the token confirms (RFC 7800, RFC 8705). */
function bound(given: Observation): boolean {
  const { response } = given;
  if (!response) return false;
  const type = stringMember(response, 'token_type')?.toLowerCase();
  return type === 'dpop' || member(response, 'cnf') !== undefined || claims(given)?.cnf !== undefined;
}

export const publicClientRotated: Check = {
  id: 'public-client-rotated',
  title: 'The refresh token of a public client is rotated, or bound to its sender.',
  requirements: ['RFC9700-2.2.2-public-client-rotation-or-binding'],
  on: { probes: ['refresh/public-client'] },
  judge({ observation: given, contract: { declared } }) {
    if (!tokenIssued(given)) return notApplicable('the refresh of the public client was not granted');
    return rotated(given) || bound(given)
      ? pass
      : violation('a new refresh token, or tokens that are bound to a key', 'no new refresh token', {
          // It keeps to its document, which promises what the standard forbids.
          ...(declared.rotation === 'none' ? { cause: 'contract' } : {}),
        });
  },
  examples: {
    conforming: [
      example('a new one', observation({}, sent), literal),
      example(
        'the same one, by DPoP',
        observation({ json: { ...same.json, token_type: 'DPoP' } }, sent),
        literal,
      ),
      example(
        'the same one, confirmed by a certificate',
        observation(
          jwtResponse({ claims: { cnf: { 'x5t#S256': 'bwcK' } }, json: { refresh_token: 'r1' } }),
          sent,
        ),
        literal,
      ),
      example('not granted', observation(oauthError('unauthorized_client'), sent), literal),
    ],
    violating: [
      example('the same one', observation(same, sent), literal),
      example('none', observation({ json: { ...tokenResponse, refresh_token: undefined } }, sent), literal),
      example('as the document declares', observation(same, sent), {
        ...literal,
        contract: { declared: { ...contract.declared, rotation: 'none' } },
      }),
    ],
  },
};
