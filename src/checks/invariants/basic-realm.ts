import { header } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { parseChallenges } from '../challenges.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, oauthError } from '../examples.js';
import { quoted } from '../quoting.js';

const challenged = (value: string) => ({
  ...oauthError('invalid_client', 401),
  headers: [['WWW-Authenticate', value] as const],
});

export const basicRealm: Check = {
  id: 'basic-realm',
  title: 'A Basic challenge carries a realm, and no charset but UTF-8',
  requirements: ['RFC7617-2-basic-realm'],
  on: { every: 'any' },
  judge: onResponse((response) => {
    const { challenges, problem } = parseChallenges(header(response, 'WWW-Authenticate') ?? '');
    const basic = challenges.find(({ scheme }) => scheme === 'basic');
    if (!basic) return notApplicable('there is no Basic challenge');
    if (problem !== undefined) return notApplicable('the challenge cannot be read');
    if (!basic.parameters.has('realm')) return violation('Basic with realm', 'Basic without realm');
    const charset = basic.parameters.get('charset');
    return charset === undefined || charset.toLowerCase() === 'utf-8'
      ? pass
      : violation('charset="UTF-8", or none', `charset is ${quoted(charset)}`);
  }),
  examples: {
    conforming: [
      example('names in capitals', challenged('BASIC REALM="", CharSet="utf-8"')),
      example('another scheme without realm', challenged('Bearer')),
    ],
    violating: [
      example('bare', challenged('Basic')),
      example('the realm of another scheme', challenged('Basic, Bearer realm="token"')),
      example('another charset', challenged('Basic realm="token", charset="ISO-8859-1"')),
    ],
  },
};
