import { bodyText, mediaType, readJson } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, oauthError } from '../examples.js';

export const jsonUtf8: Check = {
  id: 'json-utf8',
  title: 'JSON is encoded as UTF-8 and carries no byte order mark',
  requirements: ['RFC8259-8.1-utf8-no-bom'],
  on: { every: 'any' },
  judge: onResponse((response) => {
    const { problem, text, validUtf8, byteOrderMark } = readJson(response);
    const isJson = problem === undefined || /^application\/(.+\+)?json$/.test(mediaType(response) ?? '');
    if (!isJson || bodyText(response) === undefined) return notApplicable('the body is no JSON');
    // JSON in UTF-8 has no zero byte: control characters are escaped in it.
    if (text.includes('\0')) return violation('UTF-8', 'zero bytes, as in UTF-16 or UTF-32');
    if (!validUtf8) return violation('UTF-8', 'bytes that are not UTF-8');
    return byteOrderMark ? violation('no byte order mark', 'a byte order mark before the JSON text') : pass;
  }),
  examples: {
    conforming: [
      example('no JSON', {
        headers: [['Content-Type', 'text/html']],
        body: Buffer.from('<p>\u00fc', 'latin1'),
      }),
      example(
        'letters beyond ASCII',
        oauthError('invalid_grant', 400, { hint: 'Zugriff verweigert: Prüfung' }),
      ),
      example('no charset parameter', { headers: [['Content-Type', 'application/json']] }),
    ],
    violating: [
      example('UTF-16', { body: Buffer.from('{"access_token":"mF_9.B5f-4.1JqM"}', 'utf16le') }),
      example('a byte order mark', {
        body: '\uFEFF{"access_token":"mF_9.B5f-4.1JqM","token_type":"Bearer"}',
      }),
      example('Latin-1', {
        status: 400,
        body: Buffer.from('{"error":"invalid_grant","hint":"Pr\u00fcfung"}', 'latin1'),
      }),
    ],
  },
};
