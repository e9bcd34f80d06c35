import { header } from '../../../http/answer.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { quoted } from '../../quoting.js';
import { crashed } from '../outcome.js';
import { sentHeaders } from '../sent.js';

const origin = 'https://app.example';
const allowing = ['Access-Control-Allow-Origin', origin] as const;
const preflight = { probe: 'cors/preflight' };
const refusal = { probe: 'error/accept-html' };
const sent = { headers: [['Origin', origin]] } as const;
const asked = {
  method: 'OPTIONS',
  headers: [
    ['Origin', origin],
    ['Access-Control-Request-Method', 'POST'],
    ['Access-Control-Request-Headers', 'content-type,realm'],
  ],
} as const;

const listed = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '');

/** Request headers that a browser sends without asking, with the values that a token request has (Fetch, section 2.2.2). */
const safelisted = new Set(['accept', 'accept-language', 'content-language', 'content-type']);

export const corsForAllowedOrigin: Check = {
  id: 'cors-for-allowed-origin',
  title: 'A page of an allowed origin may send the request, and may read tokens and errors.',
  requirements: ['RFC9700-2.6-cors-for-browser-clients'],
  on: {
    probes: [
      ...['cors/preflight', 'valid/accept-encoding/browser', 'error/accept-html'],
      'missing/client-identification',
    ],
  },
  judge({ observation: given, probe }) {
    const [wanted] = sentHeaders(given, 'Origin');
    if (wanted === undefined) return notApplicable('no allowed origin is configured: TOKEN_CORS_ORIGINS');
    const blocked = shielded(given);
    if (blocked !== undefined) return inconclusive(blocked);
    const { response } = given;
    if (!response) return crashed(given) ?? inconclusive('no response came');
    const allowed = header(response, 'Access-Control-Allow-Origin')?.trim();
    if (allowed !== wanted && allowed !== '*')
      return violation(
        `Access-Control-Allow-Origin ${quoted(wanted)}`,
        allowed === undefined ? 'absent' : quoted(allowed),
      );
    if (probe !== 'cors/preflight') return pass;
    if (response.status < 200 || response.status > 299)
      return violation('a successful answer to the preflight', `HTTP ${response.status}`);
    // POST needs no permission by name.
    const named = listed(header(response, 'Access-Control-Allow-Headers'));
    const missing = listed(sentHeaders(given, 'Access-Control-Request-Headers').join()).filter(
      (name) => !named.includes(name) && !named.includes('*') && !safelisted.has(name),
    );
    return missing.length === 0
      ? pass
      : violation(
          'Access-Control-Allow-Headers with every header of the request',
          `without ${quoted(missing.join(', '))}`,
        );
  },
  examples: {
    conforming: [
      example(
        'the preflight',
        observation(
          { status: 204, body: '', more: [allowing, ['Access-Control-Allow-Headers', 'Realm']] },
          asked,
        ),
        preflight,
      ),
      example(
        'an open preflight',
        observation(
          {
            body: '',
            more: [
              ['Access-Control-Allow-Origin', '*'],
              ['Access-Control-Allow-Headers', '*'],
            ],
          },
          asked,
        ),
        preflight,
      ),
      example(
        'a readable error',
        observation({ ...oauthError('invalid_grant'), more: [allowing] }, sent),
        refusal,
      ),
    ],
    violating: [
      example('the preflight refused', observation({ status: 405, body: '' }, asked), preflight),
      example(
        'a header forgotten',
        observation({ status: 204, body: '', more: [allowing] }, asked),
        preflight,
      ),
      example('an unreadable error', observation(oauthError('invalid_grant'), sent), refusal),
    ],
  },
};
