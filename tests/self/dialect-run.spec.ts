/** Servers that want token requests in another encoding than the form, as their documents say. */
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packageRoot } from '../../src/contract/package-root.js';
import { dialectEnvironment, type ReadParameters, startDialectServer, type Taken } from './dialect-server.js';
import { describeVerdicts, runInProcess } from './in-process-run.js';

interface Dialect {
  readonly name: string;
  readonly path: string;
  /** Default: POST. */
  readonly method?: 'GET';
  readonly read: ReadParameters;
  readonly demands?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What stands in a granted login. */
  readonly sent: (taken: Taken) => void;
}

const text = (value: string | string[] | undefined): string => String(value ?? '');

const dialects: readonly Dialect[] = [
  {
    name: 'json-server',
    path: '/realms/north & south/token',
    demands: 'lifetime',
    environment: { TOKEN_REALM: 'north & south' },
    read: ({ headers, body }) => {
      if (text(headers['content-type']) !== 'application/json') return undefined;
      try {
        const value: unknown = JSON.parse(body);
        return typeof value === 'object' && value !== null && !Array.isArray(value)
          ? new Map(
              Object.entries(value).map(([name, one]) => [
                name,
                name === 'lifetime' && one === 600 ? '600' : one,
              ]),
            )
          : undefined;
      } catch {
        return undefined;
      }
    },
    sent: ({ parameters }) => expect(parameters.get('lifetime')).toBe('600'),
  },
  {
    name: 'multipart-server',
    path: '/realms/main/token',
    demands: 'lifetime',
    environment: { TOKEN_REALM: 'main' },
    read: ({ headers, body }) => {
      const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(text(headers['content-type']))?.[1];
      if (boundary === undefined) return undefined;
      const parts = body.split(`--${boundary}`).slice(1, -1);
      const fields = parts.map((part) =>
        /^\r\nContent-Disposition: form-data; name="([^"]*)"\r\n\r\n([\s\S]*)\r\n$/.exec(part),
      );
      return new Map(fields.map((field) => [field?.[1] ?? '', field?.[2] ?? '']));
    },
    sent: ({ headers }) => expect(headers['content-type']).toContain('multipart/form-data'),
  },
  {
    name: 'query-server',
    path: '/oauth/token',
    read: ({ headers, query, body }) => {
      if (body !== '' || query.get('tenantIdentifier') !== 'main') return undefined;
      const names = [...query.keys()];
      if (new Set(names).size < names.length) return undefined;
      return new Map([
        ...query,
        ['client_id', text(headers.client_id)],
        ['client_secret', text(headers.client_secret)],
      ]);
    },
    sent: ({ query, headers }) => {
      expect(query.get('grant_type')).toBe('password');
      expect(headers.client_id).toBe(dialectEnvironment.TOKEN_CLIENT_ID);
    },
  },
  {
    name: 'get-server',
    path: '/oauth/token',
    method: 'GET',
    read: ({ query, body }) => {
      const names = [...query.keys()];
      return body !== '' || new Set(names).size < names.length ? undefined : new Map(query);
    },
    sent: ({ query }) => expect(query.get('grant_type')).toBe('password'),
  },
  {
    name: 'envelope-server',
    path: '/login/token',
    read: ({ headers, body }) => {
      if (text(headers['content-type']) !== 'application/json') return undefined;
      try {
        const { kind, data, ...others } = JSON.parse(body) as Record<string, unknown>;
        if (kind !== 'login' || typeof data !== 'object' || data === null || Object.keys(others).length > 0)
          return undefined;
        const standard: Readonly<Record<string, string>> = {
          grantType: 'grant_type',
          userName: 'username',
          refreshToken: 'refresh_token',
          clientId: 'client_id',
          clientSecret: 'client_secret',
        };
        return new Map(Object.entries(data).map(([name, one]) => [standard[name] ?? name, one]));
      } catch {
        return undefined;
      }
    },
    sent: ({ parameters }) => expect(parameters.get('username')).toBe(dialectEnvironment.TOKEN_USERNAME),
  },
];

for (const { name, path, method, read, environment, sent, demands } of dialects)
  test(`${name} is judged in its own encoding, without false findings`, async () => {
    test.setTimeout(240_000);
    const server = await startDialectServer(path, read, { demands, method });
    try {
      const { verdicts, results } = await runInProcess({
        ...dialectEnvironment,
        ...environment,
        TOKEN_SPEC: join(packageRoot, 'tests', 'self', 'dialects', `${name}.yaml`),
        TOKEN_BASE_URL: server.url,
        TOKEN_SEED: '7',
        TOKEN_RATE_LIMIT: 'none',
      });
      const [first] = server.granted;
      expect(first).toBeDefined();
      if (first) sent(first);
      const ofServer = verdicts.filter(({ scenario }) => !scenario.startsWith('document/'));
      const wrong = ofServer.filter(({ outcome }) => ['fail', 'warn', 'error'].includes(outcome));
      expect(describeVerdicts(wrong)).toBe('');
      expect(ofServer.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(100);
      expect(results.filter(({ controlLost }) => controlLost !== undefined)).toEqual([]);
      // That it is no form is said once, of the document.
      const ofDocument = verdicts.filter(
        ({ check, outcome }) => check === 'document-form-media-type' && outcome === 'fail',
      );
      expect(ofDocument).toHaveLength(1);
    } finally {
      await server.close();
    }
  });
