/** The real command on networks as they are: a private authority, a client certificate, a proxy, IPv6. */
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, test } from '@playwright/test';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server.js';
import { closedAfterEach } from './closed-after-each.js';
import {
  newWhereabouts,
  readResults,
  runCommand,
  startCommand,
  type Variables,
  type Whereabouts,
} from './command-process.js';
import { type ConnectProxy, type ProxyOptions, startProxy } from './connect-proxy.js';
import { artefactsBelow } from './run-artefacts.js';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

const closers = closedAfterEach();

async function sandboxWith(options: SandboxOptions): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  closers.push(() => sandbox.close());
  return sandbox;
}

async function proxyWith(options: ProxyOptions): Promise<ConnectProxy> {
  const proxy = await startProxy(options);
  closers.push(() => proxy.close());
  return proxy;
}

function place(): Whereabouts {
  const created = newWhereabouts('networks');
  closers.push(() => rmSync(created.root, { recursive: true, force: true }));
  return created;
}

/** What is open to everybody else may be done on loopback by whatever name. */
const asOwn: Variables = {
  TOKEN_PROFILE: 'sandbox',
  TOKEN_RATE_LIMIT: 'none',
  TOKEN_SEED: '1',
};

async function compatible(variables: Variables, secrets: readonly string[]): Promise<void> {
  const whereabouts = place();
  const { code, out, err } = await runCommand(whereabouts, ['run'], { ...asOwn, ...variables });
  expect(err).toBe('');
  expect(code, out).toBe(0);
  const { verdict, counts } = readResults(whereabouts);
  expect(verdict).toBe('compatible');
  expect(counts.pass).toBeGreaterThan(200);
  const known = [
    ...secrets,
    ...Object.entries(variables).flatMap(([name, value]) =>
      /(PASSWORD|SECRET)$/.test(name) && value.length > 12 ? [value] : [],
    ),
  ];
  const published = ['sandboxPassword'];
  const texts = [
    ...artefactsBelow(whereabouts.root).map(({ place: where, bytes }) => [where, bytes.toString('latin1')]),
    ['the terminal', out + err],
  ] as const;
  const found = texts.flatMap(([where, text]) =>
    known
      .filter(
        (secret) => !published.includes(secret) && text?.includes(Buffer.from(secret).toString('latin1')),
      )
      .map((secret) => `${secret} in ${where}`),
  );
  expect(found).toEqual([]);
}

/** The lines of a private key, without its frame. */
const keyLines = (file: string | undefined): string[] =>
  readFileSync(file ?? '', 'utf8')
    .split('\n')
    .filter((line) => line.length > 30 && !line.startsWith('-----'));

test('behind TLS with a private authority', async () => {
  const { environment } = await sandboxWith({ tls: true });
  await compatible(environment, []);
});

test('behind a client certificate', async () => {
  const { environment } = await sandboxWith({ clientCertificate: true });
  await compatible(environment, keyLines(environment.TOKEN_CLIENT_KEY));
});

/** Known to the proxy alone. */
const hidden = 'api.sandbox.test';
const login = { user: 'proxy-user', password: 'Velvet/Cormorant:4471%Harbour' } as const;
const loginForms = [
  login.password,
  encodeURIComponent(login.password),
  Buffer.from(`${login.user}:${login.password}`).toString('base64'),
];

test('https through a proxy that demands a login, with a wildcard certificate', async () => {
  const { environment, url } = await sandboxWith({ tls: true, variation: 'certificate-wildcard' });
  const proxy = await proxyWith(login);
  const { port } = new URL(url);
  await compatible(
    {
      ...environment,
      TOKEN_BASE_URL: `https://${hidden}:${port}`,
      HTTPS_PROXY: proxy.url,
      HTTP_PROXY: proxy.url,
    },
    loginForms,
  );
  const asked = new Set(proxy.asked);
  expect([...asked].filter((line) => line.startsWith('CONNECT'))).toEqual([`CONNECT ${hidden}:${port}`]);
});

