/** Every exit code that scripts rely on, and every file that people and programs are promised: by the real command. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { newWhereabouts, readResults, runCommand, type Whereabouts } from './command-process.js';
import { artefactsBelow } from './run-artefacts.js';

// One tells the next: what a run writes is what the other commands read.
test.describe.configure({ mode: 'serial' });

let place: Whereabouts;
test.beforeAll(() => {
  place = newWhereabouts('exit-codes');
});
test.afterAll(() => rmSync(place.root, { recursive: true, force: true }));

/** For services that act for themselves: the smallest contract that has everything. */
const spec = join(packageRoot, 'specs', 'client-credentials.openapi.yaml');

const files = (): string[] =>
  artefactsBelow(place.work)
    .map((artefact) => artefact.place)
    .filter((name) => !name.startsWith('names of files'));

test('0: it conforms; every artefact is there', async () => {
  test.setTimeout(180_000);
  const { code, out, err } = await runCommand(
    place,
    ['run', '--spec', spec, '--seed', '3', '--bundle', '--report', 'html,junit,json,sarif'],
    { GITHUB_STEP_SUMMARY: join(place.work, 'step-summary.md') },
  );
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(readResults(place)).toMatchObject({ verdict: 'compatible', partial: false, exitCode: 0 });
  const bundled = (name: string): string => `reports/bundle.zip!${name}`;
  expect(files()).toEqual(
    expect.arrayContaining([
      'step-summary.md',
      ...['bundle.zip', 'conformance.html', 'html/index.html', 'junit.xml', 'results.json'].map(
        (name) => `reports/${name}`,
      ),
      ...['reports/results.sarif', 'reports/summary.md'],
      ...['README.txt', 'SHA256SUMS', 'conformance.html', 'junit.xml', 'results.json', 'settings.json'].map(
        bundled,
      ),
      bundled('contract/specs/client-credentials.openapi.yaml'),
    ]),
  );
  for (const name of [
    'conformance.html',
    'junit.xml',
    'summary.md',
    'results.sarif',
    'results.json',
    'bundle.zip',
  ])
    expect(out).toContain(join(place.reports, name));
  expect(out).not.toContain('\u001b');
});

test('1: it does not conform; waivers are drafted', async () => {
  test.setTimeout(120_000);
  const server = await startSandbox({ fault: 'success-without-pragma' });
  const { code } = await runCommand(
    place,
    [
      'run',
      '--spec',
      spec,
      '--seed',
      '3',
      '--fail-on',
      'should',
      '--grep',
      'client_credentials/valid/minimal',
      '--report-dir',
      'failing',
      '--quiet',
      '--write-waivers',
      'waivers.yaml',
    ],
    server.environment,
  );
  await server.close();
  expect(code).toBe(1);
  expect(existsSync(join(place.work, 'waivers.yaml'))).toBe(true);
});

test('2: the usage is wrong', async () => {
  expect((await runCommand(place, ['run', '--quiet', '--verbose'])).code).toBe(2);
});

test('3: nothing can be said, because only a part was run', async () => {
  const { code, out } = await runCommand(place, [
    ...['run', '--spec', spec, '--grep', 'document/addresses:', '--report-dir', 'part'],
  ]);
  expect(code).toBe(3);
  expect(out).toContain('only a part of the scenarios was judged');
});

test('4: the reports cannot be written', async () => {
  const { code, err } = await runCommand(place, ['run', '--report-dir', '/proc/none/reports']);
  expect(code).toBe(4);
  expect(err).toContain('Reports cannot be written');
  const page = await runCommand(place, [
    'matrix',
    'reports/results.json',
    '--html',
    '/proc/none/matrix.html',
  ]);
  expect(page.code).toBe(4);
  expect(page.err).toContain('/proc/none/matrix.html cannot be written');
  const report = await runCommand(place, ['report', 'reports/results.json', '--report-dir', '/proc/none']);
  expect(report.code).toBe(4);
  expect(report.err).toContain('Reports cannot be written to /proc/none');
});

test('16: two runs differ; the pages are written', async () => {
  const [before, after] = ['reports/results.json', 'failing/results.json'];
  const { code, out, err } = await runCommand(place, ['diff', before, after, '--html', 'diff.html']);
  expect(err).toBe('');
  expect(code).toBe(16);
  expect(out).toContain('The runs are not alike');
  expect(readFileSync(join(place.work, 'diff.html'), 'utf8')).toContain('href="reports/conformance.html"');
  expect((await runCommand(place, ['diff', before, before])).code).toBe(0);
});

test('matrix: reads results and bundles of whole runs and parts, and refuses what is none, all at once', async () => {
  const given = ['reports/results.json', 'reports/bundle.zip', 'part/results.json'];
  mkdirSync(join(place.work, 'pages'));
  const page = join('pages', 'matrix.html');
  const { code, out } = await runCommand(place, ['matrix', ...given, '--html', page]);
  expect(code).toBe(0);
  expect(out).toMatch(/^A {2}compatible .*\nB {2}compatible .*\nC {2}inconclusive +partial, /);
  expect(out).toContain(relative('.', page));
  expect(readFileSync(join(place.work, page), 'utf8')).toContain(
    'href="../reports/conformance.html#requirement-',
  );
  const bad = await runCommand(place, ['matrix', 'waivers.yaml', 'none.json', ...given]);
  expect(bad.code).toBe(2);
  expect(bad.err.trim().split('\n')).toEqual([
    'waivers.yaml is not JSON: name the results.json of a run',
    'none.json cannot be read (ENOENT): name the results.json of a run',
  ]);
  const own = await runCommand(place, ['matrix', given[0] ?? '', '--html', given[0] ?? '']);
  expect(own).toMatchObject({ code: 2, err: expect.stringContaining('is one of the files to read') });
});
