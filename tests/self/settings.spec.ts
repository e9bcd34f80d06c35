import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { readContract } from '../../src/contract/read-contract.js';
import { roles } from '../../src/scenarios/scenario.js';
import { nearNames } from '../../src/settings/near-names.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { type Environment, readSettings } from '../../src/settings/read-settings.js';
import { type Flags, longFlag, settingNames, settingTable } from '../../src/settings/setting-table.js';
import type { Settings } from '../../src/settings/settings.js';
import { SettingsError } from '../../src/settings/settings-error.js';
import { parameterVariables, suspectVariables } from '../../src/settings/suspect-variables.js';
import { variableName } from '../../src/settings/variable-name.js';

let folder: string;

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-conformance-settings-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;

function dotenv(...lines: readonly string[]): string {
  const file = join(folder, `${++files}.env`);
  writeFileSync(file, lines.join('\n'));
  return file;
}

function settings(env: Environment = {}, flags: Flags = {}, dotenvFile?: string): Settings {
  return readSettings({ env, flags, dotenvFile });
}

function refusal(env: Environment, flags: Flags = {}, dotenvFile?: string): SettingsError {
  try {
    settings(env, flags, dotenvFile);
  } catch (problem) {
    if (problem instanceof SettingsError) return problem;
    throw problem;
  }
  throw new Error('the settings were accepted');
}

test.describe('variable names', () => {
  const table: readonly (readonly [string, string])[] = [
    ['client_id', 'TOKEN_CLIENT_ID'],
    ['tenantId', 'TOKEN_TENANT_ID'],
    ['tenantID', 'TOKEN_TENANT_ID'],
    ['X-Forwarded-For', 'TOKEN_X_FORWARDED_FOR'],
    ['IDToken', 'TOKEN_ID_TOKEN'],
    ['myHTTPHeader', 'TOKEN_MY_HTTP_HEADER'],
    ['sha256Hash', 'TOKEN_SHA256_HASH'],
    ['oauth2Scope', 'TOKEN_OAUTH2_SCOPE'],
    ['user2', 'TOKEN_USER2'],
    ['2fa_code', 'TOKEN_2FA_CODE'],
    ['client.name[]', 'TOKEN_CLIENT_NAME'],
    ['SCOPE', 'TOKEN_SCOPE'],
  ];
  for (const [name, variable] of table)
    test(`${name} is read from ${variable}`, () => expect(variableName(name)).toBe(variable));

  test('a role or a grant stands before the parameter', () => {
    expect(variableName('client_id', 'OTHER')).toBe('TOKEN_OTHER_CLIENT_ID');
    expect(variableName('client_id', { grant: 'refresh_token' })).toBe('TOKEN_REFRESH_TOKEN_CLIENT_ID');
    expect(variableName('scope', { grant: 'urn:example:grant-type:device_code' })).toBe(
      'TOKEN_URN_EXAMPLE_GRANT_TYPE_DEVICE_CODE_SCOPE',
    );
  });
});

