import { headerValues } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, observation } from '../../examples.js';

const literal = { probe: 'valid/minimal' };

export const cookiesProtected: Check = {
  id: 'cookies-protected',
  title: 'A cookie of the token endpoint is HttpOnly, and Secure over https.',
  requirements: ['OWASP-no-session-cookie-fixation'],
  on: { probes: ['valid/minimal'] },
  judge({ observation: { request, response } }) {
    if (!response) return notApplicable('no response came');
    const wanted = ['httponly', ...(request.url.startsWith('https:') ? ['secure'] : [])];
    const missing = headerValues(response, 'Set-Cookie').flatMap((cookie) => {
      const attributes = cookie.split(';').map((attribute) => attribute.trim().toLowerCase());
      return wanted.filter((attribute) => !attributes.slice(1).includes(attribute));
    });
    return missing.length === 0
      ? pass
      : violation(
          `Set-Cookie with ${wanted.join(' and ')}`,
          `a cookie without ${[...new Set(missing)].join(' and ')}`,
        );
  },
  examples: {
    conforming: [
      example('no cookie', {}, literal),
      example('protected', { more: [['Set-Cookie', 'node=a; Path=/; secure; HTTPONLY']] }, literal),
      example(
        'without Secure on loopback',
        observation({ more: [['Set-Cookie', 'node=a; HttpOnly']] }, { url: 'http://127.0.0.1:8080/token' }),
        literal,
      ),
    ],
    violating: [
      example('bare', { more: [['Set-Cookie', 'JSESSIONID=a; Path=/']] }, literal),
      example('a value named so', { more: [['Set-Cookie', 'secure=httponly; Path=/']] }, literal),
    ],
  },
};
