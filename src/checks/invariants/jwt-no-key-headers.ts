import { onJwt } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { example } from '../examples.js';

function hostOf(url: unknown): string | undefined {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).hostname : undefined;
}

export const jwtNoKeyHeaders: Check = {
  id: 'jwt-no-key-headers',
  title: 'A JWT access token does not say itself which key verifies it',
  requirements: ['JWT-no-untrusted-key-headers'],
  on: { every: 'success' },
  judge: onJwt(({ header, claims }, _, { observation: { request } }) => {
    if (Object.hasOwn(header, 'jwk')) return violation('no embedded key', 'the header jwk');
    const own = [hostOf(claims.iss), hostOf(request.url)].filter((host) => host !== undefined);
    const strange = ['jku', 'x5u'].find((name) => {
      if (!Object.hasOwn(header, name)) return false;
      const host = hostOf(header[name]);
      return host === undefined || !own.includes(host) || !String(header[name]).startsWith('https:');
    });
    return strange === undefined
      ? pass
      : violation('no such header, or an https URL of the issuer', `the header ${strange}`);
  }),
  examples: {
    conforming: [
      example(
        'the key set of the issuer',
        jwtResponse({ header: { alg: 'RS256', jku: 'https://server.example/jwks' } }),
      ),
      example('a key id', jwtResponse({ header: { alg: 'RS256', kid: 'https://other.example/1' } })),
    ],
    violating: [
      example('an embedded key', jwtResponse({ header: { alg: 'ES256', jwk: { kty: 'EC' } } })),
      example(
        'a URL of somebody else',
        jwtResponse({ header: { alg: 'RS256', x5u: 'https://keys.example/c.pem' } }),
      ),
      example('plain http', jwtResponse({ header: { alg: 'RS256', jku: 'http://server.example/jwks' } })),
    ],
  },
};