test.describe('precedence', () => {
  test('a flag beats the environment, the environment .env, and .env the default', () => {
    const file = dotenv('TOKEN_WORKERS=2', 'TOKEN_FAIL_ON=never', 'TOKEN_SEED=3');
    const read = settings({ TOKEN_WORKERS: '4', TOKEN_FAIL_ON: 'should' }, { workers: '8' }, file);
    expect(read).toMatchObject({ workers: 8, failOn: 'should', seed: 3, requestTimeout: 10_000 });
  });

  test('an empty variable counts as not set', () => {
    const read = settings(
      { TOKEN_SEED: '', TOKEN_BASE_URL: '' },
      {},
      dotenv('TOKEN_SEED=3', 'TOKEN_FAIL_ON='),
    );
    expect(read).toMatchObject({ seed: 3, failOn: 'must', baseUrl: undefined });
  });

  test('an empty flag is a mistake, not a default', () => {
    expect(refusal({}, { baseUrl: '' }).message).toContain('flag --base-url: the value is empty');
  });

  test('the profile follows the target', () => {
    expect(settings().profile).toBe('sandbox');
    expect(settings({ TOKEN_BASE_URL: 'https://api.example' }).profile).toBe('default');
    expect(settings({ TOKEN_BASE_URL: 'https://api.example', TOKEN_PROFILE: 'acme' }).profile).toBe('acme');
  });

  test('the seed is drawn anew where none is set', () => {
    const seeds = new Set(Array.from({ length: 5 }, () => settings().seed));
    expect(seeds.size).toBeGreaterThan(1);
  });

  test('the default document comes with the package', () => {
    expect(settings().spec.startsWith(join(packageRoot, 'specs'))).toBe(true);
  });

  test('requests to another machine are spaced, those to this one are not', () => {
    expect(settings({ TOKEN_BASE_URL: 'https://api.example' }).requestInterval).toBe(100);
    expect(settings({ TOKEN_BASE_URL: 'http://127.0.0.1:8080' }).requestInterval).toBe(0);
    expect(settings().requestInterval).toBe(0);
  });

  test('what strains a server is allowed on this machine alone, unless it is set', () => {
    const allowed = (env: Environment) => [...settings(env).allowed];
    const own = ['bursts', 'large', 'smuggling'];
    expect(allowed({})).toEqual(own);
    expect(allowed({ TOKEN_BASE_URL: 'http://127.0.0.1:8080' })).toEqual(own);
    expect(allowed({ TOKEN_BASE_URL: 'https://api.example' })).toEqual([]);
    expect(allowed({ TOKEN_BASE_URL: 'https://api.example', TOKEN_ALLOW_WAITS: 'yes' })).toEqual(['waits']);
    expect(allowed({ TOKEN_ALLOW_LARGE: 'false' })).toEqual(['bursts', 'smuggling']);
  });

  test('NO_COLOR and --no-color win over CI and FORCE_COLOR', () => {
    expect(settings({ CI: 'true' }).color).toBe(true);
    expect(settings({ FORCE_COLOR: '1' }).color).toBe(true);
    expect(settings({ CI: 'true', NO_COLOR: '1' }).color).toBe(false);
    expect(settings({ FORCE_COLOR: '1' }, { color: false }).color).toBe(false);
  });

  test('nothing of .env enters the environment of the process', () => {
    settings({}, {}, dotenv('TOKEN_PLANTED=planted'));
    expect(process.env.TOKEN_PLANTED).toBeUndefined();
  });
});

