/** `--observe`: nothing is judged, and what is drafted from it can be used again. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { allChecks } from '../../src/checks/index.js';
import { readContract } from '../../src/contract/read-contract.js';
import { validateDocument } from '../../src/contract/validate-document.js';
import { type Drafts, draftsOf } from '../../src/observe/drafts.js';
import { answeredOf } from '../../src/observe/exchange-text.js';
import { junitXml } from '../../src/reports/junit.js';
import { buildResults, type Results } from '../../src/reports/results.js';
import { summary } from '../../src/reports/terminal.js';
import { scenariosOf } from '../../src/session/plan.js';
import { validateProfile } from '../../src/session/profile-file.js';
import { packagedContract, packageRoot } from '../../src/settings/package-root.js';
import { aggregate } from '../../src/verdicts/aggregate.js';
import { knownDeviation } from '../../src/verdicts/known-deviations.js';
import { newWhereabouts, runCommand } from './command-process.js';
import { draftedDocument } from './drafted-document.js';
import { startJmondiServer } from './foreign/jmondi-oauth2-server.js';
import { runInProcess } from './in-process-run.js';
import { exchange, info, run as literalRun, summaryOf } from './reports-literals.js';

let folder: string;
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-conformance-observe-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Environment = Readonly<Record<string, string>>;

interface Observed {
  readonly results: Results;
  readonly drafts: Drafts;
  /** Files of the drafts. */
  readonly document: string;
  readonly profile: string;
}

/** Enough to see many deviations, and no more: the whole takes a while. */
async function subset(spec: string): Promise<ReadonlySet<string>> {
  const ids = scenariosOf(await readContract(spec)).map(({ id }) => id);
  return new Set(
    ids.filter((id) =>
      /\/(missing|missing-header|empty|basic|method|refresh|media-type|chain)(\/|$)/.test(id),
    ),
  );
}

async function observed(environment: Environment, spec: string): Promise<Observed> {
  const selected = await subset(spec);
  const { plan, results: judged } = await runInProcess(
    {
      ...environment,
      TOKEN_SPEC: spec,
      TOKEN_SEED: '1',
      TOKEN_LOCKOUT_BUDGET: '1000',
      TOKEN_OBSERVE: 'true',
    },
    selected,
    { keepsExchanges: true },
  );
  const now = new Date().toISOString();
  const scenarios = plan.scenarios.filter(({ id }) => judged.some(({ scenario }) => scenario === id));
  const results = buildResults({
    info: {
      ...info,
      target: environment.TOKEN_BASE_URL ?? '',
      observes: true,
      preflight: { ok: true, page: '', steps: [] },
    },
    selected: scenarios.map(({ id }) => summaryOf(id)),
    judged: new Map(judged.map((result) => [result.scenario, { kind: 'result', result, milliseconds: 1 }])),
    faults: [],
    startedAt: now,
    finishedAt: now,
  });
  const place = mkdtempSync(join(folder, 'drafts-'));
  const drafts = await draftsOf(results, plan.contract);
  const [document, profile] = [join(place, 'observed.openapi.yaml'), join(place, 'observed-profile.yaml')];
  writeFileSync(document, drafts.document);
  writeFileSync(profile, drafts.profile);
  return { results, drafts, document, profile };
}

/** What a judged run by the drafts finds that they do not know. */
async function surprises(
  environment: Environment,
  { document, profile }: Observed,
): Promise<{ found: number; unknown: string[] }> {
  const { plan, results } = await runInProcess(
    {
      ...environment,
      TOKEN_SPEC: document,
      TOKEN_PROFILE: profile,
      TOKEN_SEED: '1',
      TOKEN_LOCKOUT_BUDGET: '1000',
    },
    await subset(document),
  );
  const found = aggregate(
    results,
    plan.scenarios.map(({ id }) => id),
    allChecks,
  ).filter(({ outcome }) => ['fail', 'warn', 'error'].includes(outcome));
  const unknown = found.filter((one) => !knownDeviation(one, plan.profile.deviations));
  return {
    found: found.length,
    unknown: unknown.map(({ check, scenario, actual }) => `${check} ${scenario}: ${actual}`),
  };
}

function secretsOf(environment: Environment): string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    /SECRET|PASSWORD/.test(name) && value.length > 6 ? [value] : [],
  );
}

