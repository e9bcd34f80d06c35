import { createPrivateKey, sign } from 'node:crypto';
import { type JsonObject, stringMember } from '../../http/answer.js';
import { onJwt } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { type AnswerLiteral, example, observation } from '../examples.js';
import { isPublicKeyAlgorithm, isSignedBy, keysOf, suitableKeys } from '../key-set.js';

/** The key of RFC 8037 appendix A. */
const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
const privateKey = createPrivateKey({
  key: { ...jwk, d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A' },
  format: 'jwk',
});
const other = { ...jwk, x: 'Kh0nMpC6MBRd0MlfAn9MyeW7bGZ4xMIs2y5RkTPA3hA' };

/** A token response whose JWT that key signed. */
function signedResponse(header: object): AnswerLiteral {
  const token = String((jwtResponse({ header, signature: '' }).json as JsonObject).access_token);
  const signature = sign(null, Buffer.from(token.slice(0, -1)), privateKey).toString('base64url');
  return jwtResponse({ header, signature });
}

const publishing = (...keys: readonly object[]) => ({
  published: { jwks: observation({ json: { keys } }) },
});
const alg = 'EdDSA';

export const jwtSignatureVerifies: Check = {
  id: 'jwt-signature-verifies',
  title: 'A published key verifies the signature of a JWT access token',
  requirements: ['JWT-signature-verifies'],
  on: { every: 'success' },
  judge: onJwt(({ header }, response, { published }) => {
    const keys = keysOf(published.jwks);
    if (!keys)
      return notApplicable(
        published.jwks
          ? 'the key set cannot be read: judged by a rule of its own'
          : 'no key set is published',
      );
    if (!isPublicKeyAlgorithm(header.alg))
      return notApplicable('no published key verifies such a signature, as by HMAC');
    const { kid } = header;
    const suitable = suitableKeys(keys, header.alg);
    const named = kid === undefined ? suitable : suitable.filter((key) => key.kid === kid);
    if (named.length === 0)
      return violation(
        'a key of the key set',
        kid === undefined ? 'no key is of this algorithm' : 'no such key has the kid of the token',
      );
    if (kid !== undefined && named.length > 1)
      return violation('one key for the kid', `${named.length} keys have the kid of the token`);
    const token = stringMember(response, 'access_token') ?? '';
    return named.some((key) => isSignedBy(key, token, String(header.alg)))
      ? pass
      : violation('a signature that a published key verifies', 'a signature that none of them verifies');
  }),
  examples: {
    conforming: [
      example(
        'by its kid',
        signedResponse({ alg, kid: 'a' }),
        publishing({ ...jwk, kid: 'a' }, { ...other, kid: 'b' }),
      ),
      example('without kid, one of two', signedResponse({ alg }), publishing(other, jwk)),
      example(
        'the algorithm by its newer name',
        signedResponse({ alg }),
        publishing({ ...jwk, alg: 'Ed25519' }),
      ),
      example('HMAC', jwtResponse({ header: { alg: 'HS256' } }), publishing(jwk)),
      example('no key set', jwtResponse()),
      example('a key set that cannot be read', jwtResponse(), {
        published: { jwks: observation({ status: 404, body: '' }) },
      }),
    ],
    violating: [
      example('an old key set', signedResponse({ alg, kid: 'b' }), publishing({ ...jwk, kid: 'a' })),
      example(
        'another key under the kid',
        signedResponse({ alg, kid: 'a' }),
        publishing({ ...other, kid: 'a' }),
      ),
      example('a signature that was made up', jwtResponse({ header: { alg } }), publishing(jwk)),
      example(
        'a kid of two keys',
        signedResponse({ alg, kid: 'a' }),
        publishing({ ...jwk, kid: 'a' }, { ...other, kid: 'a' }),
      ),
      example('keys of another type', jwtResponse({ header: { alg: 'RS256' } }), publishing(jwk)),
      example(
        'a key for encryption',
        signedResponse({ alg, kid: 'a' }),
        publishing({ ...jwk, kid: 'a', use: 'enc' }),
      ),
      example('an empty key set', signedResponse({ alg, kid: 'a' }), publishing()),
    ],
  },
};
