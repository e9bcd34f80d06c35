import { header, headerValues } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, observation, subject, unanswered } from '../examples.js';
import { quoted } from '../quoting.js';

const lengthOf = onResponse((response, { observation: { request, excess } }) => {
  const values = headerValues(response, 'Content-Length').map((value) => value.trim());
  const [value] = values;
  if (value === undefined) return notApplicable('there is no Content-Length');
  if (header(response, 'Transfer-Encoding') !== undefined)
    return violation('Content-Length or Transfer-Encoding', 'both');
  if (values.some((other) => other !== value) || !/^\d+$/.test(value))
    return violation('one number of bytes', `Content-Length is ${quoted(values.join(', '))}`);
  // RFC 9110 section 8.6: there it tells the length of what a GET would have brought.
  if (request.method === 'HEAD' || response.status === 304) return notApplicable('no body is to follow');
  if (response.truncated) return notApplicable('the body was not read to its end');
  if (excess) return violation(`${value.slice(0, 20)} bytes, as Content-Length says`, 'more bytes follow');
  return Number(value) === response.body.length
    ? pass
    : violation(`${value.slice(0, 20)} bytes, as Content-Length says`, `${response.body.length} bytes`);
});

export const contentLength: Check = {
  id: 'content-length',
  title: 'Content-Length equals the body and does not accompany Transfer-Encoding',
  requirements: ['ASVS5-4.2.2-content-length-consistent'],
  on: { every: 'any' },
  judge: (subject) =>
    subject.observation.failure?.framing
      ? violation('a body of the length that the header section tells', subject.observation.failure.message)
      : lengthOf(subject),
  examples: {
    conforming: [
      example('bytes, not characters', { body: '{"a":"é"}', more: [['Content-Length', '10']] }),
      {
        name: 'the answer to HEAD',
        subject: subject(
          observation({ status: 405, body: '', headers: [['Content-Length', '57']] }, { method: 'HEAD' }),
        ),
      },
    ],
    violating: [
      example('characters, not bytes', { body: '{"a":"é"}', more: [['Content-Length', '9']] }),
      {
        name: 'more bytes than announced',
        subject: subject({ ...observation({ body: '{}', more: [['Content-Length', '2']] }), excess: true }),
      },
      {
        name: 'fewer bytes than announced, and the connection closed',
        subject: subject({
          ...unanswered('reset'),
          failure: { kind: 'reset', message: 'closed the connection within the body', framing: true },
        }),
      },
      example('both framings', {
        body: '{}',
        more: [
          ['Content-Length', '2'],
          ['Transfer-Encoding', 'chunked'],
        ],
      }),
      example('two lengths', {
        body: '{}',
        more: [
          ['Content-Length', '2'],
          ['Content-Length', '3'],
        ],
      }),
    ],
  },
};
