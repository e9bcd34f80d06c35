import { header } from '../../../http/answer.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, observation, tokenResponse } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { crashed } from '../outcome.js';
import { sentHeaders } from '../sent.js';

const literal = { probe: 'cors/foreign-origin' };
const sent = { headers: [['Origin', 'https://foreign.example']] } as const;
const credentials = ['Access-Control-Allow-Credentials', 'true'] as const;
const answer = (origin: string, ...more: (readonly [string, string])[]) =>
  observation({ json: tokenResponse, more: [['Access-Control-Allow-Origin', origin], ...more] }, sent);

export const corsNotOpenWithCredentials: Check = {
  id: 'cors-not-open-with-credentials',
  title: 'CORS does not allow an arbitrary origin together with credentials.',
  requirements: ['CORS-no-arbitrary-origin-with-credentials'],
  on: { probes: ['cors/foreign-origin'] },
  judge({ observation: given }) {
    const { response } = given;
    const blocked = shielded(given);
    // A foreign origin may be refused altogether, with 403: that permits nothing.
    if (blocked !== undefined && response?.status !== 403) return inconclusive(blocked);
    if (!response) return crashed(given) ?? inconclusive('no response came');
    const allowed = header(response, 'Access-Control-Allow-Origin')?.trim();
    const [origin] = sentHeaders(given, 'Origin');
    const withCredentials = header(response, 'Access-Control-Allow-Credentials')?.trim() === 'true';
    // Fetch standard, CORS check: "*" permits nothing where credentials are included. The two only contradict each other.
    if (allowed === '*' && withCredentials)
      return violation(
        'no permission for credentials beside one for every origin',
        'every origin is allowed, and credentials, which browsers do not send then',
        { severity: 'info' },
      );
    if (allowed === undefined || (allowed !== origin && allowed !== 'null')) return pass;
    return withCredentials
      ? violation('no permission for a foreign origin', 'the foreign origin is allowed, with credentials')
      : violation(
          'no permission for a foreign origin',
          'the foreign origin is allowed, without credentials',
          {
            severity: 'warn',
          },
        );
  },
  examples: {
    conforming: [
      example('no CORS headers', observation({}, sent), literal),
      example('a foreign origin refused', observation({ status: 403, body: 'Forbidden' }, sent), literal),
      example('every origin, without credentials', answer('*'), literal),
      example('another origin with credentials', answer('https://app.example', credentials), literal),
    ],
    violating: [
      example('reflected with credentials', answer('https://foreign.example', credentials), literal),
      example('null with credentials', answer('null', credentials), literal),
      example('every origin with credentials', answer('*', credentials), literal, 'info'),
      example('reflected without credentials', answer('https://foreign.example'), literal, 'warn'),
    ],
  },
};
