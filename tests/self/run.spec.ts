/** The main command, end to end: a real process in an empty folder; what it prints, writes and ends with. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { faults } from '../../sandbox/faults/index.js';
import { startSandbox } from '../../sandbox/server.js';
import type { Results } from '../../src/reports/results.js';
import { packageRoot } from '../../src/settings/package-root.js';
import {
  type Ended,
  newWhereabouts,
  readResults,
  runCommand,
  runPlaywright,
  startCommand,
  type Variables,
  type Whereabouts,
} from './command-process.js';
import { onLoopback } from './on-loopback.js';
import { childrenNamed, parseXml, type XmlElement } from './reports-xml.js';
import { startTappedSandbox } from './tapped-sandbox.js';

interface Run extends Ended {
  readonly whereabouts: Whereabouts;
}

interface FinishedRun extends Run {
  readonly results: Results;
  readonly junit: readonly XmlElement[];
}

const roots: string[] = [];

function whereabouts(): Whereabouts {
  const created = newWhereabouts('run');
  roots.push(created.root);
  return created;
}

test.afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

async function run(args: readonly string[], variables: Variables = {}): Promise<Run> {
  const place = whereabouts();
  return { whereabouts: place, ...(await runCommand(place, ['run', ...args], variables)) };
}

function testCases({ reports }: Whereabouts): XmlElement[] {
  const root = parseXml(readFileSync(join(reports, 'junit.xml'), 'utf8'));
  return childrenNamed(root, 'testsuite').flatMap((suite) => childrenNamed(suite, 'testcase'));
}

/** With what the run wrote. Throws, with what it printed, when that is not there. */
function finished(one: Run): FinishedRun {
  if (!existsSync(join(one.whereabouts.reports, 'results.json')))
    throw new Error(`no results.json; exit code ${one.code}\n${one.out}\n${one.err}`);
  return { ...one, results: readResults(one.whereabouts), junit: testCases(one.whereabouts) };
}

const failed = (cases: readonly XmlElement[]): string[] =>
  cases
    .filter((one) => childrenNamed(one, 'failure').length > 0)
    .map(({ attributes }) => attributes.name ?? '')
    .sort();

/** What two runs against the same server with the same seed must agree in, in their order. */
const verdicts = ({ results }: Results): string[] =>
  results.map(({ scenario, check, outcome }) => `${scenario} ${check} ${outcome}`).sort();

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