test.describe('values', () => {
  const times: readonly (readonly [string, number])[] = [
    ['5s', 5000],
    ['500ms', 500],
    ['5', 5000],
    ['0.5', 500],
    ['2m', 120_000],
    [' 5 s ', 5000],
  ];
  for (const [text, milliseconds] of times)
    test(`the duration "${text}" is ${milliseconds} ms`, () =>
      expect(settings({ TOKEN_REQUEST_TIMEOUT: text }).requestTimeout).toBe(milliseconds));

  const rates: readonly (readonly [string, number])[] = [
    ['5/s', 200],
    ['100/m', 600],
    ['3600/h', 1000],
    ['none', 0],
  ];
  for (const [text, interval] of rates)
    test(`the rate ${text} leaves ${interval} ms between requests`, () =>
      expect(settings({ TOKEN_RATE_LIMIT: text }).requestInterval).toBe(interval));

  const wrong: readonly (readonly [string, string, string])[] = [
    ['TOKEN_REQUEST_TIMEOUT', 'soon', 'is not a duration'],
    ['TOKEN_REQUEST_TIMEOUT', '0', 'is out of range'],
    ['TOKEN_REQUEST_TIMEOUT', '-5s', 'is not a duration'],
    ['TOKEN_RATE_LIMIT', '0/s', 'is not a rate'],
    ['TOKEN_RATE_LIMIT', '5', 'is not a rate'],
    ['TOKEN_SEED', '1.5', 'is not a whole number from 0 to 4294967295'],
    ['TOKEN_SEED', '4294967296', 'is not a whole number'],
    ['TOKEN_WORKERS', '0', 'is not a whole number'],
    ['TOKEN_FAIL_ON', 'shoud', 'write should (did you mean that?)'],
    ['TOKEN_FAIL_ON_UNVERIFIED', 'maybe', 'is neither true nor false'],
    ['TOKEN_MAX_FAILURES', 'all', 'is not a whole number'],
    ['TOKEN_SPEC', '/nowhere/at-all.yaml', 'names no file'],
    ['TOKEN_REPORT_DIR', join(packageRoot, 'package.json'), 'names a file'],
    ['TOKEN_BASE_URL', 'api.example', 'is not an absolute URL'],
    ['TOKEN_BASE_URL', 'ftp://api.example', 'is not an http(s) URL'],
    ['TOKEN_BASE_URL', 'https://api.example/?a=b', 'contains a query or a fragment'],
    ['TOKEN_BASE_URL', 'https://api.example/#a', 'contains a query or a fragment'],
    ['TOKEN_BASE_URL', 'http://api.example', 'is plain http to another machine'],
  ];
  for (const [variable, value, complaint] of wrong)
    test(`${variable}=${value.replace(packageRoot, '')} is refused`, () => {
      const { message, problems } = refusal({ [variable]: value });
      expect(problems).toHaveLength(1);
      expect(message).toContain(`environment variable ${variable}: `);
      expect(message).toContain(complaint);
    });

  test('a base URL keeps its path and loses the slash at its end', () => {
    expect(settings({ TOKEN_BASE_URL: 'https://api.example/base/' }).baseUrl).toBe(
      'https://api.example/base',
    );
    expect(settings({ TOKEN_BASE_URL: 'https://api.example' }).baseUrl).toBe('https://api.example');
  });

  for (const url of ['http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1', 'http://127.8.9.1'])
    test(`${url} is this machine and may be plain http`, () =>
      expect(settings({ TOKEN_BASE_URL: url }).baseUrl).toBe(url));

  test('TOKEN_ALLOW_HTTP names the one host that may be plain http', () => {
    const env = { TOKEN_BASE_URL: 'http://api.internal:8080' };
    expect(settings({ ...env, TOKEN_ALLOW_HTTP: 'api.internal' }).baseUrl).toBe('http://api.internal:8080');
    expect(refusal({ ...env, TOKEN_ALLOW_HTTP: 'internal' }).message).toContain(
      'TOKEN_ALLOW_HTTP=api.internal',
    );
    expect(refusal({ TOKEN_BASE_URL: 'http://localhost.example' }).problems).toHaveLength(1);
  });
});

test.describe('problems', () => {
  test('all are reported at once, each with where it came from', () => {
    const file = dotenv('# comment', 'TOKEN_RATE_LIMIT=fast', '', 'export TOKEN_SEED=many');
    const { problems } = refusal({ TOKEN_FAIL_ON: 'perhaps' }, { workers: 'x' }, file);
    expect(problems.map(({ setting, origin }) => [setting, origin.replace(/^\d+/, '')]).sort()).toEqual([
      ['TOKEN_FAIL_ON', 'environment variable TOKEN_FAIL_ON'],
      ['TOKEN_RATE_LIMIT', '.env line 2 (TOKEN_RATE_LIMIT)'],
      ['TOKEN_SEED', '.env line 4 (TOKEN_SEED)'],
      ['TOKEN_WORKERS', 'flag --workers'],
    ]);
    for (const { wrong, instead } of problems) expect([wrong, instead]).not.toContain('');
  });

  test('no value is ever repeated', () => {
    const secret = 'hunter2-canary';
    const env: Record<string, string> = {};
    for (const name of settingNames) env[settingTable[name].variable] = secret;
    const flags = Object.fromEntries(settingNames.map((name) => [name, secret]));
    for (const { message } of [
      refusal(env),
      refusal({}, flags),
      refusal({}, {}, dotenv(...Object.entries(env).map(([name, value]) => `${name}=${value}`))),
    ]) {
      expect(message.split('\n').length).toBeGreaterThan(5);
      expect(message).not.toContain(secret);
    }
  });

  for (const url of ['https://user:hunter2@api.example', 'https://hunter2@api.example'])
    test(`credentials in a URL are refused without being repeated (${url.replace('hunter2', '…')})`, () => {
      const { message } = refusal({ TOKEN_BASE_URL: url });
      expect(message).toContain('contains a user name or password');
      expect(message).not.toContain('hunter2');
    });

  test('a .env that cannot be read is one of them', () => {
    expect(refusal({}, {}, folder).message).toContain('cannot be read (EISDIR)');
  });

  test('a .env that does not exist is none', () => {
    expect(settings({}, {}, join(folder, 'absent.env')).failOn).toBe('must');
  });
});

