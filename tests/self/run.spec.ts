/** The main command, end to end: a real process in an empty folder; what it prints, writes and ends with. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { faults } from '../../sandbox/faults/index.js';
import { startSandbox } from '../../sandbox/server.js';
import type { Results } from '../../src/reports/results.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { type Ended, readResults, runCommand, runPlaywright } from './command-process.js';
import { type FinishedRun, failed, finished, oneLine, runsOfFile, schemaProblems } from './finished-run.js';
import { startTappedSandbox } from './tapped-sandbox.js';

const { whereabouts, run } = runsOfFile();

/** What two runs against the same server with the same seed must agree in, in their order. */
const verdicts = ({ results }: Results): string[] =>
  results.map(({ scenario, check, outcome }) => `${scenario} ${check} ${outcome}`).sort();

const seed = '20260725';

/** All that a run of the sandbox leaves unjudged: what is sent only on request. */
const notAllowed = /^not allowed: needs --allow-(brute-force|timing|waits)$/;

const withoutReason = ({ results }: Results) =>
  results.filter(({ outcome, message }) => outcome === 'inconclusive' && !notAllowed.test(message));

test.describe('exit 0', () => {
  test.describe('the embedded sandbox, without any setting', () => {
    let embedded: FinishedRun;
    let direct: Ended & { readonly results: Results };

    test.beforeAll(async () => {
      test.setTimeout(120_000);
      embedded = finished(await run(['--seed', seed]));
      const place = whereabouts();
      const ended = await runPlaywright(place, [], { TOKEN_SEED: seed });
      direct = { ...ended, results: readResults(place) };
    });

    test('is compatible', () => {
      expect(embedded.err).toBe('');
      expect(embedded.code).toBe(0);
      expect(embedded.out).toContain(
        'No target is named (TOKEN_BASE_URL or --base-url): the embedded sandbox is',
      );
      expect(embedded.out).toContain('\nCOMPATIBLE\n');
      const { verdict, partial, counts, exitCode } = embedded.results;
      expect({ verdict, partial, exitCode }).toEqual({ verdict: 'compatible', partial: false, exitCode: 0 });
      expect(counts).toMatchObject({ fail: 0, error: 0, waived: 0 });
      expect(withoutReason(embedded.results)).toEqual([]);
      expect(counts.pass).toBeGreaterThan(300);
      expect(embedded.results.notVerified.filter(({ reason }) => !notAllowed.test(reason))).toEqual([]);
    });

    test('leaves a report for people and one for machines where the terminal says', () => {
      const { reports } = embedded.whereabouts;
      for (const file of [join('html', 'index.html'), 'junit.xml', 'results.json']) {
        expect(readFileSync(join(reports, file)).length).toBeGreaterThan(10_000);
        expect(embedded.out).toContain(join(reports, file));
      }
    });

    test('writes results that its published schema describes', () => {
      expect(schemaProblems(embedded.results)).toEqual([]);
    });

    test('names the run: seed, target, contract, and the requests it sent', () => {
      const { run: facts, target, scenarios, exchanges } = embedded.results;
      expect(facts.seed).toBe(Number(seed));
      expect(target.profile).toBe('sandbox');
      expect(target.contract.title).toBe('MBANQ token endpoint');
      expect(facts.requests).toBeGreaterThan(scenarios.length);
      expect(exchanges.length).toBeLessThanOrEqual(facts.requests);
      expect(oneLine(embedded.out)).toContain(
        `${scenarios.length} scenarios, ${facts.requests} requests. Checks:`,
      );
    });

    test('has one JUnit test case for each scenario, and none that failed', () => {
      const { scenarios } = embedded.results;
      expect(scenarios.length).toBeGreaterThan(200);
      expect(embedded.junit).toHaveLength(scenarios.length);
      expect(failed(embedded.junit)).toEqual([]);
    });

    test('judges under "npx playwright test" just the same', () => {
      expect(direct.err).toBe('');
      expect(direct.code).toBe(0);
      expect(direct.results.verdict).toBe('compatible');
      expect(verdicts(direct.results)).toEqual(verdicts(embedded.results));
    });
  });

  test.describe('a sandbox elsewhere, named by TOKEN_BASE_URL', () => {
    let foreign: FinishedRun;
    let seen: number;

    test.beforeAll(async () => {
      test.setTimeout(60_000);
      const sandbox = await startTappedSandbox();
      foreign = finished(await run(['--seed', seed], sandbox.environment));
      seen = sandbox.responses();
      await sandbox.close();
    });

    test('is compatible', () => {
      expect(foreign.code).toBe(0);
      expect(foreign.out).not.toContain('No target is named');
      expect(foreign.results.verdict).toBe('compatible');
      expect(foreign.results.counts).toMatchObject({ fail: 0, error: 0 });
      expect(withoutReason(foreign.results)).toEqual([]);
      expect(failed(foreign.junit)).toEqual([]);
    });

    test('is known by nothing but its document', () => {
      expect(foreign.results.target.profile).toBe('default');
    });

    test('got as many requests as the results say, and the one of the preflight', () => {
      expect(seen).toBe(foreign.results.run.requests + 1);
    });
  });
});

