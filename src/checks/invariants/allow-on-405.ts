import { header } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { isTokenEndpoint } from '../classes.js';
import { example } from '../examples.js';
import { quoted } from '../quoting.js';

export const allowOn405: Check = {
  id: 'allow-on-405',
  title: 'A 405 response lists the supported methods in Allow',
  requirements: ['RFC9110-15.5.6-405-allow'],
  on: { every: 'any' },
  judge: onResponse((response, { probe, contract }) => {
    if (response.status !== 405) return notApplicable('not a 405 response');
    const value = header(response, 'Allow');
    const wanted = `Allow with ${contract.method}`;
    if (value === undefined) return violation(wanted, 'Allow is absent');
    // RFC 9110 section 10.2.1: an empty Allow says that the resource allows no methods, for now.
    if (value.trim() === '' || !isTokenEndpoint(probe)) return pass;
    const methods = value.split(',').map((method) => method.trim());
    return methods.includes(contract.method) ? pass : violation(wanted, `Allow is ${quoted(value)}`);
  }),
  examples: {
    conforming: [
      example('among others, on two lines', {
        status: 405,
        headers: [
          ['allow', 'OPTIONS'],
          ['Allow', 'POST , HEAD'],
        ],
      }),
      example(
        'another resource',
        { status: 405, headers: [['Allow', 'GET']] },
        { probe: 'resource/no-token' },
      ),
    ],
    violating: [
      example('absent', { status: 405 }),
      example('without POST', { status: 405, headers: [['Allow', 'GET, HEAD']] }),
    ],
  },
};
