import { isIP } from 'node:net';
import { header } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, observation, subject } from '../examples.js';

const secondsPerYear = 31_536_000;

/** A browser ignores the header of a plain or a numeric origin (RFC 6797 section 8.1). */
function hasName(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && isIP(hostname.replace(/^\[|\]$/g, '')) === 0;
}

export const strictTransportSecurity: Check = {
  id: 'strict-transport-security',
  title: 'Responses over https carry Strict-Transport-Security of at least one year',
  requirements: ['ASVS5-3.4.1-hsts'],
  on: { every: 'any' },
  judge: onResponse((response, { observation: { request } }) => {
    if (!hasName(request.url)) return notApplicable('the target is not a name reached by https');
    const value = header(response, 'Strict-Transport-Security');
    if (value === undefined)
      return violation('Strict-Transport-Security', 'Strict-Transport-Security is absent');
    const seconds = /(?:^|;)\s*max-age\s*=\s*"?(\d+)"?\s*(?:;|$)/i.exec(value)?.[1];
    return Number(seconds ?? 0) >= secondsPerYear
      ? pass
      : violation(
          `max-age of at least ${secondsPerYear}`,
          seconds === undefined ? 'max-age is absent' : `max-age is ${seconds.slice(0, 20)}`,
        );
  }),
  examples: {
    conforming: [
      example('quoted, behind another directive', {
        more: [['Strict-Transport-Security', 'includeSubDomains; Max-Age="31536000"']],
      }),
      { name: 'plain http', subject: subject(observation({}, { url: 'http://127.0.0.1:8080/oauth/token' })) },
      { name: 'an address', subject: subject(observation({}, { url: 'https://[::1]/oauth/token' })) },
    ],
    violating: [
      example('absent', {}),
      example('half a year', {
        more: [['Strict-Transport-Security', 'max-age=15768000; includeSubDomains']],
      }),
    ],
  },
};