test('a header of which nobody knows whether it is enforced is observed, not judged, unless the profile knows', async () => {
  const sandbox = await startSandbox({ fault: 'device-missing-accepted' });
  const selected = ['--grep', 'password/missing-header/X-Device-Fingerprint:'];
  const unknown = finished(await run(selected, sandbox.environment));
  const known = finished(await run([...selected, '--profile', 'sandbox'], sandbox.environment));
  await sandbox.close();
  const outcome = ({ results }: FinishedRun): string | undefined =>
    results.results.find(({ check }) => check === 'required-header-enforced')?.outcome;
  expect([outcome(unknown), unknown.code]).toEqual(['info', 3]);
  expect([outcome(known), known.code]).toEqual(['fail', 1]);
  // Nothing failed, and for a part of the scenarios that is not enough.
  expect(unknown.out).toContain('\nINCONCLUSIVE\n');
  expect(unknown.results).toMatchObject({ verdict: 'inconclusive', partial: true });
  expect(unknown.results.counts).toMatchObject({ fail: 0, error: 0, inconclusive: 0 });
  // And one that says that this is not the whole.
  expect(unknown.junit).toHaveLength(2);
  expect(known.results).toMatchObject({ verdict: 'incompatible', partial: true });
});

test.describe('exit 1', () => {
  const [fault] = faults.filter(({ id }) => id === 'tenant-missing-accepted');
  let deviating: FinishedRun;
  let direct: Ended & { readonly results: Results };

  test.beforeAll(async () => {
    test.setTimeout(60_000);
    const sandbox = await startSandbox({ fault: 'tenant-missing-accepted' });
    const variables = { ...sandbox.environment, TOKEN_SEED: seed };
    deviating = finished(await run(['--tag', 'missing-headers'], variables));
    const place = whereabouts();
    const ended = await runPlaywright(place, ['--grep', '@missing-headers'], variables);
    direct = { ...ended, results: readResults(place) };
    await sandbox.close();
  });

  test('says which requirement is broken, what was expected, what came, and how to see it again', () => {
    expect(deviating.code).toBe(1);
    expect(deviating.out).toContain('\nINCOMPATIBLE\n');
    const [broken] = deviating.results.results.filter(({ outcome }) => outcome === 'fail');
    if (!broken) throw new Error('nothing failed');
    expect(fault?.breaks).toEqual(expect.arrayContaining([broken.requirements[0]]));
    const text = oneLine(deviating.out);
    expect(text).toContain(`rule ${broken.requirements.join(', ')}`);
    expect(text).toContain(`expected ${broken.expected}`);
    expect(text).toContain(`actual ${broken.actual}`);
    expect(deviating.out).toMatch(/^ +try +curl .*\\\n(?: .*\\\n)* .*\/oauth\/token/m);
    expect(deviating.results).toMatchObject({ verdict: 'incompatible', exitCode: 1 });
  });

  test('has a JUnit failure for each scenario that failed, and for no other', () => {
    const failing = new Set(
      deviating.results.results.filter(({ outcome }) => outcome === 'fail').map(({ scenario }) => scenario),
    );
    expect(failing).toContain('password/missing-header/tenantId');
    const names = failed(deviating.junit);
    expect(names).toHaveLength(failing.size);
    for (const scenario of failing) expect(names.filter((name) => name.startsWith(scenario))).toHaveLength(1);
    expect(deviating.junit.length).toBeGreaterThan(names.length);
  });

  test('is the end of "npx playwright test" as well, with the same verdicts', () => {
    expect(direct.code).toBe(1);
    expect(verdicts(direct.results)).toEqual(verdicts(deviating.results));
  });
});

