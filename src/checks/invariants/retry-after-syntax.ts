import { header } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example } from '../examples.js';
import { parseHttpDate } from '../http-date.js';
import { quoted } from '../quoting.js';

export const retryAfterSyntax: Check = {
  id: 'retry-after-syntax',
  title: 'Retry-After is a number of seconds or a date',
  requirements: ['RFC9110-10.2.3-retry-after-syntax'],
  on: { every: 'any' },
  judge: onResponse((response) => {
    const value = header(response, 'Retry-After');
    if (value === undefined) return notApplicable('there is no Retry-After');
    return /^\d+$/.test(value) || parseHttpDate(value) !== undefined
      ? pass
      : violation('digits only, or a date such as Mon, 21 Sep 2026 14:13:20 GMT', quoted(value));
  }),
  examples: {
    conforming: [
      example('at once', { status: 503, headers: [['Retry-After', '0']] }),
      example('a date', { status: 429, headers: [['Retry-After', 'Mon, 21 Sep 2026 14:13:20 GMT']] }),
    ],
    violating: [
      example('a fraction', { status: 429, headers: [['Retry-After', '1.5']] }),
      example('a unit', { status: 429, headers: [['Retry-After', '60s']] }),
      example('twice', {
        status: 429,
        headers: [
          ['Retry-After', '60'],
          ['Retry-After', '90'],
        ],
      }),
    ],
  },
};
