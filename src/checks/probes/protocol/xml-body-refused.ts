import { type Check, violation } from '../../check.js';
import { example, observation } from '../../examples.js';
import { refused } from '../outcome.js';

const literal = { probe: 'media-type/xml-body' };

/** The values of the internal entities that the body declares. */
function entities(body: string): string[] {
  return [...body.matchAll(/<!ENTITY\s+\S+\s+["']([^"']+)["']\s*>/g)].map((found) => found[1] ?? '');
}

function sent(answer: Parameters<typeof observation>[0]) {
  const base = observation(answer);
  const body = Buffer.from('<!DOCTYPE t [<!ENTITY probe "k3v9q2">]><t><grant_type>&probe;</grant_type></t>');
  return { ...base, request: { ...base.request, body } };
}

export const xmlBodyRefused: Check = {
  id: 'xml-body-refused',
  title: 'An XML body is refused and its entities are not resolved.',
  requirements: ['ASVS5-1.5.1-xml-xxe'],
  on: { probes: ['media-type/xml-body'] },
  judge(subject) {
    const { request, response } = subject.observation;
    const body = response?.body.toString('utf8') ?? '';
    if (entities(request.body.toString('utf8')).some((value) => body.includes(value)))
      return violation('a refusal without the value of the entity', 'the value of the entity in the body');
    return refused(subject);
  },
  examples: {
    conforming: [
      example('unsupported', sent({ status: 415, body: '' }), literal),
      example(
        'the entity by its name',
        sent({ status: 400, json: { error: 'invalid_request', error_description: 'probe' } }),
        literal,
      ),
    ],
    violating: [
      example('a token', sent({}), literal),
      example(
        'resolved',
        sent({ status: 400, json: { error: 'unsupported_grant_type', error_description: 'k3v9q2' } }),
        literal,
      ),
    ],
  },
};