test.describe('exit 2', () => {
  const folder = (): string => {
    const { work } = whereabouts();
    return work;
  };
  const minimal = readFileSync(
    join(import.meta.dirname, 'fixtures', 'contract', 'minimal.openapi.yaml'),
    'utf8',
  );

  function written(name: string, text: string): string {
    const file = join(folder(), name);
    writeFileSync(file, text);
    return file;
  }

  for (const { name, args, says } of [
    { name: 'an unknown flag', args: () => ['--nonsense'], says: /unknown option '--nonsense'/ },
    { name: 'a document that is not there', args: () => ['--spec', 'nowhere.yaml'], says: /names no file/ },
    {
      name: 'a document without any path',
      args: () => ['--spec', written('broken.yaml', 'openapi: 3.1.0\ninfo: { title: x }\npaths: {}\n')],
      says: /broken\.yaml.*\(#\/paths\):\n {2}\S.*\n {2}To mend it: \S/,
    },
    {
      name: 'a document whose request is described where a $ref leads nowhere',
      args: () => [
        '--spec',
        written(
          'dangling.yaml',
          minimal.replace('client_id: { type: string }', 'client_id: { $ref: "#/components/schemas/Id" }'),
        ),
      ],
      says: /dangling\.yaml, line \d+ \(#\/paths\/~1token\/post.*\):\n {2}\S.*\n {2}To mend it: \S/,
    },
    {
      name: 'a document without a token endpoint',
      args: () => [
        '--spec',
        written(
          'elsewhere.yaml',
          'openapi: 3.1.0\ninfo: { title: x, version: "1" }\npaths:\n  /pets:\n    get:\n      responses: { "200": { description: ok } }\n',
        ),
      ],
      says: /elsewhere\.yaml.*:\n {2}.*token endpoint.*\n {2}To mend it: \S/,
    },
    { name: 'a selection that matches nothing', args: () => ['--grep', 'no such scenario'], says: /^/ },
  ])
    test(name, async () => {
      const { code, out, err } = await run(args());
      expect(err).toMatch(says);
      expect(out).not.toContain('COMPATIBLE\n');
      expect(code).toBe(2);
    });
});

test.describe('another document', () => {
  let copies: string;

  test.beforeAll(() => {
    // Beside specs/, so that `../schemas/` leads to the same place.
    copies = mkdtempSync(join(packageRoot, 'reports', 'invented-header-'));
    cpSync(join(packageRoot, 'specs'), join(copies, 'specs'), { recursive: true });
    cpSync(join(packageRoot, 'schemas'), join(copies, 'schemas'), { recursive: true });
  });
  test.afterAll(() => rmSync(copies, { recursive: true, force: true }));

  interface Listing {
    readonly scenarios: readonly { readonly id: string; readonly checks: readonly string[] }[];
  }

  async function listed(spec: string): Promise<Listing['scenarios']> {
    const { code, out, err } = await runCommand(whereabouts(), ['list', '--json', '--spec', spec]);
    expect(err).toBe('');
    expect(code).toBe(0);
    return (JSON.parse(out) as Listing).scenarios;
  }

  test('a required header more is tried in every way, and nothing else changes', async () => {
    const original = join(copies, 'specs', 'mbanq-token.openapi.yaml');
    const invented = join(copies, 'specs', 'invented.openapi.yaml');
    const anchor = '      parameters:\n        - $ref: "#/components/parameters/TenantHeader"\n';
    const text = readFileSync(original, 'utf8');
    expect(text).toContain(anchor);
    const header =
      '        - { name: X-Branch-Number, in: header, required: true, schema: { type: string, pattern: "^[0-9]{4}$" }, example: "4711" }\n';
    writeFileSync(invented, text.replace(anchor, anchor + header));

    const [before, after] = await Promise.all([listed(original), listed(invented)]);
    const known = new Set(before.map(({ id }) => id));
    const added = after.filter(({ id }) => !known.has(id));
    expect(added.map(({ id }) => id).sort()).toEqual([
      'password/blank-header/X-Branch-Number',
      'password/duplicate-header/X-Branch-Number',
      'password/empty-header/X-Branch-Number',
      'password/malformed-header/X-Branch-Number',
      'password/missing-header/X-Branch-Number',
      // The mutations of a present header are the same code for every grant: once is enough.
      'refresh_token/missing-header/X-Branch-Number',
    ]);
    for (const { id, checks } of added) expect(checks, id).not.toEqual([]);
    expect(after.filter(({ id }) => known.has(id))).toEqual(before);
  });
});
