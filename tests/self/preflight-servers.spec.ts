/** The preflight against small servers, each with one thing wrong: what is seen, the likely mistake, and what to change. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { readContract } from '../../src/contract/read-contract.js';
import type { PreflightReport } from '../../src/session/preflight.js';
import { packagedContract } from '../../src/settings/package-root.js';
import { readSettings } from '../../src/settings/read-settings.js';
import { onLoopback } from './on-loopback.js';
import { preflighted } from './preflighted.js';

const secrets = { TOKEN_PASSWORD: 'p4ssw0rd-of-a-person', TOKEN_CLIENT_SECRET: 's3cret-of-a-client' };

interface Preflighted {
  readonly report: PreflightReport;
  readonly requests: number;
  /** Without line breaks. */
  readonly text: string;
  readonly likely: string;
  readonly change: string;
  readonly stage: string | undefined;
}

async function preflightAt(
  baseUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Omit<Preflighted, 'requests'>> {
  const settings = readSettings({
    flags: {},
    env: { TOKEN_BASE_URL: baseUrl, TOKEN_REQUEST_TIMEOUT: '400ms', ...secrets, ...env },
    dotenvFile: undefined,
  });
  const contract = await readContract(packagedContract);
  const { report } = await preflighted(contract, settings);
  const failed = report.steps.find(({ outcome }) => outcome === 'failed');
  for (const secret of Object.values(secrets)) expect(JSON.stringify(report)).not.toContain(secret);
  const { likely = '', change = '' } = failed ?? {};
  return { report, text: report.page.replace(/\s+/g, ' '), likely, change, stage: failed?.name };
}

async function preflightOf(
  answer: RequestListener,
  env: Readonly<Record<string, string>> = {},
): Promise<Preflighted> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    answer(request, response);
  });
  const { url, close } = await onLoopback(server);
  try {
    return { ...(await preflightAt(url, env)), requests };
  } finally {
    await close();
  }
}

type Headers = Readonly<Record<string, string>>;

const json =
  (status: number, members: object, headers: Headers = {}) =>
  (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(JSON.stringify(members));
  };

const page =
  (status: number, headers: Headers = {}) =>
  (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(status, { 'Content-Type': 'text/html', ...headers });
    response.end('<html><title>Welcome</title></html>');
  };

const basic = { 'WWW-Authenticate': 'Basic realm="oauth"' };

/** Answer, the stage at which it ends, the likely mistake, what to change. */
const answers: Readonly<Record<string, readonly [RequestListener, string, RegExp, RegExp]>> = {
  'nothing at the path': [
    page(404),
    'endpoint',
    /a slash at its end may matter/,
    /^TOKEN_BASE_URL, so that http/,
  ],
  'a slash is wanted': [
    (request, response) => page(308, { Location: `${request.url}/` })(request, response),
    'endpoint',
    /insists on a slash at the end of the path/,
    /^The path in the document \(TOKEN_SPEC\): \/oauth\/token\/$/,
  ],
  'another base URL': [
    page(301, { Location: 'https://api.example/v2/oauth/token' }),
    'endpoint',
    /another base URL/,
    /^TOKEN_BASE_URL=https:\/\/api\.example\/v2$/,
  ],
  'a web page': [page(200), 'endpoint', /a web page/, /TOKEN_BASE_URL/],
  'no POST': [
    page(405, { Allow: 'GET, HEAD' }),
    'endpoint',
    /does not take POST \(Allow: GET, HEAD\)/,
    /TOKEN_BASE_URL/,
  ],
  'no form': [json(415, {}), 'endpoint', /application\/x-www-form-urlencoded/, /TOKEN_BASE_URL/],
  'a tenant is missing': [
    json(400, { developerMessage: 'No tenant identifier found: specify fineract-platform-tenant' }),
    'endpoint',
    /^The answer speaks of tenantId: missing, unknown/,
    /^TOKEN_TENANT_ID \(header tenantId\)\.$/,
  ],
  'a header is missing, named by an OAuth error': [
    json(400, { error: 'invalid_request', error_description: 'x-device-fingerprint must be sent' }),
    'endpoint',
    /speaks of X-Device-Fingerprint/,
    /^TOKEN_X_DEVICE_FINGERPRINT \(header X-Device-Fingerprint\)\.$/,
  ],
  'something is missing': [
    json(400, { error: 'invalid_request' }),
    'endpoint',
    /misses a header or parameter/,
    /TOKEN_TENANT_ID .*TOKEN_PASSWORD/,
  ],
  'the client is wrong': [
    json(401, { error: 'invalid_client' }),
    'credentials',
    /does not accept the client/,
    /^TOKEN_CLIENT_ID and TOKEN_CLIENT_SECRET: the client that the operator of the target has given you\.$/,
  ],
  'Basic is wanted': [
    json(401, { error: 'invalid_client' }, basic),
    'credentials',
    /does not accept the client/,
    /asks for HTTP Basic, and the client was sent in the body: clientAuthentication: \[client_secret_basic\]/,
  ],
  'Basic is wanted, by a page': [page(401, basic), 'credentials', /another login/, /\[client_secret_basic\]/],
  'the client must not use the grant': [
    json(400, { error: 'unauthorized_client' }),
    'credentials',
    /known, but it is not allowed to use the grant password/,
    /ask the operator to allow the grant/,
  ],
  'a wrong secret, in the words of Keycloak': [
    json(401, {
      error: 'unauthorized_client',
      error_description: 'Invalid client or Invalid client credentials',
    }),
    'credentials',
    /does not accept the client, or does not allow it/,
    /TOKEN_CLIENT_SECRET/,
  ],
  'the user is wrong': [
    json(400, { error: 'invalid_grant', error_description: 'Invalid user credentials' }),
    'credentials',
    /The client is accepted/,
    /^TOKEN_USERNAME and TOKEN_PASSWORD/,
  ],
  'the grant is not offered': [
    json(400, { error: 'unsupported_grant_type' }),
    'endpoint',
    /does not offer the grant password/,
    /TOKEN_SPEC/,
  ],
  'a scope is demanded': [
    json(400, { error: 'invalid_scope' }),
    'credentials',
    /demands a scope, and none was sent/,
    /^TOKEN_SCOPE: .* required parameters of the document/,
  ],
  'the rate is limited': [
    json(429, {}, { 'Retry-After': '3600' }),
    'endpoint',
    /limits the rate/,
    /Retry-After: 3600.*TOKEN_RATE_LIMIT/,
  ],
  'a firewall': [page(403), 'endpoint', /firewall/, /admit the address/],
  'it never answers': [
    () => {},
    'connection',
    /takes the connection and does not answer/,
    /TOKEN_REQUEST_TIMEOUT/,
  ],
};

