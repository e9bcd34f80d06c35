import { expect, test } from '@playwright/test';
import {
  type AnswerLiteral,
  contract,
  oauthError,
  observation,
  parameter,
  tokenResponse,
} from '../../src/checks/examples.js';
import type { Contract, Parameter } from '../../src/contract/contract.js';
import type { Observation, TransportFailureKind } from '../../src/http/observation.js';
import { formMediaType, type RequestDraft } from '../../src/scenarios/request.js';
import { type PreflightReport, preflight } from '../../src/session/preflight.js';
import { readSettings } from '../../src/settings/read-settings.js';

const given: Contract = {
  ...contract,
  parameters: [parameter('X-Realm', { in: 'header', documented: 'blue' })],
  grants: [
    { type: 'refresh_token', parameters: [parameter('refresh_token')], pointer: '' },
    {
      type: 'password',
      parameters: ['grant_type', 'username', 'password', 'client_id', 'client_secret'].map((name) =>
        parameter(name, { secret: /password|secret/.test(name), documented: `documented-${name}` }),
      ),
      pointer: '',
    },
  ],
};

interface Situation {
  readonly answer: Observation;
  readonly env?: Readonly<Record<string, string>>;
  readonly baseUrl?: string;
  readonly contract?: Contract;
  readonly redact?: (text: string) => string;
}

interface Preflighted extends PreflightReport {
  readonly requests: readonly string[];
  /** Without line breaks, to look for sentences. */
  readonly text: string;
}

async function preflighted(situation: Situation): Promise<Preflighted> {
  const baseUrl = situation.baseUrl ?? 'https://server.example';
  const requests: string[] = [];
  const report = await preflight({
    contract: situation.contract ?? given,
    settings: readSettings({
      flags: {},
      env: { TOKEN_BASE_URL: baseUrl, ...situation.env },
      dotenvFile: undefined,
    }),
    send: async ({ method, url, body }) => {
      requests.push(`${method} ${url} ${body}`);
      return situation.answer;
    },
    valid: (grant): RequestDraft => ({
      method: 'POST',
      url: `${baseUrl}${(situation.contract ?? given).path.replace(/\{\w+\}/g, 'blue')}`,
      query: [],
      headers: [],
      form: [['grant_type', grant]],
      contentType: formMediaType,
      body: undefined,
    }),
    redact: situation.redact ?? ((text) => text),
  });
  return { ...report, requests, text: report.page.replace(/\s+/g, ' ') };
}

const failed = (kind: TransportFailureKind): Observation => ({
  ...observation(),
  response: undefined,
  failure: { kind, message: `it ended: ${kind}` },
});

const html: AnswerLiteral = { headers: [['Content-Type', 'text/html']], body: '<html>Welcome</html>' };

