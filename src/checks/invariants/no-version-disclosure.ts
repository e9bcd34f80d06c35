import { headerValues } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { example } from '../examples.js';

const telling = ['Server', 'X-Powered-By', 'X-AspNet-Version', 'X-AspNetMvc-Version', 'X-Runtime', 'Via'];

/** What a header says besides numbers that it must carry. */
function product(name: string, value: string): string {
  // RFC 9110 section 7.6.3: every member of Via begins with the version of the protocol received.
  if (name === 'Via') return value.replace(/(^|,)\s*(?:[\w-]+\/)?\d+(?:\.\d+)?\s+[^\s,(]+/g, '');
  // Ruby on Rails sends the seconds that the request took.
  return name === 'X-Runtime' && /^\d+\.\d+$/.test(value) ? '' : value;
}

export const noVersionDisclosure: Check = {
  id: 'no-version-disclosure',
  title: 'Response headers do not disclose versions of components',
  requirements: ['ASVS5-13.4.6-no-version-disclosure'],
  on: { every: 'any' },
  judge: onResponse((response) => {
    const found = telling.filter((name) =>
      headerValues(response, name).some((value) => /\d\.\d/.test(product(name, value.trim()))),
    );
    return found.length === 0
      ? pass
      : violation('product names without version', `a version in ${found.join(', ')}`);
  }),
  examples: {
    conforming: [
      example('a product without version', { more: [['Server', 'nginx']] }),
      example('the protocol version that Via must carry', { more: [['Via', '1.1 10.0.0.7, HTTP/1.1 edge']] }),
      example('a duration', { more: [['X-Runtime', '0.012345']] }),
    ],
    violating: [
      example('Server', { more: [['server', 'Apache-Coyote/1.1']] }),
      example('X-Powered-By', { more: [['X-Powered-By', 'Express 4.17.1']] }),
      example('a comment in Via', { more: [['Via', '1.1 edge (squid/3.5.27)']] }),
    ],
  },
};