test('plain http through a proxy that demands a login', async () => {
  const { environment, url } = await sandboxWith({});
  const proxy = await proxyWith(login);
  const { port } = new URL(url);
  await compatible(
    {
      ...environment,
      TOKEN_BASE_URL: `http://${hidden}:${port}`,
      TOKEN_ALLOW_HTTP: hidden,
      HTTP_PROXY: proxy.url,
    },
    loginForms,
  );
  // Bytes that are given go through a tunnel: a proxy would rewrite them.
  const expected = [` http://${hidden}:${port}/`, `CONNECT ${hidden}:${port}`];
  expect(proxy.asked.filter((line) => !expected.some((part) => line.includes(part)))).toEqual([]);
  expect(proxy.asked.length).toBeGreaterThan(200);
});

async function hasIpv6(): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(0, '::1', () => server.close(() => resolve(true)));
  });
}

test('IPv6 loopback, by http and by https', async () => {
  test.skip(!(await hasIpv6()), 'this machine has no IPv6');
  for (const tls of [false, true]) {
    const { environment, url } = await sandboxWith({ host: '::1', tls });
    expect(url).toContain('[::1]');
    await compatible(environment, []);
  }
});

test('NO_PROXY leads there directly', async () => {
  const { environment } = await sandboxWith({ tls: true });
  const proxy = await proxyWith({ refuses: 500 });
  const { code, out } = await runCommand(place(), ['preflight'], {
    ...environment,
    HTTPS_PROXY: proxy.url,
    NO_PROXY: 'example.com,localhost',
  });
  expect(code, out).toBe(0);
  expect(out).toContain('over TLSv1.3');
  expect(proxy.asked).toEqual([]);
});

test('the embedded sandbox is never sought through a proxy', async () => {
  const proxy = await proxyWith({ refuses: 500 });
  const { code, out } = await runCommand(place(), ['preflight'], { HTTP_PROXY: proxy.url });
  expect(code, out).toBe(0);
  expect(proxy.asked).toEqual([]);
});

test('--wait-for waits at the proxy, which alone knows the target', async () => {
  const { environment, url } = await sandboxWith({ tls: true, variation: 'certificate-wildcard' });
  const proxy = await proxyWith({});
  const { code, out } = await runCommand(place(), ['preflight', '--wait-for', '20'], {
    ...environment,
    TOKEN_BASE_URL: `https://${hidden}:${new URL(url).port}`,
    HTTPS_PROXY: proxy.url,
  });
  expect(code, out).toBe(0);
});

test('a CA by flag, and an unusable one ends in exit 2 with the file and the mend', async () => {
  const { environment } = await sandboxWith({ clientCertificate: true });
  const { TOKEN_CA: ca = '', ...rest } = environment;
  const whereabouts = place();
  expect((await runCommand(whereabouts, ['preflight', '--ca', ca], rest)).code).toBe(0);
  const refused = await runCommand(whereabouts, ['preflight'], rest);
  expect(refused.code).toBe(3);
  expect(refused.out).toContain('TOKEN_CA');
  const key = rest.TOKEN_CLIENT_KEY ?? '';
  const { code, err } = await runCommand(whereabouts, ['run', '--ca', key], rest);
  expect(code).toBe(2);
  expect(err).toContain(`names ${key}, which holds a private key and no certificate`);
});

test('`sandbox --tls` shows what a client needs, and ends cleanly', async () => {
  const whereabouts = place();
  for (const [flag, names] of [
    ['--tls', ['TOKEN_CA']],
    ['--client-certificate', ['TOKEN_CA', 'TOKEN_CLIENT_CERT', 'TOKEN_CLIENT_KEY']],
  ] as const) {
    const started = startCommand(whereabouts, ['sandbox', flag]);
    await started.printed('client_secret=');
    started.child.kill('SIGTERM');
    const { code, out } = await started.ended;
    expect(code, out).toBe(0);
    expect(out).toMatch(/listens on https:\/\/localhost:\d+/);
    for (const name of names) expect(out).toMatch(new RegExp(`^${name}=/`, 'm'));
    expect(out).toContain('--cacert');
    expect(out.includes('--key')).toBe(flag === '--client-certificate');
  }
});