/** What came, the stage at which it ended, what has to be changed, and a word of the explanation. */
const situations: readonly (readonly [string, Observation, string, RegExp, RegExp])[] = [
  ['nobody listens', failed('refused'), 'connection', /TOKEN_BASE_URL.*--wait-for/, /not running/],
  ['the name is unknown', failed('unresolved'), 'connection', /TOKEN_BASE_URL/, /slip in the host name/],
  ['nothing comes in time', failed('timeout'), 'connection', /TOKEN_REQUEST_TIMEOUT/, /drops packets/],
  ['the connection ends', failed('reset'), 'connection', /Scheme and port/, /https and http mixed up/],
  ['TLS fails', failed('tls'), 'connection', /TOKEN_CA/, /certificate/],
  ['it is not HTTP', failed('malformed'), 'connection', /Scheme and port/, /does not speak HTTP/],
  [
    'the client is refused (401)',
    observation(oauthError('invalid_client', 401)),
    'credentials',
    /^TOKEN_CLIENT_ID and TOKEN_CLIENT_SECRET/,
    /does not accept the client/,
  ],
  [
    'the client is refused (400)',
    observation(oauthError('invalid_client')),
    'credentials',
    /^TOKEN_CLIENT_ID and TOKEN_CLIENT_SECRET/,
    /does not accept the client/,
  ],
  [
    'the user is refused',
    observation(oauthError('invalid_grant', 400, { error_description: 'Bad credentials' })),
    'credentials',
    /^TOKEN_USERNAME and TOKEN_PASSWORD/,
    /client is accepted/,
  ],
  [
    'the client must not use the grant',
    observation(oauthError('unauthorized_client')),
    'credentials',
    /allow the grant/,
    /not allowed to use the grant password/,
  ],
  [
    'the grant is unknown',
    observation(oauthError('unsupported_grant_type')),
    'endpoint',
    /TOKEN_SPEC/,
    /does not offer the grant password/,
  ],
  ['the scope is refused', observation(oauthError('invalid_scope')), 'credentials', /^TOKEN_SCOPE/, /scope/],
  [
    'something is missing',
    observation(oauthError('invalid_request')),
    'endpoint',
    /TOKEN_X_REALM \(header X-Realm\).*TOKEN_USERNAME \(form username\)/,
    /misses a header or parameter/,
  ],
  [
    'something is missing, said without OAuth',
    observation({ status: 400, json: { developerMessage: 'no realm' } }),
    'endpoint',
    /TOKEN_X_REALM \(header X-Realm\).* has to be described there first\.$/,
    /without an OAuth error/,
  ],
  [
    'a login is wanted, said without OAuth',
    observation({ status: 401, json: { error: 'Unauthorized' } }),
    'credentials',
    /TOKEN_CLIENT_SECRET/,
    /gateway/,
  ],
  [
    'nothing is at the path',
    observation({ ...html, status: 404 }),
    'endpoint',
    /https:\/\/server\.example\/oauth\/token becomes the URL/,
    /too much or too little/,
  ],
  ['POST is not allowed', observation({ status: 405 }), 'endpoint', /TOKEN_BASE_URL/, /does not take POST/],
  [
    'forms are not taken',
    observation({ status: 415, json: {} }),
    'endpoint',
    /TOKEN_BASE_URL/,
    /section 3\.2/,
  ],
  ['a firewall blocks', observation({ ...html, status: 403 }), 'endpoint', /admit the address/, /firewall/],
  [
    'the rate is limited',
    observation({ status: 429, more: [['Retry-After', '30']], json: {} }),
    'endpoint',
    /Retry-After: 30/,
    /limits the rate/,
  ],
  [
    'it is unavailable',
    observation({ status: 503, json: {} }),
    'endpoint',
    /Try again later/,
    /not available/,
  ],
  ['it crashes', observation({ ...html, status: 500 }), 'endpoint', /Ask the operator/, /failed on a valid/],
  ['a web page comes', observation(html), 'endpoint', /TOKEN_BASE_URL/, /web page/],
  [
    'JSON without a token comes',
    observation({ json: { status: 'ok' } }),
    'token',
    /TOKEN_SPEC/,
    /no access_token/,
  ],
  [
    'a redirect leads elsewhere',
    observation({ status: 302, headers: [['Location', 'https://login.example/start?state=1']], body: '' }),
    'endpoint',
    /TOKEN_BASE_URL/,
    /redirect to https:\/\/login\.example\/start; /,
  ],
  [
    'a redirect leads to the same path',
    observation({ status: 308, headers: [['Location', 'https://new.example/v2/oauth/token']], body: '' }),
    'endpoint',
    /^TOKEN_BASE_URL=https:\/\/new\.example\/v2$/,
    /another base URL/,
  ],
];

for (const [name, answer, stage, change, likely] of situations)
  test(`explains when ${name}`, async () => {
    const { ok, steps, page, text } = await preflighted({ answer });
    expect(ok).toBe(false);
    const step = steps.find(({ outcome }) => outcome === 'failed');
    expect(step?.name).toBe(stage);
    expect(step?.change).toMatch(change);
    expect(step?.likely).toMatch(likely);
    expect(step?.seen).not.toBe('');
    for (const part of [step?.seen, step?.likely, step?.change]) expect(text).toContain(part);
    const long = page.split('\n').filter((line) => line.length > 80 && !line.includes('https://'));
    expect(long).toEqual([]);
  });

