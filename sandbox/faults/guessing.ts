/** Defects in the protection against guessing, and in what it tells. */
import { setTimeout as delay } from 'node:timers/promises';
import { headerValues, type IncomingRequest } from '../model.js';
import type { Policy } from '../policy.js';
import { Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

const guessed = { allow: ['brute-force'] } as const;
const timed = { allow: ['timing'] } as const;
const grown = { allow: ['large', 'timing'] } as const;

const without =
  (kind: 'user' | 'client') =>
  (policy: Policy): Partial<Policy> => ({
    countFailure: (server, key) => {
      if (!key.startsWith(`["${kind}"`)) policy.countFailure(server, key);
    },
  });

/** The key of a count gets what a header says besides. */
const countedBy =
  (name: string) =>
  (policy: Policy): Partial<Policy> => ({
    userAttempts: (request, tenant, username) =>
      policy.userAttempts(request, tenant, username) + headerValues(request, name).join(),
  });

const formOf = (request: IncomingRequest): URLSearchParams => new URLSearchParams(request.body?.toString());

/** Long enough to be measured on a busy machine, and no more. */
const noticeable = 40;

const slowFor =
  (isSlow: (known: boolean) => boolean) =>
  (policy: Policy): Partial<Policy> => ({
    passwordGrant: async (server, request, client, tenant, parameters) => {
      const known = policy.findUser(server, tenant, parameters.get('username') ?? '') !== undefined;
      if (isSlow(known)) await delay(noticeable);
      return policy.passwordGrant(server, request, client, tenant, parameters);
    },
  });

/** Compares each character with each other one, as a regular expression that goes back and forth does. */
function wanderThrough(text: string): number {
  let equal = 0;
  for (let from = 0; from < text.length; from++)
    for (let at = 0; at < text.length; at++) if (text.charCodeAt(from) === text.charCodeAt(at)) equal++;
  return equal;
}

const wandering =
  (name: string, isMeant: RegExp) =>
  (policy: Policy): Partial<Policy> => ({
    tokenEndpoint: async (server, request) => {
      const value = formOf(request).get(name) ?? '';
      if (isMeant.test(value)) for (let round = 0; round < 4; round++) wanderThrough(value);
      return policy.tokenEndpoint(server, request);
    },
  });

export const guessingFaults: readonly Fault[] = inArea('credentials', [
  {
    id: 'passwords-guessed-freely',
    breaks: ['RFC6749-4.3.2-brute-force-password'],
    sentence: 'Nobody counts wrong passwords.',
    run: guessed,
    bend: without('user'),
  },
  {
    id: 'secrets-guessed-freely',
    breaks: ['RFC6749-2.3.1-brute-force-client', 'RFC7009-5-brute-force'],
    sentence: 'Nobody counts wrong client secrets.',
    run: guessed,
    bend: without('client'),
  },
  {
    id: 'guesses-counted-by-connection',
    breaks: ['RFC6749-4.3.2-brute-force-password'],
    sentence: 'Wrong passwords are counted under an identifier of the request, so each one is the first.',
    run: guessed,
    bend: (policy) => {
      let requests = 0;
      return {
        userAttempts: (request, tenant, username) =>
          policy.userAttempts(request, tenant, username) + String(requests++),
      };
    },
  },
  {
    id: 'revocation-guessed-freely',
    breaks: ['RFC7009-5-brute-force'],
    sentence: 'The revocation endpoint counts no wrong client secrets.',
    run: guessed,
    bend: (policy) => {
      const uncounted = (request: IncomingRequest) => formOf(request).has('token');
      return {
        clientAttempts: (request, id) =>
          uncounted(request) ? 'uncounted' : policy.clientAttempts(request, id),
        countFailure: (server, key) => {
          if (key !== 'uncounted') policy.countFailure(server, key);
        },
      };
    },
  },
  {
    id: 'throttling-error-page',
    breaks: ['RFC6585-4-429-form'],
    sentence: 'Throttled logins get a page of the gateway that does not say for how long.',
    run: guessed,
    bend: (policy) => ({
      failure: (server, refusal, request) =>
        refusal.options.status === 429
          ? {
              status: 429,
              headers: [
                ['Content-Type', 'text/html'],
                ['Cache-Control', 'no-store'],
              ],
              body: '<h1>Too Many Requests</h1>',
            }
          : policy.failure(server, refusal, request),
    }),
  },
  {
    id: 'throttling-cacheable',
    breaks: ['RFC6585-4-429-not-cacheable'],
    sentence: 'HTTP 429 may be kept by caches for a minute.',
    run: guessed,
    bend: (policy) => ({
      failure: (server, refusal, request) => {
        const response = policy.failure(server, refusal, request);
        if (refusal.options.status !== 429) return response;
        const headers = response.headers.map(([name, value]): [string, string] =>
          name === 'Cache-Control' ? [name, 'public, max-age=60'] : [name, value],
        );
        return { ...response, headers };
      },
    }),
  },
  {
    id: 'throttling-without-time',
    breaks: ['RFC6585-4-429-form'],
    sentence: 'HTTP 429 does not say when to come back.',
    run: guessed,
    bend: () => ({
      tooManyAttempts: () => new Refusal('slow_down', 'There were too many failed attempts', { status: 429 }),
    }),
  },
  {
    id: 'throttling-retry-at-once',
    breaks: ['RFC6585-4-429-form'],
    sentence: 'HTTP 429 asks to come back after no time at all.',
    run: guessed,
    bend: (policy) => ({ tooManyAttempts: () => policy.tooManyAttempts(0) }),
  },
  {
    id: 'throttling-only-wrong-ones',
    breaks: ['RFC6585-4-429-no-oracle'],
    sentence: 'The limit is looked at after the password was found wrong: the right one gets through.',
    run: guessed,
    bend: (policy) => ({
      // Nothing is refused before the password is compared …
      refuseTooMany: (server, key) => {
        if (!key.startsWith('["user"')) policy.refuseTooMany(server, key);
      },
      // … and what is counted as a failure is refused by the limit first.
      countFailure: (server, key) => {
        policy.refuseTooMany(server, key);
        policy.countFailure(server, key);
      },
      countSuccess: () => {},
    }),
  },
  {
    id: 'throttling-by-forwarded-address',
    breaks: ['ASVS5-15.3.4-rate-limit-not-spoofable'],
    sentence: 'Wrong passwords are counted by the address that the caller names.',
    run: guessed,
    bend: countedBy('X-Forwarded-For'),
  },
  {
    id: 'throttling-by-device',
    breaks: ['ASVS5-15.3.4-rate-limit-not-spoofable'],
    sentence: 'Wrong passwords are counted by the device that the caller names.',
    run: guessed,
    bend: countedBy('X-Device-Fingerprint'),
  },
  {
    id: 'throttling-by-real-ip',
    breaks: ['ASVS5-15.3.4-rate-limit-not-spoofable'],
    sentence: 'X-Real-IP is believed where it is sent, and wrong passwords are counted by it.',
    run: guessed,
    bend: countedBy('X-Real-IP'),
  },
  {
    id: 'lock-for-good',
    breaks: ['OWASP-lockout-recovers'],
    sentence: 'Twenty wrong passwords lock the account until somebody calls, though a second is announced.',
    run: { allow: ['brute-force', 'waits'] },
    bend: (policy) => ({
      pauseSeconds: () => 1_000_000_000,
      tooManyAttempts: () => policy.tooManyAttempts(1),
    }),
  },
  {
    id: 'known-user-slower',
    breaks: ['ASVS5-6.3.8-user-enumeration-timing'],
    sentence: 'The password is hashed only for users who exist.',
    run: timed,
    bend: slowFor((known) => known),
  },
  {
    id: 'unknown-user-slower',
    breaks: ['ASVS5-6.3.8-user-enumeration-timing'],
    sentence: 'Who is not found here is looked for in a slower directory.',
    run: timed,
    bend: slowFor((known) => !known),
  },
  {
    id: 'user-name-regex-slow',
    breaks: ['ASVS5-1.3.12-redos'],
    sentence: 'The user name is matched by a regular expression that goes back and forth.',
    run: grown,
    bend: wandering('username', /^a+!$/),
  },
  {
    id: 'client-id-regex-slow',
    breaks: ['ASVS5-1.3.12-redos'],
    sentence: 'The client id is matched by a regular expression for addresses that goes back and forth.',
    run: grown,
    bend: wandering('client_id', /^(\.@)+$/),
  },
  {
    id: 'scope-trim-slow',
    breaks: ['ASVS5-1.3.12-redos'],
    sentence: 'Blanks in the scope are removed one by one, each time from the beginning.',
    run: grown,
    bend: wandering('scope', / {100}/),
  },
]);
