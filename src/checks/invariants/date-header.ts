import { header } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example } from '../examples.js';
import { isObsoleteDate, parseHttpDate } from '../http-date.js';
import { quoted } from '../quoting.js';

const toleratedSeconds = 300;
const expected = 'Date in the format of RFC 9110, e.g. Mon, 21 Sep 2026 14:13:20 GMT';

export const dateHeader: Check = {
  id: 'date-header',
  title: 'Responses below 500 carry a Date',
  requirements: ['RFC9110-6.6.1-date'],
  on: { every: 'any' },
  judge: onResponse((response, { observation: { startedAt, milliseconds } }) => {
    if (response.status < 200 || response.status >= 500)
      return notApplicable('Date is optional for this status');
    const value = header(response, 'Date');
    if (value === undefined) return violation(expected, 'Date is absent');
    const date = parseHttpDate(value);
    if (date === undefined)
      return violation(expected, isObsoleteDate(value) ? 'an obsolete format' : `Date is ${quoted(value)}`);
    const skew = Math.round(Math.abs(date - startedAt - milliseconds) / 1000);
    return skew <= toleratedSeconds
      ? pass
      : violation(`a clock within ${toleratedSeconds} s of ours`, `a difference of ${skew} s`, {
          severity: 'info',
        });
  }),
  examples: {
    conforming: [
      example('four minutes off', { headers: [['Date', 'Mon, 21 Sep 2026 14:09:20 GMT']] }),
      example('a 5xx without', { status: 500, headers: [] }),
    ],
    violating: [
      example('absent', { headers: [] }),
      example('ISO 8601', { headers: [['Date', '2026-09-21T14:13:20Z']] }),
      example('the format of RFC 850', { headers: [['Date', 'Monday, 21-Sep-26 14:13:20 GMT']] }),
      example('a clock one day off', { headers: [['Date', 'Sun, 20 Sep 2026 14:13:20 GMT']] }, {}, 'info'),
    ],
  },
};
