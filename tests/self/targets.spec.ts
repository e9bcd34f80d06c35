/** `run --targets`: each target as if it were alone, one page for all, and no host asked for more than its rate. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { combinedExitCode } from '../../src/cli/run-targets.js';
import { environmentOf, readTargets, settingOfKey } from '../../src/cli/targets-file.js';
import type { Results } from '../../src/reports/results.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { newWhereabouts, runCommand, startCommand, type Whereabouts } from './command-process.js';
import { onLoopback } from './on-loopback.js';
import { artefactsBelow } from './run-artefacts.js';
import { describeHits, SecretSearch } from './secret-search.js';
import { startTappedSandbox } from './tapped-sandbox.js';

/** For services that act for themselves: the smallest contract that has everything. */
const spec = join(packageRoot, 'specs', 'client-credentials.openapi.yaml');

let place: Whereabouts;
test.beforeEach(() => {
  place = newWhereabouts('targets');
});
test.afterEach(() => rmSync(place.root, { recursive: true, force: true }));

interface Entry {
  readonly name: string;
  readonly 'base-url': string;
  readonly [key: string]: unknown;
}

/** The file, and beside it what its entries name. JSON is YAML. */
function targetsFile(entries: readonly Entry[]): string {
  const file = join(place.work, 'targets.yaml');
  writeFileSync(file, JSON.stringify({ targets: entries.map((entry) => ({ spec, ...entry })) }));
  return file;
}

type Variables = Readonly<Record<string, string>>;

/** What the identities of a sandbox are, as a file for `env`. */
function envFile(name: string, { TOKEN_BASE_URL: _, ...variables }: Variables): string {
  mkdirSync(join(place.work, 'secrets'), { recursive: true });
  const lines = Object.entries(variables).map(([variable, value]) => `${variable}='${value}'\n`);
  writeFileSync(join(place.work, 'secrets', `${name}.env`), lines.join(''));
  return `secrets/${name}.env`;
}

const resultsOf = (folder: string): Results =>
  JSON.parse(readFileSync(join(place.work, folder, 'results.json'), 'utf8'));

const verdictsOf = ({ results }: Results): string[] =>
  results.map(({ scenario, check, outcome }) => `${scenario} ${check} ${outcome}`).sort();

test('each target is judged as it is alone; a dead one stops nobody; one page shows them', async () => {
  test.setTimeout(600_000);
  const [sound, broken] = [await startSandbox(), await startSandbox({ fault: 'success-cacheable' })];
  const elsewhere = broken.url.replace('127.0.0.1', 'localhost');
  try {
    const entries: Entry[] = [
      { name: 'sound', 'base-url': sound.url, profile: 'sandbox', env: envFile('sound', sound.environment) },
      { name: 'dead', 'base-url': 'http://127.0.0.1:9', env: 'secrets/sound.env' },
      {
        ...{ name: 'broken', 'base-url': elsewhere, profile: 'sandbox' },
        ...{ env: envFile('broken', broken.environment) },
      },
    ];
    const flags = ['--seed', '3', '--report', 'html,junit,json'];
    const { code, out, err } = await runCommand(place, ['run', '--targets', targetsFile(entries), ...flags]);
    expect(err).toBe('');
    expect(code).toBe(1);
    expect(out).toMatch(/^A {2}sound {3}compatible +0 failed/m);
    expect(out).toMatch(/^B {2}dead {4}inconclusive +the valid request does not work/m);
    expect(out).toMatch(/^=== dead: exit code 3 after \d+ s$/m);
    expect(out).toMatch(/^C {2}broken {2}incompatible +\d+ failed/m);

    const page = readFileSync(join(place.reports, 'matrix.html'), 'utf8');
    for (const name of ['sound', 'dead', 'broken']) {
      expect(page).toContain(`<small>${name}</small>`);
      expect(page).toContain(`href="${name}/conformance.html`);
      const junit = readFileSync(join(place.reports, name, 'junit.xml'), 'utf8');
      expect(junit).toContain(`<testsuite name="token-conformance.${name}"`);
      expect(junit.match(/classname="/g)?.length).toBe(
        junit.match(new RegExp(`classname="token-conformance\\.${name}\\.`, 'g'))?.length,
      );
    }

    const secrets = Object.entries(broken.environment).filter(
      ([name, value]) => name.endsWith('_CLIENT_SECRET') && value.length > 12,
    );
    expect(secrets.length).toBeGreaterThan(3);
    const search = new SecretSearch();
    for (const [name, value] of secrets) search.addSecret(name, value);
    expect(describeHits(search.search(artefactsBelow(place.reports)))).toBe('');

    const alone = await runCommand(
      place,
      ['run', '--spec', spec, '--profile', 'sandbox', ...flags, '--report-dir', 'alone'],
      { ...broken.environment, TOKEN_BASE_URL: elsewhere },
    );
    expect(alone.code).toBe(1);
    expect(verdictsOf(resultsOf('reports/broken'))).toEqual(verdictsOf(resultsOf('alone')));
    expect(resultsOf('reports/broken').target.name).toBe('broken');
    expect(resultsOf('alone').target.name).toBeUndefined();

    const scenario = resultsOf('reports/broken').results.find(({ outcome }) => outcome === 'fail')?.scenario;
    const replayed = await runCommand(place, [
      ...['replay', scenario ?? '', '--targets', 'targets.yaml', '--target', 'broken'],
    ]);
    expect(replayed.code, replayed.err).toBe(1);
    expect(replayed.out).toContain('seed 3');
  } finally {
    await sound.close();
    await broken.close();
  }
});

/** Most of them within one second. */
function busiestSecond(moments: readonly number[]): number {
  const sorted = [...moments].sort((a, b) => a - b);
  return Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + 1000).length));
}

