import { type Check, notApplicable, violation } from '../../check.js';
import { type AnswerLiteral, example, observation } from '../../examples.js';
import { crashed, refused } from '../outcome.js';

const literal = { probe: 'media-type/xml-body' };

const crash = { status: 500, body: '' };
const afterText = (answer: AnswerLiteral) => ({
  ...literal,
  peers: { 'media-type/mislabelled/text': observation(answer) },
});

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
    const otherType = subject.peer('media-type/mislabelled/text');
    if (otherType && crashed(otherType) && crashed(subject.observation))
      return notApplicable('any body that is no form crashes the server: judged by a rule of its own');
    return refused(subject);
  },
  examples: {
    conforming: [
      example('a crash on whatever is no form', sent(crash), afterText(crash)),
      example('unsupported', sent({ status: 415, body: '' }), literal),
      example(
        'the entity by its name',
        sent({ status: 400, json: { error: 'invalid_request', error_description: 'probe' } }),
        literal,
      ),
    ],
    violating: [
      example('a token', sent({}), literal),
      example('a crash on XML alone', sent(crash), afterText({ status: 415, body: '' })),
      example(
        'resolved',
        sent({ status: 400, json: { error: 'unsupported_grant_type', error_description: 'k3v9q2' } }),
        literal,
      ),
    ],
  },
};
