/** Defects that show only when several requests are in flight: races, shared state, exhausted pools. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../directory.js';
import type { Grant, Issued, RefreshTokenRecord } from '../model.js';
import { Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

/** A look-up in a database: others get their turn meanwhile. Milliseconds. */
const lookUp = 10;

/** Counts the refreshes of each token that are in flight. */
function inFlight() {
  const counts = new Map<string, number>();
  return async <Result>(token: string, work: (others: number) => Promise<Result>): Promise<Result> => {
    const others = counts.get(token) ?? 0;
    counts.set(token, others + 1);
    try {
      await delay(lookUp);
      return await work(others);
    } finally {
      counts.set(token, (counts.get(token) ?? 1) - 1);
    }
  };
}

export const concurrencyFaults: readonly Fault[] = inArea('concurrency', [
  {
    id: 'refresh-race-forks',
    breaks: ['OAUTH-concurrent-refresh-single-use'],
    sentence: 'Whether a refresh token was used is read first and written later.',
    bend: (policy) => ({
      refreshTokenGrant: async (server, request, client, tenant, parameters) => {
        const token = parameters.get('refresh_token') ?? '';
        const record = policy.findRefreshToken(server, token);
        const wasUsed = record?.used;
        await delay(lookUp);
        if (record && wasUsed === false) record.used = false;
        return policy.refreshTokenGrant(server, request, client, tenant, parameters);
      },
    }),
  },
  {
    id: 'refresh-race-replica-lag',
    breaks: ['OAUTH-concurrent-refresh-single-use'],
    sentence: 'Another node learns a moment later that a refresh token was used.',
    bend: (policy) => {
      const usedSince = new WeakMap<RefreshTokenRecord, number>();
      return {
        rotate: (server, record, token) => {
          if (!usedSince.has(record)) usedSince.set(record, Date.now());
          return policy.rotate(server, record, token);
        },
        findRefreshToken: (server, token) => {
          const record = policy.findRefreshToken(server, token);
          const since = record && usedSince.get(record);
          if (record && since !== undefined) record.used = Date.now() - since > 5 * lookUp;
          return record;
        },
        refreshTokenGrant: async (...given) => {
          await delay(lookUp);
          return policy.refreshTokenGrant(...given);
        },
      };
    },
  },
  {
    id: 'refresh-race-500',
    breaks: ['OAUTH-concurrent-refresh-no-5xx'],
    sentence: 'Of two refreshes at the same moment one violates a unique key and crashes.',
    bend: (policy) => {
      const following = inFlight();
      return {
        refreshTokenGrant: (server, request, client, tenant, parameters) =>
          following(parameters.get('refresh_token') ?? '', async (others) => {
            if (others > 0) throw new Error('duplicate key');
            return policy.refreshTokenGrant(server, request, client, tenant, parameters);
          }),
      };
    },
  },
  {
    id: 'refresh-race-conflict',
    breaks: ['OAUTH-concurrent-refresh-no-5xx'],
    sentence:
      'The second of two refreshes at the same moment is refused as a conflict, which no client knows.',
    bend: (policy) => {
      const following = inFlight();
      return {
        refreshTokenGrant: (server, request, client, tenant, parameters) =>
          following(parameters.get('refresh_token') ?? '', async (others) => {
            if (others > 0) throw new Refusal('conflict', 'The row was changed', { status: 409 });
            return policy.refreshTokenGrant(server, request, client, tenant, parameters);
          }),
      };
    },
  },
  {
    id: 'refresh-race-deadlock',
    breaks: ['OAUTH-concurrent-refresh-no-5xx'],
    sentence: 'Of several refreshes at the same moment some wait for each other and are never answered.',
    run: { settings: { TOKEN_REQUEST_TIMEOUT: '1s' } },
    bend: (policy) => {
      const following = inFlight();
      return {
        refreshTokenGrant: (server, request, client, tenant, parameters) =>
          following(parameters.get('refresh_token') ?? '', async (others) => {
            if (others > 3) await new Promise(() => {});
            return policy.refreshTokenGrant(server, request, client, tenant, parameters);
          }),
      };
    },
  },
  {
    id: 'logins-share-user',
    breaks: ['OWASP-concurrent-issue-isolation'],
    sentence: 'The user of a login stands in a variable that all requests share.',
    bend: (policy) => {
      let current: Grant;
      return {
        issueAccessToken: async (server, grant, scope) => {
          current = grant;
          await delay(lookUp);
          return policy.issueAccessToken(server, current, scope);
        },
      };
    },
  },
  {
    id: 'logins-share-client',
    breaks: ['OWASP-concurrent-issue-isolation'],
    sentence: 'A token is recorded for the client that authenticated last.',
    bend: (policy) => {
      let current: Client;
      return {
        passwordGrant: async (server, request, client, tenant, parameters) => {
          current = client;
          await delay(lookUp);
          return policy.passwordGrant(server, request, current, tenant, parameters);
        },
      };
    },
  },
  {
    id: 'logins-coalesced',
    breaks: ['OWASP-concurrent-issue-isolation'],
    sentence: 'Logins of one tenant at the same moment are answered with one result.',
    bend: (policy) => {
      const running = new Map<string, Promise<Issued>>();
      return {
        passwordGrant: async (server, request, client, tenant, parameters) => {
          const started = running.get(tenant);
          if (started) return started;
          const login = delay(lookUp).then(() =>
            policy.passwordGrant(server, request, client, tenant, parameters),
          );
          running.set(tenant, login);
          return login.finally(() => running.delete(tenant));
        },
      };
    },
  },
  {
    id: 'login-pool-exhausted',
    breaks: ['OWASP-concurrent-issue-isolation'],
    sentence: 'More than three logins at the same moment find no connection to the database and crash.',
    bend: (policy) => {
      let running = 0;
      return {
        passwordGrant: async (...given) => {
          running++;
          try {
            await delay(lookUp);
            if (running > 3) throw new Error('no connection');
            return await policy.passwordGrant(...given);
          } finally {
            running--;
          }
        },
      };
    },
  },
]);