test('sends one request of the first grant that needs no token, and passes when a token comes', async () => {
  const { ok, steps, requests, page } = await preflighted({ answer: observation() });
  expect(requests).toEqual(['POST https://server.example/oauth/token grant_type=password']);
  expect(ok).toBe(true);
  expect(steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(page).toContain('Preflight: ok');
});

test('leaves what is wrong with a token response to the checks', async () => {
  const { ok } = await preflighted({ answer: observation({ status: 201, json: { access_token: 'x' } }) });
  expect(ok).toBe(true);
});

test('sends nothing when only a token could be spent', async () => {
  const { ok, steps, requests } = await preflighted({
    answer: observation(),
    contract: { ...given, grants: given.grants.filter(({ type }) => type === 'refresh_token') },
  });
  expect(requests).toEqual([]);
  expect(steps.map(({ outcome }) => outcome)).toEqual(['skipped']);
  expect(ok).toBe(true);
});

test('leaves a token in an unusable form to the checks: the configuration is not to blame', async () => {
  for (const json of [{ data: tokenResponse }, { accessToken: 'mF_9.B5f-4.1JqM', tokenType: 'bearer' }]) {
    const { ok } = await preflighted({ answer: observation({ json }) });
    expect(ok).toBe(true);
  }
});

test('says that the base URL already holds the path', async () => {
  const { steps } = await preflighted({
    baseUrl: 'https://server.example/oauth/token',
    answer: observation({ ...html, status: 404 }),
  });
  const step = steps.find(({ outcome }) => outcome === 'failed');
  expect(step?.change).toBe('TOKEN_BASE_URL=https://server.example');
});

test('says that the base URL already holds the path, its parameters filled', async () => {
  const { steps } = await preflighted({
    baseUrl: 'https://server.example/blue/token',
    contract: {
      ...given,
      path: '/{realm}/token',
      pathParameters: [{ ...(given.parameters[0] as Parameter), name: 'realm', documented: 'blue' }],
    },
    answer: observation({ ...html, status: 404 }),
  });
  const step = steps.find(({ outcome }) => outcome === 'failed');
  expect(step?.change).toBe('TOKEN_BASE_URL=https://server.example');
  expect(step?.likely).toContain('/blue/token');
});

test('names the documented values that were sent for want of others, and no configured one', async () => {
  const { page } = await preflighted({
    answer: observation(oauthError('invalid_client', 401)),
    env: { TOKEN_CLIENT_ID: 'mine', TOKEN_PASSWORD_USERNAME: 'mine', TOKEN_X_REALM: 'blue' },
  });
  expect(page).toContain('TOKEN_CLIENT_SECRET is not set: the documented example was sent');
  expect(page).toContain('TOKEN_X_REALM is set to the documented example');
  expect(page).not.toContain('TOKEN_CLIENT_ID is');
  expect(page).not.toContain('TOKEN_USERNAME is');
});

test('notes a clock that is off by more than five minutes, and fails nothing for it', async () => {
  const { startedAt } = observation();
  const at = (minutes: number): Observation =>
    observation({ more: [], headers: [['Date', new Date(startedAt + minutes * 60_000).toUTCString()]] });
  const ahead = await preflighted({ answer: at(42) });
  expect(ahead.ok).toBe(true);
  expect(ahead.text).toContain("the target's clock is 42 minutes ahead of this machine's");
  expect((await preflighted({ answer: at(-7) })).text).toContain('7 minutes behind');
  expect((await preflighted({ answer: at(4) })).text).toContain('agrees with this machine');
});

test('shows nothing of the target that steers a terminal or a CI server, and no more than a little of it', async () => {
  const { page, steps } = await preflighted({
    answer: observation(
      oauthError('invalid_request', 400, {
        error_description: `\u001b[31m\u0007\u202e ##vso[task.complete] ${'long '.repeat(1000)}`,
      }),
    ),
  });
  expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(page).not.toContain('##vso[');
  expect(page).toContain('\\x1b');
  expect(page.length).toBeLessThan(4000);
  expect(steps.every(({ seen }) => !/[\p{Cc}\p{Cf}]/u.test(seen))).toBe(true);
});

test('redacts before it shortens: no piece of a secret is left where a text is cut', async () => {
  const secret = 'canary'.repeat(20);
  for (let before = 400; before <= 620; before += 20) {
    const { page } = await preflighted({
      answer: observation(
        oauthError('invalid_grant', 400, { error_description: 'x'.repeat(before) + secret }),
      ),
      redact: (text) => text.replaceAll(secret, '[redacted]'),
    });
    expect(page).not.toContain('canary');
  }
});

test('passes every text of the target through the redaction, steps and page alike', async () => {
  const echo = (secret: string): readonly Observation[] => [
    observation(oauthError('invalid_grant', 400, { error_description: `bad password ${secret}` })),
    observation(oauthError(secret)),
    observation({ status: 302, headers: [['Location', `https://login.example/${secret}`]], body: '' }),
    observation({ status: 429, more: [['Retry-After', secret]], json: {} }),
    { ...failed('tls'), failure: { kind: 'tls', message: `certificate of ${secret}` } },
  ];
  for (const answer of echo('canary')) {
    const { page, steps } = await preflighted({
      answer,
      redact: (text) => text.replaceAll('canary', '[redacted]'),
    });
    expect(page + JSON.stringify(steps)).not.toContain('canary');
    expect(page).toContain('[redacted]');
  }
});