test('two targets on one host share its rate limit; hosts are served side by side', async () => {
  test.setTimeout(180_000);
  const first = await startTappedSandbox();
  const second = await startTappedSandbox();
  try {
    const url = first.environment.TOKEN_BASE_URL ?? '';
    const other = (second.environment.TOKEN_BASE_URL ?? '').replace('127.0.0.1', 'localhost');
    const shared = { env: envFile('first', first.environment), 'rate-limit': '4/s', profile: 'sandbox' };
    const file = targetsFile([
      { name: 'one', 'base-url': url, ...shared },
      { name: 'two', 'base-url': `${url}/`, ...shared },
      { name: 'elsewhere', 'base-url': other, ...shared, env: envFile('second', second.environment) },
    ]);
    const { code, err } = await runCommand(place, [
      ...['run', '--targets', file, '--seed', '3', '--grep', 'client_credentials/valid/'],
    ]);
    // Part of a suite is never compatible.
    expect(code, err).toBe(3);
    const sent = ['one', 'two'].map((name) => resultsOf(`reports/${name}`).run);
    const moments = first.answered();
    expect(moments.length).toBeGreaterThan(30);
    // 5 was measured, and 10 when the two ran side by side; a busy machine lets answers come closer than requests go.
    expect(busiestSecond(moments)).toBeLessThanOrEqual(7);
    expect((sent[1]?.startedAt ?? '') >= (sent[0]?.finishedAt ?? '')).toBe(true);
    const { startedAt, finishedAt } = resultsOf('reports/elsewhere').run;
    const together = startedAt < (sent[1]?.finishedAt ?? '') && (sent[0]?.startedAt ?? '') < finishedAt;
    if (availableParallelism() > 1) expect(together).toBe(true);
  } finally {
    await first.close();
    await second.close();
  }
});

test('Ctrl-C ends all of them, with the reports of what was done', async () => {
  test.setTimeout(120_000);
  const sandbox = await startSandbox();
  try {
    const shared = {
      'base-url': sandbox.url,
      env: envFile('all', sandbox.environment),
      'rate-limit': '20/s',
    };
    const file = targetsFile([
      { name: 'one', ...shared },
      { name: 'two', ...shared },
    ]);
    mkdirSync(join(place.reports, 'two'), { recursive: true });
    writeFileSync(join(place.reports, 'two', 'results.json'), '{"exitCode":0}');
    const command = startCommand(place, ['run', '--targets', file, '--seed', '3']);
    await command.printed('one begins');
    const began = join(place.reports, 'one', 'results.json');
    await expect.poll(() => existsSync(began), { timeout: 60_000 }).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    process.kill(-(command.child.pid ?? 0), 'SIGINT');
    const { code, out, err } = await command.ended;
    expect(code).toBe(3);
    expect(err).toContain('Ending all targets');
    expect(out).toMatch(/^A {2}one {2}inconclusive +partial/m);
    expect(out).toMatch(/^- {2}two {2}not begun/m);
    expect(out).not.toContain('two begins');
    expect(resultsOf('reports/one').run.aborted).toBe(false);
    expect(existsSync(join(place.reports, 'two', 'results.json'))).toBe(false);
    expect(readFileSync(join(place.reports, 'matrix.html'), 'utf8')).toContain('two (not begun)');
  } finally {
    await sandbox.close();
  }
});