test.describe('parameters', () => {
  test('have one variable for each identity and grant, and none stands in for another', () => {
    const read = settings(
      { TOKEN_CLIENT_ID: 'main', TOKEN_OTHER_CLIENT_ID: 'other', TOKEN_PASSWORD: '' },
      {},
      dotenv('TOKEN_CLIENT_ID=file', 'TOKEN_REFRESH_TOKEN_CLIENT_ID=grant', "TOKEN_PASSWORD='from # file'"),
    );
    expect(read.parameter('client_id')).toBe('main');
    expect(read.parameter('client_id', 'OTHER')).toBe('other');
    expect(read.parameter('client_id', 'DISABLED')).toBeUndefined();
    expect(read.parameter('client_id', { grant: 'refresh_token' })).toBe('grant');
    expect(read.parameter('client_id', { grant: 'password' })).toBeUndefined();
    expect(read.parameter('password')).toBe('from # file');
  });

  test('are passed on as they are, white space included', () => {
    expect(settings({ TOKEN_PASSWORD: ' a b ' }).parameter('password')).toBe(' a b ');
  });

  test('never take the value of a setting of the same name', () => {
    expect(settings({ TOKEN_PROFILE: 'default' }).parameter('profile')).toBeUndefined();
  });
});

test.describe('suspect variables', () => {
  const contract = () => readContract(join(packageRoot, 'specs', 'mbanq-token.openapi.yaml'));

  const slips: readonly (readonly [string, string])[] = [
    ['TOKEN_CLIENTID', 'TOKEN_CLIENT_ID'],
    ['TOKEN_CLIENT_SECERT', 'TOKEN_CLIENT_SECRET'],
    ['TOKEN_USER_NAME', 'TOKEN_USERNAME'],
    ['TOKEN_OTHERS_CLIENT_ID', 'TOKEN_OTHER_CLIENT_ID'],
    ['TOKEN_BASEURL', 'TOKEN_BASE_URL'],
    ['TOKEN_TIMEOUT', 'TOKEN_REQUEST_TIMEOUT'],
    ['token_client_id', 'TOKEN_CLIENT_ID'],
  ];
  for (const [given, meant] of slips)
    test(`${given} is taken for ${meant}`, async () => {
      const warnings = suspectVariables(
        { env: { [given]: 'canary' }, dotenvFile: undefined },
        await contract(),
      );
      expect(warnings).toEqual([expect.stringContaining(`did you mean ${meant}?`)]);
      expect(warnings[0]).not.toContain('canary');
    });

  test('known variables, distant names and other prefixes are left alone', async () => {
    const env = Object.fromEntries(
      [
        ...parameterVariables(await contract()),
        ...settingNames.map((name) => settingTable[name].variable),
        'TOKEN_COMPLETELY_DIFFERENT',
        'TOKENIZER',
        'CLIENTID',
      ].map((name) => [name, 'value']),
    );
    expect(suspectVariables({ env, dotenvFile: undefined }, await contract())).toEqual([]);
  });

  test('a slip in a setting is found before the contract is known', () => {
    expect(suspectVariables({ env: { TOKEN_SPECS: 'x' }, dotenvFile: undefined })).toEqual([
      'TOKEN_SPECS is not read by anything; did you mean TOKEN_SPEC?',
    ]);
  });

  test('a value that .env cuts at "#" is named by its line, a comment after a space is none', async () => {
    const file = dotenv(
      'TOKEN_PASSWORD=canary#rest',
      'TOKEN_USERNAME=ann # comment',
      "TOKEN_CLIENT_SECRET='a#b'",
    );
    const warnings = suspectVariables({ env: {}, dotenvFile: file }, await contract());
    expect(warnings).toEqual([expect.stringContaining('.env line 1: the value of TOKEN_PASSWORD ends at')]);
    expect(warnings[0]).not.toContain('canary');
  });

  test('white space around a value is named', async () => {
    const env = { TOKEN_CLIENT_SECRET: 'canary\n' };
    const warnings = suspectVariables({ env, dotenvFile: undefined }, await contract());
    expect(warnings).toEqual(['the value of TOKEN_CLIENT_SECRET begins or ends with white space']);
  });
});

