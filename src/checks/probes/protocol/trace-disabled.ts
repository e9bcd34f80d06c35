import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, observation } from '../../examples.js';
import { isRejected, shielded, whatCame } from '../../predicates.js';
import { crashed, rateLimited } from '../outcome.js';

const literal = { probe: 'method/trace' };
const sent = { method: 'TRACE', headers: [['X-Probe', 'k3v9q2']] } as const;

export const traceDisabled: Check = {
  id: 'trace-disabled',
  title: 'TRACE is disabled and does not reflect the request.',
  requirements: ['ASVS5-13.4.4-trace-disabled'],
  on: { probes: ['method/trace'] },
  judge({ observation: given }) {
    const body = given.response?.body.toString('utf8') ?? '';
    const reflected = given.request.headers.find(
      ([name, value]) => value.length >= 6 && body.toLowerCase().includes(`${name}: ${value}`.toLowerCase()),
    );
    if (reflected)
      return violation('a refusal that reflects nothing', `the header ${reflected[0]} in the body`);
    const limited = rateLimited(given);
    if (limited) return limited;
    if (isRejected(given.response) || given.response?.status === 501) return pass;
    const blocked = shielded(given);
    if (blocked !== undefined) return inconclusive(blocked);
    return crashed(given) ?? violation('a refusal (HTTP 405 or 501)', whatCame(given));
  },
  examples: {
    conforming: [
      example('405', { status: 405, body: '' }, literal),
      example('not implemented', { status: 501, body: 'TRACE is not supported' }, literal),
    ],
    violating: [
      example('success', observation({ status: 200, body: '' }, sent), literal),
      example(
        'reflected',
        observation({ status: 400, body: 'TRACE / HTTP/1.1\r\nx-probe: k3v9q2' }, sent),
        literal,
      ),
    ],
  },
};
