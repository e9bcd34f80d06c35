import { header } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { example } from '../examples.js';

export const framingHeaders: Check = {
  id: 'framing-headers',
  title: 'Responses restrict framing and referrers',
  requirements: ['OWASP-REST-hardening-headers'],
  on: { every: 'any' },
  judge: onResponse((response) => {
    const policy = header(response, 'Content-Security-Policy') ?? '';
    const missing: string[] = [];
    if (!/(^|[;,])\s*frame-ancestors\s/i.test(policy) && header(response, 'X-Frame-Options') === undefined)
      missing.push('Content-Security-Policy with frame-ancestors, or X-Frame-Options');
    if (header(response, 'Referrer-Policy') === undefined) missing.push('Referrer-Policy');
    return missing.length === 0 ? pass : violation(missing.join('; '), 'absent');
  }),
  examples: {
    conforming: [
      example('frame-ancestors in place of X-Frame-Options', {
        more: [
          ['Content-Security-Policy', "default-src 'none'; Frame-Ancestors 'none'"],
          ['Referrer-Policy', 'no-referrer'],
        ],
      }),
    ],
    violating: [
      example('none of them', {}),
      example('a policy that says nothing of frames', {
        more: [
          ['Content-Security-Policy', "default-src 'none'"],
          ['Referrer-Policy', 'no-referrer'],
        ],
      }),
    ],
  },
};