test('credentials of the caller, and of another target, are sent to nobody', async () => {
  test.setTimeout(120_000);
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    received.push(JSON.stringify(request.rawHeaders));
    for await (const chunk of request) received.push(String(chunk));
    response.writeHead(400, { 'Content-Type': 'application/json' }).end('{"error":"invalid_client"}');
  });
  const { url, close } = await onLoopback(server);
  writeFileSync(join(place.work, '.env'), 'TOKEN_CLIENT_SECRET=canary-of-dotenv\n');
  const body = { TOKEN_CLIENT_AUTHENTICATION: 'client_secret_post' };
  const file = targetsFile([
    { name: 'bare', 'base-url': url, ...body, TOKEN_CLIENT_ID: 'bare-client' },
    { name: 'prefixed', 'base-url': url, ...body, prefix: 'NORTH_' },
  ]);
  try {
    const { code, err } = await runCommand(place, ['run', '--targets', file], {
      TOKEN_CLIENT_SECRET: 'canary-of-environment',
      NORTH_CLIENT_ID: 'north-client',
      NORTH_CLIENT_SECRET: 'secret-of-the-north',
    });
    expect(code).toBe(3);
    expect(err).toContain('warning: TOKEN_CLIENT_SECRET is set and not read');
    expect(err).toContain('warning: .env is not read');
    const all = received.join('\n');
    expect(all).toContain('client_id=north-client');
    expect(all).toContain('client_secret=secret-of-the-north');
    expect(all).not.toContain('canary');
    const ofBare = received.filter((text) => text.includes('bare-client'));
    expect(ofBare.join('')).not.toContain('secret-of-the-north');
  } finally {
    await close();
  }
});

test('--dry-run shows what each would be sent', async () => {
  const file = targetsFile([
    { name: 'one', 'base-url': 'https://one.example', TOKEN_TENANT_ID: 'tenant-one' },
    { name: 'two', 'base-url': 'https://two.example', TOKEN_TENANT_ID: 'tenant-two' },
  ]);
  const { code, out } = await runCommand(place, [
    ...['run', '--targets', file, '--dry-run', '--grep', 'client_credentials/valid/minimal'],
  ]);
  expect(code).toBe(0);
  const [one = '', two = ''] = out.split('=== two: https://two.example');
  expect(one).toContain('tenant-one');
  expect(one).not.toContain('tenant-two');
  expect(two).toContain('tenant-two');
  expect(existsSync(place.reports)).toBe(false);
});

for (const [flags, said] of [
  [['--shard', '1/2'], '--shard is a part of one target'],
  [['--write-waivers', 'w.yaml'], '--write-waivers is of one target'],
  [['--base-url', 'https://x.example'], '--base-url names one target'],
  [['--since', 'targets.yaml'], 'write "since" into its entry'],
] as const)
  test(`${flags[0]} with --targets is refused before anything is sent`, async () => {
    const file = targetsFile([{ name: 'one', 'base-url': 'http://127.0.0.1:9' }]);
    const { code, err } = await runCommand(place, ['run', '--targets', file, ...flags]);
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(existsSync(place.reports)).toBe(false);
  });

test('what is wrong with any target is said at once, before anything is sent', async () => {
  writeFileSync(join(place.work, 'bad.env'), '\nTOKEN_RATE_LIMIT=fast\n');
  writeFileSync(join(place.work, 'no.openapi.yaml'), 'hello: world\n');
  const file = targetsFile([
    { name: 'one', 'base-url': 'http://127.0.0.1:9', env: 'bad.env' },
    { name: 'two', 'base-url': 'http://127.0.0.1:9', spec: 'no.openapi.yaml' },
  ]);
  const { code, err } = await runCommand(place, ['run', '--targets', file]);
  expect(code).toBe(2);
  expect(err).toContain('target one:\nbad.env line 2 (TOKEN_RATE_LIMIT): the value is not a rate');
  expect(err).toContain('target two:');
  expect(err).toContain('this is not an OpenAPI 3 document');
  expect(existsSync(place.reports)).toBe(false);
});

const entry = 'targets:\n  - name: north\n    base-url: https://north.example\n';

