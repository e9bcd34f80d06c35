/** The preflight before real servers that cannot be reached securely: what it says was wrong, and what to change. */
import { once } from 'node:events';
import { createServer as createPlainServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect, test } from '@playwright/test';
import { createAuthority, daysFromNow } from '../../sandbox/certificates.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server.js';
import type { Contract } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { PreflightStep } from '../../src/session/preflight.js';
import { readSettings } from '../../src/settings/read-settings.js';
import { closedAfterEach } from './closed-after-each.js';
import type { Variables } from './command-process.js';
import { startProxy } from './connect-proxy.js';
import { preflighted } from './preflighted.js';

const closers = closedAfterEach();

let contract: Contract;
test.beforeAll(async () => {
  contract = await readContract(readSettings({ flags: {}, env: {}, dotenvFile: undefined }).spec);
});

async function sandboxWith(options: SandboxOptions): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  closers.push(() => sandbox.close());
  return sandbox;
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

interface Seen extends PreflightStep {
  readonly page: string;
}

/** The step that failed. */
async function failedStep(env: Variables): Promise<Seen> {
  const settings = readSettings({ flags: {}, env, dotenvFile: undefined });
  const { ok, steps, page } = (await preflighted(contract, settings)).report;
  expect(ok).toBe(false);
  const step = steps.find(({ outcome }) => outcome === 'failed');
  if (!step) throw new Error(page);
  return { ...step, page };
}

const without = (variables: Variables, ...names: readonly string[]): Variables =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !names.includes(name)));

const day = (days: number): string => daysFromNow(days).toISOString().slice(0, 10);

test('an unknown authority is named, with the setting that makes it known', async () => {
  const { environment } = await sandboxWith({ tls: true });
  const step = await failedStep(without(environment, 'TOKEN_CA'));
  expect(step.name).toBe('connection');
  expect(step.likely).toContain('issued by "CN=token-conformance sandbox"');
  expect(step.change).toContain('TOKEN_CA=/path/to/authority.pem');
});

test('another authority than the one that was given is named', async () => {
  const { environment } = await sandboxWith({ tls: true, fault: 'certificate-of-unknown-authority' });
  const step = await failedStep(environment);
  expect(step.likely).toContain('issued by "CN=somebody else"');
  expect(step.likely).toContain('The file of TOKEN_CA holds another one');
});

test('a certificate for another host is named, and so is the host', async () => {
  const { environment, url } = await sandboxWith({ tls: true, fault: 'certificate-for-another-host' });
  const step = await failedStep(environment);
  expect(step.likely).toContain('is for www.sandbox.test, and not for localhost');
  expect(step.change).toContain(`https://www.sandbox.test:${new URL(url).port}`);
});

test('an expired certificate is shown with its date', async () => {
  const { environment } = await sandboxWith({ tls: true, fault: 'certificate-expired' });
  const step = await failedStep(environment);
  expect(step.likely).toContain(`expired on ${day(-1)}; here it is ${day(0)}`);
  expect(step.change).toContain('renew');
});

test('a certificate of next week is shown with its date', async () => {
  const { environment } = await sandboxWith({ tls: true, fault: 'certificate-not-yet-valid' });
  expect((await failedStep(environment)).likely).toContain(`is not valid before ${day(7)}`);
});

test('a server that speaks old TLS only', async () => {
  const authority = await createAuthority('old');
  const pair = await authority.server({
    names: ['localhost'],
    keyType: 'rsa',
    notBefore: daysFromNow(-1),
    notAfter: daysFromNow(1),
  });
  const server = createSecureServer({
    cert: pair.certificate,
    key: pair.key,
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'ALL:@SECLEVEL=0',
  });
  const port = await listening(server);
  const step = await failedStep({ TOKEN_BASE_URL: `https://localhost:${port}` });
  expect(step.likely).toMatch(/no version of TLS that is used today/);
});

for (const version of ['TLSv1.2', 'TLSv1.3'])
  test(`a client certificate is demanded over ${version}`, async () => {
    const { environment } = await sandboxWith({
      clientCertificate: true,
      variation: version === 'TLSv1.2' ? 'tls-1-2-only' : 'tls-1-3-only',
    });
    const step = await failedStep(without(environment, 'TOKEN_CLIENT_CERT', 'TOKEN_CLIENT_KEY'));
    expect(step.likely).toMatch(/demands a client certificate/);
    expect(step.change).toMatch(/TOKEN_CLIENT_CERT and TOKEN_CLIENT_KEY/);
  });

