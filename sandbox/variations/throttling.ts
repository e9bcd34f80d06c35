/** Protection against guessing in other forms: RFC 6749 section 4.3.2 names rate limits and alerts as examples. */
import { setTimeout as delay } from 'node:timers/promises';
import type { IncomingRequest } from '../model.js';
import { invalidClient, invalidGrant } from '../refusal.js';
import type { Bend, Variation } from './variation.js';

const brute = { allow: ['brute-force'] } as const;

/** The account refuses whatever is presented, in the words of a wrong password, for some seconds or for good. */
function lockAfter(failures: number, seconds: number): Bend {
  return () => ({
    attemptsAllowed: () => failures,
    pauseSeconds: () => seconds,
    refuseTooMany: (server, key) => {
      if (server.attempts.of(key).pausedUntil > Date.now())
        throw key.includes('client') ? invalidClient() : invalidGrant();
    },
  });
}

const forGood = 1_000_000_000;

/** One count for all callers: every request comes from the same address here. */
const byAddress = () => 'address';

/** Conforms, and leaves little to be judged. */
export const locksAtOnce: Variation = {
  id: 'locks-at-once',
  sentence: 'An account is locked for good by the first wrong password or secret.',
  allowedBy: 'RFC 6749 section 4.3.2; ASVS 6.3.1 leaves the number to the operator',
  bend: lockAfter(1, forGood),
};

export const throttlingVariations: readonly Variation[] = [
  {
    id: 'locks-after-five',
    sentence: 'An account is locked for good after five wrong passwords or secrets in a row.',
    allowedBy:
      'RFC 6749 section 4.3.2: "MUST protect the endpoint against brute force attacks"; how is left open',
    bend: lockAfter(5, forGood),
  },
  {
    id: 'locks-after-three',
    sentence: 'An account is locked for good after three wrong passwords or secrets in a row.',
    allowedBy:
      'RFC 6749 section 4.3.2: "MUST protect the endpoint against brute force attacks"; how is left open',
    bend: lockAfter(3, forGood),
  },
  {
    id: 'lock-recovers',
    sentence: 'An account is locked after five wrong passwords or secrets in a row, for two seconds.',
    allowedBy: 'RFC 6749 section 4.3.2; OWASP Authentication Cheat Sheet: a lock that ends by itself',
    run: { allow: ['brute-force', 'waits'] },
    bend: lockAfter(5, 2),
  },
  {
    id: 'limits-by-address',
    sentence: 'Failed logins in a row are counted by the address that they come from.',
    allowedBy: 'RFC 6749 section 4.3.2: "(e.g., using rate-limitation or generating alerts)"',
    run: brute,
    bend: () => ({ userAttempts: byAddress }),
  },
  {
    id: 'delays-guesses',
    sentence: 'Each wrong password makes the next answer for the account later, up to half a second.',
    allowedBy: 'RFC 6749 section 4.3.2; NIST SP 800-63B section 3.2.2: increasing delays',
    run: brute,
    bend: (policy) => ({
      attemptsAllowed: () => Number.POSITIVE_INFINITY,
      tokenEndpoint: async (server, request: IncomingRequest) => {
        const form = new URLSearchParams(request.body?.toString());
        const keys = [
          policy.userAttempts(
            request,
            request.headers.find(([name]) => name === 'tenantId')?.[1] ?? '',
            form.get('username') ?? '',
          ),
          policy.clientAttempts(request, form.get('client_id') ?? ''),
        ];
        const failures = Math.max(...keys.map((key) => server.attempts.of(key).failures));
        await delay(Math.max(0, Math.min(failures - 5, 10)) * 50);
        return policy.tokenEndpoint(server, request);
      },
    }),
  },
];