function schemaProblems(results: Results): unknown {
  const schema = JSON.parse(readFileSync(join(packageRoot, 'schemas', 'results.schema.json'), 'utf8'));
  const ajv = new Ajv2020({ allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(schema);
  validate(results);
  return validate.errors ?? [];
}

const seed = '20260725';

/** Two scenarios and their controls: the shortest run that still shows what a run does. */
const short = ['--grep', 'password/(valid/minimal|missing/username):'];

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

test.describe('exit 3', () => {
  test('a wrong client secret: a page names the variable, and no scenario is sent', async () => {
    const sandbox = await startTappedSandbox();
    const variables = { ...sandbox.environment, TOKEN_CLIENT_SECRET: 'not-the-secret-of-this-client' };
    const { code, out, results, junit } = finished(await run([], variables));
    const sent = sandbox.responses();
    await sandbox.close();
    expect(code).toBe(3);
    expect(out).toContain('TOKEN_CLIENT_SECRET');
    expect(oneLine(out)).toContain('the valid request does not work, so nothing else is sent');
    expect(out).not.toContain('not-the-secret-of-this-client');
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThanOrEqual(2);
    expect(results).toMatchObject({ verdict: 'inconclusive', exitCode: 3 });
    expect(results.preflight?.ok).toBe(false);
    expect(schemaProblems(results)).toEqual([]);
    expect(failed(junit)).toEqual([]);
  });

  test('nobody listens: a page says so within ten seconds', async () => {
    const { url, close } = await onLoopback(createServer());
    await close();
    const { code, out, results } = finished(await run([], { TOKEN_BASE_URL: url }));
    expect(code).toBe(3);
    expect(oneLine(out)).toContain(`Nobody accepts connections at ${new URL(url).host}`);
    expect(out).toContain('TOKEN_BASE_URL');
    // By the run's own clock: how long processes take to start is the machine's affair.
    const { startedAt, finishedAt } = results.run;
    expect(Date.parse(finishedAt) - Date.parse(startedAt)).toBeLessThan(10_000);
    expect(results).toMatchObject({ verdict: 'inconclusive', exitCode: 3 });
  });

  test('an interrupted run: what was judged is written down, as a part', async () => {
    const sandbox = await startSandbox({ latencyMilliseconds: 20 });
    const place = whereabouts();
    const command = startCommand(place, ['run'], sandbox.environment);
    await command.printed('  valid-grants ');
    // As a terminal does it: to everything that was started.
    process.kill(-(command.child.pid ?? 0), 'SIGINT');
    const ended = await command.ended;
    await sandbox.close();
    const { code, out, results, junit } = finished({ ...ended, whereabouts: place });
    expect(code).toBe(3);
    expect(out).toContain('\nINCONCLUSIVE\n');
    expect(results).toMatchObject({ verdict: 'inconclusive', partial: true, exitCode: 3 });
    expect(results.counts.pass).toBeGreaterThan(0);
    expect(results.counts.error).toBe(0);
    expect(failed(junit)).toEqual([]);
    expect(schemaProblems(results)).toEqual([]);
  });
});

test.describe('exit 4', () => {
  /** Process ids of the children of a process. */
  const childrenOf = (pid: number): number[] =>
    execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));

  test('the runner is killed: no verdict is claimed, nor is that of an earlier run', async () => {
    const sandbox = await startSandbox({ latencyMilliseconds: 20 });
    const place = whereabouts();
    mkdirSync(place.reports);
    writeFileSync(join(place.reports, 'results.json'), '{ "exitCode": 0, "verdict": "compatible" }');
    const command = startCommand(place, ['run'], sandbox.environment);
    await command.printed('  valid-grants ');
    for (const pid of childrenOf(command.child.pid ?? 0)) process.kill(pid, 'SIGKILL');
    const { code, out, err } = await command.ended;
    await sandbox.close();
    expect(code).toBe(4);
    expect(err).toContain('fault of token-conformance');
    expect(err).toContain('results.json');
    expect(out).not.toContain('COMPATIBLE\n');
    const { run: ended, ...results } = readResults(place);
    expect(ended.aborted).toBe(true);
    expect(results).toMatchObject({ verdict: 'inconclusive', partial: true, exitCode: 3, results: [] });
    expect(schemaProblems({ ...results, run: ended } as Results)).toEqual([]);
    const report = await runCommand(place, ['report', join(place.reports, 'results.json')]);
    expect(report.code).toBe(0);
    expect(readFileSync(join(place.reports, 'conformance.html'), 'utf8')).toContain('ended from outside');
  });

  test('everything is killed: the results say so, and the next run takes the folder', async () => {
    const sandbox = await startSandbox({ latencyMilliseconds: 20 });
    const place = whereabouts();
    const command = startCommand(place, ['run'], sandbox.environment);
    await command.printed('  valid-grants ');
    const second = await runCommand(place, ['run', ...short], sandbox.environment);
    expect(second).toMatchObject({ code: 2, out: '' });
    expect(second.err).toContain(`Another run (process ${command.child.pid}) writes into ${place.reports}`);
    process.kill(-(command.child.pid ?? 0), 'SIGKILL');
    expect((await command.ended).code).toBe(null);
    expect(readResults(place)).toMatchObject({
      verdict: 'inconclusive',
      partial: true,
      run: { aborted: true },
    });
    const next = finished({
      whereabouts: place,
      ...(await runCommand(place, ['run', ...short], sandbox.environment)),
    });
    await sandbox.close();
    expect(next.err).toBe('');
    expect(next.results.run.aborted).toBe(false);
    expect(existsSync(join(place.reports, '.run.lock'))).toBe(false);
  });

  test('no room for the reports: a fault that says so, and no verdict', async () => {
    const place = whereabouts();
    // Files of this process and its children may have so many blocks; the start of the results has more.
    const ended = await runCommand(place, ['run', ...short], {}, [
      'sh',
      '-c',
      'ulimit -f 200; exec "$0" "$@"',
    ]);
    expect(ended.code).toBe(4);
    expect(ended.err).toMatch(/^Reports cannot be written to .*: a file would be larger .*\(EFBIG\)/m);
    expect(ended.err).not.toContain('fault of token-conformance');
    expect(existsSync(join(place.reports, 'results.json'))).toBe(false);
    expect(readdirSync(place.reports).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('the report folder cannot be made: said at once, and nothing is sent', async () => {
    test.skip(!existsSync('/proc/self'), 'no /proc on this machine');
    const { code, err, out } = await startCommand(whereabouts(), ['run', '--report-dir', '/proc/nope'], {})
      .ended;
    expect(code).toBe(4);
    expect(err).toContain('Reports cannot be written to /proc/nope: ENOENT');
    expect(out).toBe('');
  });

  test('the reports cannot be written: a fault that says where', async () => {
    const place = whereabouts();
    mkdirSync(join(place.reports, 'results.json'), { recursive: true });
    const { code, err } = await runCommand(place, ['run', ...short]);
    expect(code).toBe(4);
    expect(err).toContain(join(place.reports, 'results.json'));
    expect(err).toContain('fault of token-conformance');
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
