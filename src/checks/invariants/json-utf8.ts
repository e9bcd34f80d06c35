import { readJson } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { example, oauthError } from '../examples.js';

export const jsonUtf8: Check = {
  id: 'json-utf8',
  title: 'JSON is encoded as UTF-8 and carries no byte order mark',
  requirements: ['RFC8259-8.1-utf8-no-bom'],
  on: { every: 'any-json' },
  judge: onResponse((response) => {
    const { validUtf8, byteOrderMark } = readJson(response);
    if (!validUtf8) return violation('UTF-8', 'bytes that are not UTF-8');
    return byteOrderMark ? violation('no byte order mark', 'a byte order mark before the JSON text') : pass;
  }),
  examples: {
    conforming: [
      example(
        'letters beyond ASCII',
        oauthError('invalid_grant', 400, { hint: 'Zugriff verweigert: Prüfung' }),
      ),
      example('no charset parameter', { headers: [['Content-Type', 'application/json']] }),
    ],
    violating: [
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
