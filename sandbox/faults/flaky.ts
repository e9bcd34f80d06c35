/** Defects of one node among several: every third answer differs. */
import type { Members } from '../decisions/answers.js';
import { invalidGrant } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

/** True for every third call. */
function everyThird(): () => boolean {
  let count = 0;
  return () => ++count % 3 === 0;
}

const repeated = { settings: { TOKEN_REPEAT: '4' } } as const;

export const flakyFaults: readonly Fault[] = inArea('flaky', [
  {
    id: 'flaky-login-refused',
    breaks: ['OPS-stability-under-negative-load'],
    sentence: 'Every third login is refused although its credentials are right.',
    run: repeated,
    bend: (policy) => {
      const isBad = everyThird();
      return {
        passwordGrant: async (...given) => {
          const issued = await policy.passwordGrant(...given);
          if (isBad()) throw invalidGrant();
          return issued;
        },
      };
    },
  },
  {
    id: 'flaky-cache-control',
    breaks: ['RFC6749-5.1-cache-control-no-store'],
    sentence: 'One of three nodes answers without Cache-Control.',
    run: repeated,
    bend: (policy) => {
      const isBad = everyThird();
      return {
        successHeaders: (...given) => {
          const headers = policy.successHeaders(...given);
          return isBad() ? headers.filter(([name]) => name !== 'Cache-Control') : headers;
        },
      };
    },
  },
  {
    id: 'flaky-expires-in',
    breaks: ['RFC6749-A.14-expires-in-integer'],
    sentence: 'One of three nodes writes expires_in as a string.',
    run: repeated,
    bend: (policy) => {
      const isBad = everyThird();
      return {
        successMembers: (server, issued): Members => {
          const members = policy.successMembers(server, issued);
          return isBad() ? { ...members, expires_in: String(members.expires_in) } : members;
        },
      };
    },
  },
]);
