/**
 * The reporter in a real Playwright run of a tiny suite. Pins what Playwright does not promise: that reporters
 * share test objects, so that a test which fails by its verdict costs no worker and is a failure all the same.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Results } from '../../src/reports/results.js';
import type { RunInfo } from '../../src/reports/run-info.js';
import { scenarioAnnotations } from '../../src/reports/scenario-annotations.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { info, scenarioResult } from './reports-literals.js';
import { childrenNamed, parseXml } from './reports-xml.js';

const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');

/** The fixture's half of the pair, and a way to hand over verdicts. The process id travels as `requests`. */
const fixture = `
import { expect, test as base } from '@playwright/test';
export const test = base.extend({
  keepWorker: [async ({}, use, info) => {
    await use();
    if (process.env.TOKEN_CONFORMANCE_REPORTER && info.status === 'failed') info.fail(true, '@verdict');
  }, { auto: true, box: true }],
});
export async function judged(result) {
  await test.info().attach('verdicts', {
    body: JSON.stringify({ ...result, requests: process.pid }),
    contentType: 'application/vnd.token-conformance+json',
  });
  for (const verdict of result.verdicts)
    expect.soft(verdict.outcome, verdict.message).not.toBe('fail');
}
`;

interface Suite {
  /** Bodies of tests by scenario id. `judged(result)` hands over a result. */
  readonly tests: Readonly<Record<string, string>>;
  /** Body of the global setup, which gets `info`. */
  readonly setup?: string;
  readonly info?: Partial<RunInfo>;
  readonly args?: readonly string[];
}

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly folder: string;
  readonly reportDir: string;
}

const pass = (id: string): string => `await judged(${JSON.stringify(scenarioResult(id))});`;

const fail = (id: string): string =>
  `await judged(${JSON.stringify(scenarioResult(id, [{ outcome: 'fail' }]))});`;

function declaration([id, body]: readonly [string, string]): string {
  const annotation = scenarioAnnotations({
    id,
    title: 'the valid request',
    family: 'valid-grants',
    grant: 'password',
  });
  return `test(${JSON.stringify(id)}, { annotation: ${JSON.stringify(annotation)} }, async () => {\n${body}\n});`;
}

async function play({ tests, setup, info: overrides, args = [] }: Suite): Promise<Outcome> {
  const folder = test.info().outputPath('suite');
  const reportDir = join(folder, 'reports');
  const file = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    symlinkSync(join(packageRoot, 'node_modules'), join(folder, 'node_modules'));
  }
  const metadata: RunInfo = { ...info, totalScenarios: Object.keys(tests).length, ...overrides, reportDir };
  const config = {
    testDir: '.',
    outputDir: join(folder, 'artifacts'),
    workers: 1,
    timeout: 20_000,
    metadata: { tokenConformance: metadata },
    ...(setup === undefined ? {} : { globalSetup: './setup.js' }),
    reporter: [
      [join(packageRoot, 'src/reports/playwright-reporter.ts')],
      ['html', { open: 'never', outputFolder: join(reportDir, 'html') }],
      ['json', { outputFile: join(folder, 'playwright.json') }],
    ],
  };
  file('package.json', '{ "type": "module" }');
  file('playwright.config.js', `export default ${JSON.stringify(config)};`);
  file(
    'setup.js',
    `export default async (config) => {\nconst info = config.metadata.tokenConformance;\n${setup ?? ''}\n};`,
  );
  file('fixture.js', fixture);
  file(
    'suite.spec.js',
    `import { judged, test } from './fixture.js';\n${Object.entries(tests).map(declaration).join('\n')}\n`,
  );
  // A worker of this test run is recognised by its environment: the suite must not take itself for one.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(TEST_|PLAYWRIGHT_|PW_|TOKEN_|FORCE_COLOR)/.test(name)),
  );
  const child = spawn(process.execPath, [cli, 'test', ...args], { cwd: folder, env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, stdout, stderr, folder, reportDir };
}

const resultsOf = ({ reportDir }: Outcome): Results =>
  JSON.parse(readFileSync(join(reportDir, 'results.json'), 'utf8'));

