import { header, jsonObject } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example } from '../../examples.js';
import { quoted } from '../../quoting.js';

const literal = { probe: 'abuse/password/wrong' };
const json = { error: 'slow_down', error_description: 'Too many attempts.' };
const headers = [['Content-Type', 'application/json']] as const;

export const throttlingExplained: Check = {
  id: 'throttling-explained',
  title: 'HTTP 429 says in JSON what is the matter, and in a header when to come back.',
  requirements: ['RFC6585-4-429-form'],
  on: { probes: ['abuse/*/wrong'] },
  judge({ observation: { response } }) {
    if (response?.status !== 429) return notApplicable('no HTTP 429');
    if (jsonObject(response) === undefined)
      return violation('a JSON body that explains the refusal', 'HTTP 429 without one');
    const wait = header(response, 'Retry-After')?.trim();
    if (wait === undefined)
      return response.headers.some(([name]) => /^(x-)?rate-?limit/i.test(name))
        ? pass
        : violation('Retry-After, or RateLimit fields', 'HTTP 429 with neither');
    const later = /^\d+$/.test(wait) ? Number(wait) >= 1 : !Number.isNaN(Date.parse(wait));
    return later ? pass : violation('Retry-After of a second or more', quoted(wait));
  },
  examples: {
    conforming: [
      example('seconds', { status: 429, json, more: [['Retry-After', '30']] }, literal),
      example(
        'a date',
        { status: 429, json, more: [['Retry-After', 'Wed, 21 Oct 2026 07:28:00 GMT']] },
        literal,
      ),
      example('RateLimit', { status: 429, json, more: [['RateLimit', '"login";r=0;t=30']] }, literal),
      example('not throttled', { status: 400, json }, literal),
    ],
    violating: [
      example('a page', { status: 429, headers, body: '<p>slow</p>', more: [['Retry-After', '5']] }, literal),
      example('no time', { status: 429, json }, literal),
      example('at once', { status: 429, json, more: [['Retry-After', '0']] }, literal),
      example('nothing', { status: 429, body: '' }, literal),
    ],
  },
};