test('a client certificate of somebody else is not accepted', async () => {
  const [sandbox, other] = [
    await sandboxWith({ clientCertificate: true }),
    await sandboxWith({ clientCertificate: true }),
  ];
  const step = await failedStep({
    ...sandbox.environment,
    TOKEN_CLIENT_CERT: other.environment.TOKEN_CLIENT_CERT ?? '',
    TOKEN_CLIENT_KEY: other.environment.TOKEN_CLIENT_KEY ?? '',
  });
  expect(step.likely).toContain('does not accept the client certificate');
});

test('a client certificate is demanded in the words of a web server', async () => {
  const server = createPlainServer((_request, response) =>
    response.writeHead(400).end('<html>400 No required SSL certificate was sent</html>'),
  );
  const port = await listening(server);
  const step = await failedStep({ TOKEN_BASE_URL: `http://127.0.0.1:${port}` });
  expect(step.likely).toContain('demands a client certificate');
});

test('http is sent to an https port', async () => {
  const page = await sandboxWith({ tls: true, variation: 'plain-http-answered-by-a-page' });
  const silent = await sandboxWith({ tls: true });
  for (const { environment, url } of [page, silent]) {
    const step = await failedStep({ ...environment, TOKEN_BASE_URL: url.replace('https', 'http') });
    expect(step.likely).toMatch(/https is spoken at localhost:\d+, and http was sent there/);
    expect(step.change).toContain('https://');
  }
});

test('https is sent to an http port', async () => {
  const { environment, url } = await sandboxWith({});
  const step = await failedStep({ ...environment, TOKEN_BASE_URL: url.replace('http', 'https') });
  expect(step.likely).toMatch(/does not speak TLS: plain http/);
});

const login = 'http://ada:Velvet-Cormorant-4471@';

test('a proxy that demands a login, by https and by http', async () => {
  const proxy = await startProxy({ user: 'somebody', password: 'else' });
  closers.push(() => proxy.close());
  const { host } = new URL(proxy.url);
  for (const [scheme, variable] of [
    ['https', 'HTTPS_PROXY'],
    ['http', 'HTTP_PROXY'],
  ] as const)
    for (const [prefix, word] of [
      ['http://', /demands a login\./],
      [login, /does not accept the one/],
    ] as const) {
      const step = await failedStep({ TOKEN_BASE_URL: `${scheme}://localhost:9`, [variable]: prefix + host });
      expect(step.name).toBe('connection');
      expect(step.likely).toMatch(word);
      expect(step.change).toContain(`${variable}=http://user:password@${host}`);
      expect(step.page).not.toContain('Cormorant');
    }
});

test('a proxy that refuses, and one that is not there', async () => {
  const proxy = await startProxy({ refuses: 403 });
  closers.push(() => proxy.close());
  const forbidden = await failedStep({ TOKEN_BASE_URL: 'https://localhost:9', HTTPS_PROXY: proxy.url });
  expect(forbidden.likely).toMatch(/it forbids it/);
  expect(forbidden.change).toContain('NO_PROXY=localhost');

  const gone = createServer();
  const port = await listening(gone);
  gone.close();
  for (const [scheme, variable] of [
    ['https', 'HTTPS_PROXY'],
    ['http', 'HTTP_PROXY'],
  ] as const) {
    const step = await failedStep({
      TOKEN_BASE_URL: `${scheme}://localhost:9`,
      [variable]: `${login}127.0.0.1:${port}`,
    });
    expect(step.likely).toContain(
      `The proxy 127.0.0.1:${port}, which the environment names, cannot be reached`,
    );
    expect(step.page).not.toContain('Cormorant');
  }
});

test('a secure connection is shown with its version and the end of the certificate', async () => {
  const { environment } = await sandboxWith({ tls: true });
  const settings = readSettings({ flags: {}, env: environment, dotenvFile: undefined });
  const { report, sent } = await preflighted(contract, settings);
  expect(report.ok).toBe(true);
  expect(report.steps[0]?.seen).toBe(`the target answers over TLSv1.3, with a certificate until ${day(30)}`);
  expect(sent).toBe(1);
});