const junitOf = ({ reportDir }: Outcome) =>
  childrenNamed(parseXml(readFileSync(join(reportDir, 'junit.xml'), 'utf8')), 'testsuite')[0];

test('a test that fails by its verdict is a failure everywhere and costs no worker', async () => {
  const skipped = scenarioResult(
    'd',
    [{ outcome: 'inconclusive', message: 'role OTHER is not configured' }],
    {
      inconclusive: 'role OTHER is not configured',
      unmet: 'OTHER',
    },
  );
  const outcome = await play({
    tests: {
      a: pass('a'),
      b: fail('b'),
      c: pass('c'),
      d: `await judged(${JSON.stringify(skipped)}); test.skip(true, 'role OTHER is not configured');`,
      e: fail('e'),
      f: pass('f'),
    },
  });
  expect(outcome.code).toBe(1);
  const playwright = JSON.parse(readFileSync(join(outcome.folder, 'playwright.json'), 'utf8'));
  expect(playwright.stats).toMatchObject({ expected: 3, unexpected: 2, skipped: 1 });
  const played = playwright.suites[0].specs.flatMap(
    (spec: { tests: { results: { workerIndex: number }[] }[] }) =>
      spec.tests.flatMap(({ results }) => results),
  );
  expect(played.map(({ workerIndex }: { workerIndex: number }) => workerIndex)).toEqual([0, 0, 0, 0, 0, 0]);

  const results = resultsOf(outcome);
  expect(results).toMatchObject({ verdict: 'incompatible', exitCode: 1, partial: false });
  expect(results.scenarios.map((scenario) => scenario.outcome)).toEqual([
    'pass',
    'fail',
    'pass',
    'inconclusive',
    'fail',
    'pass',
  ]);
  expect(junitOf(outcome)?.attributes).toMatchObject({
    tests: '6',
    failures: '2',
    errors: '0',
    skipped: '1',
  });
  expect(outcome.stdout).toContain('INCOMPATIBLE');
  expect(outcome.stdout).toContain('valid-grants           6 scenarios: 2 failed, 1 not verified, 3 passed');
  // The mark stays between the two halves, and nobody is shown raw verdicts or Playwright's error context.
  const shown = JSON.stringify(playwright);
  for (const hidden of ['@verdict', 'error-context', 'vnd.token-conformance'])
    expect(shown).not.toContain(hidden);
  expect(existsSync(join(outcome.reportDir, 'html', 'index.html'))).toBe(true);
  const artifacts = join(outcome.folder, 'artifacts');
  const left = existsSync(artifacts) ? readdirSync(artifacts, { recursive: true }).map(String) : [];
  expect(left.filter((name) => name.endsWith('error-context.md'))).toEqual([]);
});

test('without the reporter such a test fails all the same', async () => {
  const outcome = await play({ tests: { a: fail('a') }, args: ['--reporter=dot'] });
  expect(outcome.code).toBe(1);
  expect(outcome.stdout).toContain('1 failed');
});

test('exits with 0 when everything conforms, and when failures were not to count', async () => {
  const conforming = await play({ tests: { a: pass('a') } });
  expect(conforming.code).toBe(0);
  expect(resultsOf(conforming)).toMatchObject({ verdict: 'compatible', exitCode: 0 });
  const tolerated = await play({ tests: { a: fail('a') }, info: { failOn: 'never' } });
  expect(tolerated.code).toBe(0);
  expect(resultsOf(tolerated)).toMatchObject({ verdict: 'incompatible', exitCode: 0 });
});

