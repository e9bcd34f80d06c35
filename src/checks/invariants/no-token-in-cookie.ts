import { responseFor } from '../../contract/responses.js';
import { headerValues } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { describedResponse, example, tokenResponse } from '../examples.js';
import { tokensIn } from '../predicates.js';
import { containsSecret } from '../sent-secrets.js';

const protections = [/;\s*Secure\s*(;|$)/i, /;\s*HttpOnly\s*(;|$)/i, /;\s*SameSite\s*=/i];

/** Shorter ones occur by chance. */
const leastLength = 6;

/** A JWT in a cookie that is named for a token: another one than the response holds, and as good as it. */
const anotherToken = /^[^=;]*(?:token|jwt|auth|bearer)[^=;]*=\s*"?eyJ[\w-]+\.[\w-]+\./i;

/** The cookie as it is, and with its percent-encoding undone. */
function readings(cookie: string): string[] {
  try {
    return [cookie, decodeURIComponent(cookie)];
  } catch {
    return [cookie];
  }
}

export const noTokenInCookie: Check = {
  id: 'no-token-in-cookie',
  title: 'No cookie holds an access or refresh token',
  requirements: ['RFC6750-5.3-no-token-in-cookie'],
  on: { every: 'success' },
  judge: onResponse((response, { contract }) => {
    const tokens = tokensIn(response).filter((token) => token.length >= leastLength);
    const holding = headerValues(response, 'Set-Cookie').filter(
      (cookie) =>
        anotherToken.test(cookie) ||
        readings(cookie).some((text) => tokens.some((token) => containsSecret(text, token))),
    );
    if (holding.length === 0) return pass;
    const documented = responseFor(contract, response.status)?.headers.some(
      ({ name }) => name.toLowerCase() === 'set-cookie',
    );
    const secured = holding.every((cookie) => protections.every((attribute) => attribute.test(cookie)));
    return violation(
      'no token in Set-Cookie',
      'Set-Cookie contains an issued token',
      documented && secured ? { severity: 'warn' } : {},
    );
  }),
  examples: {
    conforming: [
      example('the cookie of a load balancer', { more: [['Set-Cookie', 'AWSALB=q7cP0; Path=/']] }),
      example('a cookie that is only named like a token', {
        more: [['Set-Cookie', 'access_token=; Max-Age=0']],
      }),
    ],
    violating: [
      example('inside of JSON', {
        more: [['Set-Cookie', `s=${encodeURIComponent(JSON.stringify({ t: tokenResponse.refresh_token }))}`]],
      }),
      example('another token', { more: [['Set-Cookie', 'jwt=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln']] }),
      example('plain', { more: [['Set-Cookie', `access_token=${tokenResponse.access_token}; HttpOnly`]] }),
      example('base64', {
        more: [['Set-Cookie', `s=${Buffer.from(tokenResponse.refresh_token).toString('base64')}; Secure`]],
      }),
      example(
        'documented and protected',
        { more: [['Set-Cookie', `t=${tokenResponse.access_token}; Secure; HttpOnly; SameSite=Strict`]] },
        {
          contract: {
            responses: [
              describedResponse('200', {
                headers: [{ name: 'Set-Cookie', required: false, schema: true, pointer: '' }],
              }),
            ],
          },
        },
        'warn',
      ),
    ],
  },
};