const bad: readonly [title: string, text: string, said: readonly (string | RegExp)[]][] = [
  [
    'a secret by the name of its parameter',
    `${entry}    client_secret: canary\n`,
    [/line 4 \(#\/targets\/0\/client_secret\)/, 'holds a secret', 'as TOKEN_CLIENT_SECRET=…'],
  ],
  ['a secret by its variable', `${entry}    TOKEN_OTHER_PASSWORD: canary\n`, [/line 4/, 'holds a secret']],
  ['a secret by another name', `${entry}    apiToken: canary\n`, [/line 4/, 'holds a secret']],
  ['an authorization code', `${entry}    TOKEN_CODE: canary\n`, [/line 4/, 'holds a secret']],
  [
    'a secret within the base URL',
    'targets:\n  - name: n\n    base-url: https://u:canary@n.example\n',
    [/line 3 \(#\/targets\/0\/base-url\)/, 'contains a user name or password'],
  ],
  [
    'a secret in place of a file',
    `${entry}    env: { TOKEN_PASSWORD: canary }\n`,
    [/line 4/, 'must be string'],
  ],
  ['a slip in a key', `${entry}    rate-limt: 2/s\n`, [/line 4/, 'did you mean rate-limit?']],
  ['a parameter without its variable', `${entry}    tenantId: x\n`, [/line 4/, 'as TOKEN_TENANT_ID']],
  ['a variable that has a flag', `${entry}    TOKEN_RATE_LIMIT: 2/s\n`, [/line 4/, 'write rate-limit']],
  ['a key', `${entry}    TOKEN_CLIENT_ASSERTION_KEY: '{}'\n`, [/line 4/, 'holds a secret']],
  ['a flag of the whole', `${entry}    bundle: true\n`, [/line 4/, 'give it as --bundle']],
  ['a setting of the whole', `${entry}    TOKEN_SEED: "7"\n`, [/line 4/, 'give it as --seed']],
  [
    'a value that the setting does not take',
    `${entry}    rate-limit: fast\n`,
    [/line 4/, 'is not a rate', '5/s'],
  ],
  ['a document that is not there', `${entry}    spec: nowhere.yaml\n`, [/line 4/, 'there is no such file']],
  [
    'a file of secrets that is not there',
    `${entry}    env: nowhere.env\n`,
    [/line 4/, 'there is no such file'],
  ],
  [
    'two targets of one name',
    `${entry}  - name: North\n    base-url: https://n.example\n`,
    [/line 4 \(#\/targets\/1\/name\)/, 'another target has the name "North"'],
  ],
  [
    'a name that leads out of the folder',
    'targets:\n  - name: ../x\n    base-url: https://n.example\n',
    [/line 2 \(#\/targets\/0\/name\)/, 'must match pattern'],
  ],
  [
    'a name that a run writes to',
    'targets:\n  - name: html\n    base-url: https://n.example\n',
    ['choose another name'],
  ],
  ['no base URL: the embedded sandbox would be judged', 'targets:\n  - name: n\n', [/line 2/, "'base-url'"]],
  ['no target', 'targets: []\n', ['must NOT have fewer than 1 items']],
  ['another member', `${entry}extra: 1\n`, [/line 4 \(#\/extra\)/, '"extra" is not known here']],
  ['no YAML', 'targets: [\n', ['correct the syntax']],
  ['no mapping', '- x\n', ['must be object']],
];

for (const [title, text, said] of bad)
  test(`the file is refused for ${title}`, async () => {
    const file = join(place.work, 'targets.yaml');
    writeFileSync(file, text);
    const problem: Error = await readTargets(file).then(
      () => new Error('it was taken'),
      (error: Error) => error,
    );
    expect(problem.message).toContain('targets.yaml');
    expect(problem.message).toContain('To mend it:');
    for (const one of said) expect(problem.message).toMatch(one);
    expect(problem.message).not.toContain('canary');
  });

test('a secret that only the contract knows as one is refused as well', async () => {
  const text = `openapi: 3.1.0
info: { title: With a pin, version: '1' }
paths:
  /oauth/token:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [grant_type, pin]
              properties:
                grant_type: { const: password }
                pin: { type: string, format: password }
      responses: { '200': { description: OK } }
`;
  writeFileSync(join(place.work, 'pin.openapi.yaml'), text);
  const file = targetsFile([
    { name: 'one', 'base-url': 'http://127.0.0.1:9', spec: 'pin.openapi.yaml', TOKEN_PIN: 'canary' },
  ]);
  const { code, err } = await runCommand(place, ['run', '--targets', file]);
  expect(code).toBe(2);
  expect(err).toContain('"TOKEN_PIN" holds a secret');
  expect(err).not.toContain('canary');
});

test('paths start from the folder of the file, and what an entry says goes before environment and file', async () => {
  mkdirSync(join(place.work, 'deep'));
  writeFileSync(join(place.work, 'deep', 'a.env'), '');
  writeFileSync(join(place.work, 'deep', 'a.yaml'), '');
  const file = join(place.work, 'deep', 'targets.yaml');
  writeFileSync(
    file,
    `${entry}    env: a.env\n    profile: ./a.yaml\n    prefix: N_\n    TOKEN_TENANT_ID: own\n    TOKEN_HOOK_CODE: ./code.sh\n`,
  );
  const [target] = await readTargets(file);
  if (!target) throw new Error('no target');
  expect(target).toMatchObject({ host: 'north.example', envFile: join(place.work, 'deep', 'a.env') });
  const env = environmentOf(target, {
    N_TENANT_ID: 'other',
    N_USERNAME: 'u',
    TOKEN_PASSWORD: 'p',
    HOME: '/h',
    N_SCOPE: '',
  });
  expect(env).toEqual({
    HOME: '/h',
    N_TENANT_ID: 'other',
    N_USERNAME: 'u',
    TOKEN_BASE_URL: 'https://north.example',
    TOKEN_CONFORMANCE_ENV_FILE: join(place.work, 'deep', 'a.env'),
    TOKEN_PROFILE: join(place.work, 'deep', 'a.yaml'),
    TOKEN_HOOK_CODE: './code.sh',
    TOKEN_TENANT_ID: 'own',
    TOKEN_USERNAME: 'u',
  });
});

test('what targets have in common is written once, by an anchor; JSON is read as well', async () => {
  const yaml = join(place.work, 'targets.yaml');
  writeFileSync(
    yaml,
    'targets:\n  - &north { name: north, base-url: https://x.example, rate-limit: 2/s, TOKEN_TENANT_ID: n }\n  - { <<: *north, name: south, TOKEN_TENANT_ID: s }\n',
  );
  const json = join(place.work, 'targets.json');
  const common = { 'base-url': 'https://x.example', 'rate-limit': '2/s' };
  writeFileSync(
    json,
    JSON.stringify({
      targets: [
        { name: 'north', ...common, TOKEN_TENANT_ID: 'n' },
        { name: 'south', ...common, TOKEN_TENANT_ID: 's' },
      ],
    }),
  );
  for (const file of [yaml, json])
    expect((await readTargets(file)).map(({ name, variables }) => ({ name, ...variables }))).toEqual(
      ['north', 'south'].map((name) => ({
        ...{ name, TOKEN_BASE_URL: 'https://x.example', TOKEN_RATE_LIMIT: '2/s' },
        TOKEN_TENANT_ID: name.slice(0, 1),
      })),
    );
});

test('the example of the documentation can be used', async () => {
  const page = readFileSync(join(packageRoot, 'docs', 'targets.md'), 'utf8');
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const named = [...yaml.matchAll(/^ +(?:spec|env|waivers): (\S+)/gm)].map(([, path = '']) => path);
  expect(named).toHaveLength(6);
  for (const path of named) {
    mkdirSync(join(place.work, path, '..'), { recursive: true });
    writeFileSync(join(place.work, path), '');
  }
  writeFileSync(join(place.work, 'targets.yaml'), yaml);
  const read = await readTargets(join(place.work, 'targets.yaml'));
  expect(read.map(({ name, host }) => `${name} at ${host}`)).toEqual([
    'north at api.example.com',
    'south at api.example.com',
    'partner at sso.partner.example',
  ]);
});

test('the schema has the keys that the command reads', () => {
  const schema = JSON.parse(readFileSync(join(packageRoot, 'schemas', 'targets.schema.json'), 'utf8'));
  const keys = Object.keys(schema.properties.targets.items.properties);
  expect(keys.sort()).toEqual(['name', 'env', 'prefix', ...settingOfKey.keys()].sort());
});

test('every key of an entry is a flag of run', async () => {
  const { out } = await runCommand(place, ['run', '--help']);
  const flags = new Set(out.match(/--[a-z][a-z-]+/g));
  expect([...settingOfKey.keys()].filter((key) => !flags.has(`--${key}`))).toEqual([]);
});

test('the exit code is the first of 4, 2, 1, 3 and 0 that any target has', () => {
  expect(combinedExitCode([0, 3, 1, 2, 4])).toBe(4);
  expect(combinedExitCode([0, 3, 1, 2])).toBe(2);
  expect(combinedExitCode([0, 3, 1])).toBe(1);
  expect(combinedExitCode([0, 3])).toBe(3);
  expect(combinedExitCode([0, undefined])).toBe(3);
  expect(combinedExitCode([0, 0])).toBe(0);
});
