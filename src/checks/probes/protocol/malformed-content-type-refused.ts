import { mediaType } from '../../../http/answer.js';
import { type Check, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { crashed, refused } from '../outcome.js';
import { sentHeaders } from '../sent.js';

const literal = { probe: 'media-type/malformed/markup' };
const sent = (value: string) => ({ headers: [['Content-Type', value]] as const });

export const malformedContentTypeRefused: Check = {
  id: 'malformed-content-type-refused',
  title: 'A Content-Type that is no media type is refused as a client error.',
  requirements: ['OAUTH-malformed-content-type'],
  on: { probes: ['media-type/malformed/*'] },
  judge(subject) {
    const { observation: given } = subject;
    const [value = ''] = sentHeaders(given, 'Content-Type');
    const body = given.response?.body.toString('utf8') ?? '';
    const rendered = given.response && mediaType(given.response) === 'text/html';
    if (rendered && value.includes('<') && body.includes(value))
      return violation('a response without the value that was sent', 'the value unescaped in HTML');
    // No standard forbids to read a form whatever it is labelled; RFC 9110 section 15.5.16 is for who refuses.
    return crashed(given) ?? refused(subject, { severity: value.trim() === '' ? 'info' : 'warn' });
  },
  examples: {
    conforming: [
      example('unsupported', observation({ status: 415, body: '' }, sent('text')), literal),
      example(
        'refused, the value in JSON',
        observation(
          oauthError('invalid_request', 400, { error_description: 'not understood: <b>' }),
          sent('<b>'),
        ),
        literal,
      ),
    ],
    violating: [
      example('a token', observation({}, sent('text')), literal, 'warn'),
      example('a token for an empty value', observation({}, sent('')), literal, 'info'),
      example(
        'reflected',
        observation(
          { status: 415, headers: [['Content-Type', 'text/html']], body: 'unknown type <b>' },
          sent('<b>'),
        ),
        literal,
      ),
    ],
  },
};
