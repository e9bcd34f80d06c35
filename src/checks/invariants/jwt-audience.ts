import { sentParameters } from '../../http/sent-parameters.js';
import { onJwt } from '../answered.js';
import { type Check, pass, type Subject, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { example } from '../examples.js';
import { profileSeverity } from '../token-profile.js';

function clientId({ observation: { request } }: Subject): string | null {
  return sentParameters(request).get('client_id');
}

export const jwtAudience: Check = {
  id: 'jwt-audience',
  title: 'A JWT access token names the resource servers that it is for',
  requirements: ['RFC8707-2-audience-restricted'],
  on: { every: 'success' },
  judge: onJwt((jwt, _, judged) => {
    const { aud, client_id: client } = jwt.claims;
    const audience = (Array.isArray(aud) ? aud : [aud]).filter((value) => typeof value === 'string');
    if (audience.length === 0)
      return violation('aud, a resource server', 'aud is absent', profileSeverity(jwt, judged));
    const own = [client, clientId(judged)];
    return audience.some((value) => value !== '' && value !== '*' && !own.includes(value))
      ? pass
      : violation('aud, a resource server', 'aud is the client alone, or everybody');
  }),
  examples: {
    conforming: [
      example(
        'the client among others',
        jwtResponse({ claims: { client_id: 'api', aud: ['api', 'urn:accounts'] } }),
      ),
    ],
    violating: [
      example('absent', jwtResponse()),
      example('the client alone', jwtResponse({ claims: { client_id: 'api', aud: 'api' } })),
      example('everybody', jwtResponse({ claims: { aud: ['*'] } })),
      example(
        'absent, in a token of RFC 9068',
        jwtResponse({ header: { alg: 'RS256', typ: 'at+jwt' } }),
        {},
        'fail',
      ),
    ],
  },
};