test('a scenario whose worker died is an error, and the text of the failure stays out of the files', async () => {
  const outcome = await play({
    tests: {
      a: pass('a'),
      b: 'process.exit(3);',
      c: `test.setTimeout(300); await new Promise(() => {});`,
      d: `throw new Error('password hunter2');`,
      e: pass('e'),
    },
  });
  expect(outcome.code).toBe(1);
  const results = resultsOf(outcome);
  expect(results).toMatchObject({ exitCode: 4, verdict: 'inconclusive', counts: { error: 3, pass: 2 } });
  expect(results.results.filter(({ outcome: one }) => one === 'error').map(({ message }) => message)).toEqual(
    [
      'the worker ended before the scenario was judged (crash)',
      'the worker ended before the scenario was judged (timeout)',
      'the harness failed before the scenario was judged (exception, shown by the HTML report)',
    ],
  );
  expect(junitOf(outcome)?.attributes).toMatchObject({ tests: '5', failures: '0', errors: '3' });
  for (const name of ['results.json', 'junit.xml'])
    expect(readFileSync(join(outcome.reportDir, name), 'utf8')).not.toContain('hunter2');
  expect(outcome.stdout + outcome.stderr).not.toContain('hunter2');
  expect(outcome.stdout).toContain('THE HARNESS failed: 3 errors');
});

test('a test that fails although no check did is a fault of the harness', async () => {
  const outcome = await play({ tests: { a: `${pass('a')}\nthrow new Error('after judging');` } });
  expect(outcome.code).toBe(1);
  expect(resultsOf(outcome)).toMatchObject({ exitCode: 4, counts: { error: 1, pass: 1 } });
});

test('a failed preflight is the only thing that is said', async () => {
  const outcome = await play({
    tests: { a: pass('a') },
    setup: `info.preflight = { ok: false, page: 'Preflight: nobody listens there', steps: [] };
      info.target = 'https://other.example';
      throw new Error('the preflight failed');`,
  });
  expect(outcome.code).toBe(1);
  expect(outcome.stdout).toContain('INCONCLUSIVE');
  expect(outcome.stdout).toContain('Preflight: nobody listens there');
  expect(outcome.stdout).toContain('https://other.example');
  expect(outcome.stdout + outcome.stderr).not.toContain('the preflight failed');
  expect(outcome.stdout + outcome.stderr).not.toContain('setup.js');
  expect(resultsOf(outcome)).toMatchObject({ verdict: 'inconclusive', exitCode: 3, partial: true });
  expect(junitOf(outcome)?.attributes).toMatchObject({ tests: '1', errors: '1' });
});

test('a global setup that breaks is a fault of the harness, and is shown', async () => {
  const outcome = await play({ tests: { a: pass('a') }, setup: `throw new Error('no such sandbox');` });
  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toContain('no such sandbox');
  expect(resultsOf(outcome)).toMatchObject({ verdict: 'inconclusive', exitCode: 4 });
});

test('a selection is partial, one that matches nothing a usage error, and a list no run', async () => {
  const tests = { 'password/a': pass('password/a'), 'password/b': fail('password/b') };
  const some = await play({ tests, args: ['--grep', 'password/a'] });
  expect(resultsOf(some)).toMatchObject({ verdict: 'inconclusive', partial: true, exitCode: 3 });
  expect(some.stdout).toContain('1 of 2 scenarios');

  const listed = await play({ tests, args: ['--list'] });
  expect(listed.code).toBe(0);
  expect(listed.stdout).toContain('password/b');
  expect(resultsOf(listed).run.id).toBe(resultsOf(some).run.id);

  const none = await play({ tests, args: ['--grep', 'nothing-like-it'] });
  expect(none.code).toBe(1);
  expect(resultsOf(none)).toMatchObject({ exitCode: 2, scenarios: [] });
  expect(none.stdout).toContain('No scenario matches the selection');
});

test('a run that was stopped early names what was never sent', async () => {
  // The worker may begin the next scenario before it hears that the run is over: that one may still finish.
  const slow = `await new Promise((done) => setTimeout(done, 5_000)); ${pass('b')}`;
  const outcome = await play({
    tests: { a: fail('a'), b: slow, c: pass('c') },
    args: ['--max-failures=1'],
  });
  expect(outcome.code).toBe(1);
  const results = resultsOf(outcome);
  expect(results).toMatchObject({ verdict: 'incompatible', exitCode: 1, partial: true });
  expect(results.notVerified.at(-1)).toEqual({
    scenario: 'c',
    reason: 'the run ended before this scenario was sent',
  });
});