test('of a product nothing is judged, and the drafts lead to a run that knows every deviation', async () => {
  const sandbox = await startSandbox({ variation: 'spring-legacy' });
  try {
    const seen = await observed(sandbox.environment, packagedContract);
    const { results, drafts, document, profile } = seen;
    expect(results).toMatchObject({
      verdict: 'observed',
      exitCode: 0,
      counts: { fail: 0, warn: 0, error: 0 },
    });
    expect(results.results.filter(({ observedAs }) => observedAs === 'fail').length).toBeGreaterThan(10);
    expect(junitXml(results)).not.toContain('<failure');
    const said = summary(results, { color: false, width: 100, verbosity: 'normal', reports: [] });
    expect(said).toContain('OBSERVED: a run that judges would find this broken');
    expect(said).not.toContain('has to change');

    const contract = await validateDocument(document);
    expect(contract.parameters.map(({ name, enforced }) => [name, enforced])).toEqual([
      ['tenantId', true],
      ['X-Forwarded-For', true],
      ['X-Device-Fingerprint', true],
    ]);
    expect((await readContract(packagedContract)).parameters[1]?.enforced).toBe('unknown');
    expect((await validateProfile(profile)).enforced).toEqual({
      'X-Forwarded-For': true,
      'X-Device-Fingerprint': true,
    });
    const published = readFileSync(packagedContract, 'utf8');
    for (const secret of secretsOf(sandbox.environment).filter((one) => !published.includes(one)))
      expect(drafts.document + drafts.profile).not.toContain(secret);

    const { found, unknown } = await surprises(sandbox.environment, seen);
    expect(unknown).toEqual([]);
    expect(found).toBeGreaterThan(15);
  } finally {
    await sandbox.close();
  }
});

test('of a server that others wrote the drafts of init and of --observe fit together', async () => {
  const server = await startJmondiServer();
  const { spec } = await draftedDocument(
    server.environment,
    { tokenUrl: `${server.url}/token` },
    mkdtempSync(join(folder, 'init-')),
  );
  const seen = await observed(server.environment, spec);
  expect(seen.results).toMatchObject({ verdict: 'observed', exitCode: 0 });
  await expect(validateDocument(seen.document)).resolves.toBeDefined();
  await expect(validateProfile(seen.profile)).resolves.toBeDefined();
  const { found, unknown } = await surprises(server.environment, seen);
  await server.close();
  expect(unknown).toEqual([]);
  expect(found).toBeGreaterThan(20);
});

/** The sandbox's endpoint for services, in Swagger 2.0. */
function swaggerDocument(): string {
  const text = readFileSync(join(packageRoot, 'tests', 'self', 'dialects', 'swagger-form.yaml'), 'utf8')
    .replace('name: X-Realm', 'name: tenantId')
    .replace('x-example: main', 'x-example: z01j3e71zd6zkq908vyf5861a8')
    .replace(
      '      - $ref: "#/parameters/Realm"\n',
      `      - $ref: "#/parameters/Realm"
      - { name: X-Forwarded-For, in: header, type: string, required: true, x-enforced: unknown, x-example: 222.12.211.12 }
      - { name: X-Device-Fingerprint, in: header, type: string, required: true, x-enforced: unknown, x-example: abc }
`,
    )
    .replace('[client_credentials, refresh_token]', '[client_credentials]')
    .replace('        - { name: refresh_token, in: formData, type: string }\n', '')
    .replace('default: accounts', 'default: all')
    .replace('scopes: { accounts: Read accounts }', 'scopes: { all: Everything }');
  const file = join(folder, 'swagger.yaml');
  writeFileSync(file, text);
  return file;
}

test('of a document in Swagger 2.0 the draft is one in Swagger 2.0, by which the next run judges', async () => {
  const sandbox = await startSandbox({ fault: 'success-cacheable' });
  try {
    const spec = swaggerDocument();
    expect((await validateDocument(spec)).responses.map(({ status }) => status)).toEqual(['200', '400']);
    const seen = await observed(sandbox.environment, spec);
    expect(seen.results).toMatchObject({ verdict: 'observed', exitCode: 0 });
    const contract = await validateDocument(seen.document);
    expect(contract.parameters.map(({ name, enforced }) => [name, enforced])).toEqual([
      ['tenantId', true],
      ['X-Forwarded-For', true],
      ['X-Device-Fingerprint', true],
    ]);
    const unauthorised = contract.responses.find(({ status }) => status === '401');
    expect(unauthorised?.schema).toMatchObject({ type: 'object', properties: { error: { type: 'string' } } });
    expect(seen.drafts.document).toContain('swagger: "2.0"');
    expect(seen.drafts.document).not.toContain('content:');
    const { found, unknown } = await surprises(sandbox.environment, seen);
    expect(unknown).toEqual([]);
    expect(found).toBeGreaterThan(0);
  } finally {
    await sandbox.close();
  }
});