test.describe('near names', () => {
  test('the nearest comes first, and short names tolerate one slip only', () => {
    expect(nearNames('shoud', ['must', 'should', 'never'])).toEqual(['should']);
    expect(nearNames('tser', ['test', 'user'])).toEqual(['user']);
    expect(nearNames('abc', ['xyz'])).toEqual([]);
    expect(nearNames('client_ids', ['client_if', 'client_id'])[0]).toBe('client_id');
  });
});

test.describe('.env.example', () => {
  const text = readFileSync(join(packageRoot, '.env.example'), 'utf8');
  const named = [...text.matchAll(/^(# )?(TOKEN_\w+)=(.*)$/gm)].map(([, comment, name = '', value = '']) => ({
    name,
    value,
    active: comment === undefined,
  }));
  const names = named.map(({ name }) => name);
  const contract = () => readContract(join(packageRoot, 'specs', 'mbanq-token.openapi.yaml'));

  test('names every setting', () => {
    expect(names).toEqual(expect.arrayContaining(settingNames.map((name) => settingTable[name].variable)));
  });

  test('names every parameter of the contract with its documented value', async () => {
    const { parameters, grants } = await contract();
    const all = [...parameters, ...grants.flatMap((grant) => grant.parameters)];
    for (const { name, documented, secret } of [
      ...all,
      ...all.flatMap(({ alternative }) => alternative ?? []),
    ]) {
      if (name === 'grant_type') continue;
      const entry = named.find((candidate) => candidate.name === variableName(name));
      expect(entry, name).toBeDefined();
      if (documented !== undefined && name !== 'refresh_token') expect(entry?.value).toBe(documented);
      if (secret && documented === undefined) expect(entry?.value).toBe('');
    }
  });

  test('names every role, commented out', () => {
    for (const role of roles) {
      const ofRole = named.filter(({ name }) => name.startsWith(`TOKEN_${role}_`));
      expect(ofRole.length, role).toBeGreaterThan(0);
      expect(ofRole.filter(({ active }) => active)).toEqual([]);
    }
  });

  test('names nothing that is not read, and nothing twice', async () => {
    const known = [
      ...settingNames.map((name) => settingTable[name].variable),
      ...parameterVariables(await contract()),
    ];
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('is itself a valid .env without suspect values', async () => {
    const file = join(packageRoot, '.env.example');
    expect(settings({}, {}, file).baseUrl).toBeUndefined();
    expect(settings({}, {}, file).parameter('client_id')).toBe('api');
    expect(suspectVariables({ env: {}, dotenvFile: file }, await contract())).toEqual([]);
  });

  test('holds defaults that are valid when their comment sign is removed', () => {
    const uncommented = dotenv(
      ...named
        .filter(({ value }) => value !== '')
        .map(({ name, value }) => `${name}=${value.replace(/^specs/, join(packageRoot, 'specs'))}`),
    );
    expect(settings({}, {}, uncommented)).toMatchObject({ seed: 42, workers: 1, maxFailures: 10 });
  });
});

test('every setting that has a flag has a long one', () => {
  const without = settingNames.filter((name) => longFlag(name) === undefined);
  expect(without).toEqual([
    'allowHttp',
    'clientCertificate',
    'clientKey',
    'clientKeyPassphrase',
    'clientAuthentication',
    'assertionKey',
    'assertionAlgorithm',
    'assertionAudience',
    'hook',
    'hookDeadline',
  ]);
});