for (const [name, [answer, stage, likely, change]] of Object.entries(answers))
  test(`explains: ${name}`, async () => {
    const found = await preflightOf(answer);
    expect(found.report.ok).toBe(false);
    expect(found.stage).toBe(stage);
    expect(found.likely).toMatch(likely);
    expect(found.change).toMatch(change);
    expect(found.text).toContain(found.change);
    // What is called invalid is sent once more with a scope, which some servers demand without saying so.
    expect(found.requests).toBeLessThanOrEqual(/invalid|missing|scope/.test(name) ? 2 : 1);
  });

test('takes a client sent by Basic for one that is wanted in the body', async () => {
  const url = 'http://127.0.0.1:1';
  const { otherAuthentication } = await import('../../src/session/preflight-hints.js');
  const request = {
    method: 'POST',
    url,
    headers: [['Authorization', 'Basic eDp5']] as const,
    body: Buffer.alloc(0),
  };
  const response = {
    status: 401,
    statusText: '',
    httpVersion: '1.1',
    body: Buffer.alloc(0),
    truncated: false,
  };
  expect(otherAuthentication(request, { ...response, headers: [] })).toBe('client_secret_post');
  expect(
    otherAuthentication(request, { ...response, headers: [['WWW-Authenticate', 'Basic']] }),
  ).toBeUndefined();
});

test('says where the way ends: nobody listens, a name that nobody knows, something that is not HTTP', async () => {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).end('SSH-2.0-OpenSSH_9.6\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const spoken = await preflightAt(`http://127.0.0.1:${port}`);
  expect(spoken.likely).toContain('does not speak HTTP');
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));

  const gone = await preflightAt(`http://127.0.0.1:${port}`);
  expect(gone.likely).toContain(`Nobody accepts connections at 127.0.0.1:${port}`);
  expect(gone.change).toContain('--wait-for');

  const unknown = await preflightAt('http://no-such-host.localhost.invalid', {
    TOKEN_ALLOW_HTTP: 'no-such-host.localhost.invalid',
    TOKEN_REQUEST_TIMEOUT: '20s',
  });
  expect(unknown.stage).toBe('connection');
  expect(unknown.likely).toMatch(/is not known here|No name server answers/);
});

test('notes a clock that is wrong, and says what to set', async () => {
  const members = { access_token: 'mF_9.B5f-4.1JqM', token_type: 'bearer', expires_in: 3600 };
  const wrong = { Date: new Date(Date.now() + 42 * 60_000).toUTCString() };
  const { report, text } = await preflightOf(json(200, members, wrong));
  expect(report.ok).toBe(true);
  expect(text).toMatch(/4[12] minutes ahead of this machine's.* Set the clock of this machine/);
});

test('an answer that repeats the credentials is shown without them', async () => {
  const { report, text } = await preflightOf((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () =>
      json(400, {
        error: 'invalid_grant',
        error_description: `bad: ${decodeURIComponent(body)} ${btoa(body)}`,
      })(request, response),
    );
  });
  expect(report.ok).toBe(false);
  expect(text).toContain('‹password›');
});