for (const [dialect, head, described] of [
  ['Swagger 2.0', "swagger: '2.0'\nproduces: [application/json]", { detail: {}, title: { type: 'string' } }],
  ['OpenAPI 3.0', 'openapi: 3.0.3', { detail: {}, title: { type: 'string' } }],
  ['OpenAPI 3.1', 'openapi: 3.1.0', { detail: { type: ['null', 'string'] }, title: { type: 'string' } }],
] as const)
  test(`what came with several types is described as ${dialect} can say it`, async () => {
    const file = join(folder, `types-${dialect}.yaml`);
    const name = dialect.startsWith('Swagger')
      ? 'in: formData, type: string'
      : 'in: query, schema: { type: string }';
    writeFileSync(
      file,
      `${head}
info: { title: Types, version: '1' }
paths:
  /oauth/token:
    post:
      parameters: [{ name: grant_type, ${name}, required: true, description: client_credentials }]
      responses: { '200': { description: OK } }
`,
    );
    const answer = (type: string, detail: string | null) =>
      exchange({
        response: `HTTP/1.1 409 X\nContent-Type: ${type}\n\n${JSON.stringify({ title: 'x', detail })}`,
      });
    const exchanges = [
      answer('application/json', null),
      answer('application/json', 'y'),
      answer('text/html', 'z'),
    ];
    const { document, remarks } = await draftsOf({ ...literalRun([]), exchanges }, await readContract(file));
    const draft = join(folder, `types-${dialect}.draft.yaml`);
    writeFileSync(draft, document);
    const response = (await validateDocument(draft)).responses.find(({ status }) => status === '409');
    expect(response?.schema).toEqual(expect.objectContaining({ properties: described }));
    expect(remarks.some((remark) => remark.includes('came as text/html'))).toBe(
      dialect.startsWith('Swagger'),
    );
  });

test('a header that is not missed, and a status that nobody described, get into the draft of the document', async () => {
  const contract = await minimal();
  const missing = (status: number) =>
    exchange({
      id: 'password/missing-header/X-Region#request',
      scenario: 'password/missing-header/X-Region',
      request: 'POST /oauth/token HTTP/1.1\n\n',
      response: `HTTP/1.1 ${status} X\nContent-Type: application/problem+json; charset=UTF-8\n\n{"title":"‹secret›","status":${status},"detail":null}`,
    });
  const results = { ...literalRun([]), exchanges: [missing(409), missing(409)] };
  const granted = { ...literalRun([]), exchanges: [missing(200)] };
  expect((await draftsOf(granted, contract)).document).toContain('x-enforced: false');
  const { document, remarks } = await draftsOf(results, contract);
  expect(remarks).toEqual(['HTTP 409 was not described, and is now.']);
  const file = join(folder, 'described.openapi.yaml');
  writeFileSync(file, document);
  const described = (await validateDocument(file)).responses.find(({ status }) => status === '409');
  expect(described).toMatchObject({
    mediaTypes: ['application/problem+json'],
  });
  expect(document).toContain('Observed 2 times');
  expect(document).not.toContain('secret›');
});

async function minimal() {
  const text = `openapi: 3.1.0
info: { title: Minimal, version: '1' }
paths:
  /oauth/token:
    post:
      parameters:
        - $ref: '#/components/parameters/Region'
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [grant_type, username, password]
              properties:
                grant_type: { const: password }
                username: { type: string }
                password: { type: string, format: password }
      responses:
        '200': { description: OK }
components:
  parameters:
    Region: { name: X-Region, in: header, required: true, schema: { type: string } }
`;
  const file = join(folder, 'minimal.openapi.yaml');
  writeFileSync(file, text);
  return readContract(file);
}

test('what a target sends reaches a draft as names and types alone', () => {
  const body = JSON.stringify({
    'a b\n# x': 1,
    __proto__: 1,
    error: 'x',
    nested: {},
    list: [],
    none: null,
    half: 1.5,
  });
  const answered = answeredOf(
    exchange({ response: `HTTP/1.1 400 Bad\r\nContent-Type: TEXT/HTML;x=y\r\n\r\n${body}` }),
  );
  expect(answered).toMatchObject({ status: 400, mediaType: 'text/html' });
  expect([...(answered?.members ?? [])]).toEqual([
    ['error', 'string'],
    ['nested', 'object'],
    ['list', 'array'],
    ['none', 'null'],
    ['half', 'number'],
  ]);
  expect(answeredOf(exchange({ response: 'no response: the connection was reset' }))).toBeUndefined();
});

test('the command observes and ends with 0; where the preflight fails it ends with 3 and drafts nothing', async () => {
  test.setTimeout(120_000);
  const whereabouts = newWhereabouts('observe');
  const observedRun = await runCommand(whereabouts, [
    'run',
    '--observe',
    '--grep',
    'password/missing-header',
  ]);
  expect(observedRun.code, observedRun.out + observedRun.err).toBe(0);
  expect(observedRun.out).toContain('Drafts, to be reviewed before they are used');
  await expect(validateDocument(join(whereabouts.reports, 'observed.openapi.yaml'))).resolves.toBeDefined();
  await expect(validateProfile(join(whereabouts.reports, 'observed-profile.yaml'))).resolves.toBeDefined();
  const failed = await runCommand(whereabouts, ['run', '--observe', '--base-url', 'http://127.0.0.1:9']);
  expect(failed.code).toBe(3);
  expect(() => readFileSync(join(whereabouts.reports, 'observed-profile.yaml'))).toThrow(/ENOENT/);
  rmSync(whereabouts.root, { recursive: true, force: true });
});
