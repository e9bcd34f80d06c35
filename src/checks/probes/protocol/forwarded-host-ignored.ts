import { type Check, inconclusive, pass, violation } from '../../check.js';
import { jwtResponse } from '../../example-jwt.js';
import { example, oauthError, observation } from '../../examples.js';
import { readAccessTokenJwt } from '../../jwt.js';
import { shielded } from '../../predicates.js';
import { quoted } from '../../quoting.js';
import { crashedInstead } from '../outcome.js';
import { sentHeaders } from '../sent.js';
import { claims } from '../token-facts.js';

const literal = { probe: 'host/forwarded' };
const sent = { headers: [['X-Forwarded-Host', 'forged.example']] } as const;
const issuedBy = (iss: string) => jwtResponse({ claims: { iss } });

export const forwardedHostIgnored: Check = {
  id: 'forwarded-host-ignored',
  title: 'A forged host does not change the issuer or any URL of the response.',
  requirements: ['OWASP-host-header-injection'],
  on: { probes: ['host/forwarded'] },
  judge({ observation: given, control }) {
    const blocked = shielded(given);
    if (blocked !== undefined) return inconclusive(blocked);
    const { response } = given;
    if (!response) return crashedInstead(given) ?? inconclusive('no response came');
    const forwarded = sentHeaders(given, 'Forwarded').flatMap(
      (value) => /host="?([^";,]+)/i.exec(value)?.[1] ?? [],
    );
    const forged = [...sentHeaders(given, 'X-Forwarded-Host'), ...forwarded];
    const places: readonly (readonly [string, string])[] = [
      ['the access token', readAccessTokenJwt(response)?.claimsText ?? ''],
      ['the body', response.body.toString('utf8')],
      ...response.headers.map(([name, value]) => [`the header ${name}`, value] as const),
    ];
    const place = places.find(([, text]) => forged.some((host) => text.includes(host)));
    const [issuer, usual] = [given, control].map((one) => claims(one)?.iss);
    if (!place && typeof issuer === 'string' && typeof usual === 'string' && issuer !== usual)
      return violation('the issuer of other tokens', `the issuer ${quoted(issuer)}`);
    return place ? violation('a response without the forged host', `the forged host in ${place[0]}`) : pass;
  },
  examples: {
    conforming: [
      example('the issuer stays', observation(issuedBy('https://server.example'), sent), literal),
      example('refused', observation(oauthError('invalid_request'), sent), literal),
    ],
    violating: [
      example('the issuer follows', observation(issuedBy('https://forged.example'), sent), literal),
      example('the scheme of the issuer follows', observation(issuedBy('http://server.example'), sent), {
        ...literal,
        control: observation(issuedBy('https://server.example')),
      }),
      example(
        'a redirect',
        observation({ status: 301, body: '', more: [['Location', 'https://forged.example/']] }, sent),
        literal,
      ),
    ],
  },
};
