/** Checks and scenarios of the user's own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { readContract } from '../../src/contract/read-contract.js';
import type { Results } from '../../src/reports/results.js';
import { type Extension, ownScenarios } from '../../src/session/extension.js';
import { readExtensions } from '../../src/session/extension-files.js';
import { packagedContract, packageRoot } from '../../src/settings/package-root.js';
import { newWhereabouts, runCommand } from './command-process.js';

const example = join(packageRoot, 'docs', 'examples', 'house-rules.js');

test('are run, judged and reported like ours', async () => {
  const place = newWhereabouts('extensions');
  const { code, out } = await runCommand(place, ['run', '-g', 'house/', '--checks', example], {});
  // A part of the suite is inconclusive by itself.
  expect(code, out).toBe(3);
  const results: Results = JSON.parse(readFileSync(join(place.reports, 'results.json'), 'utf8'));
  expect(results.scenarios.map(({ id }) => id)).toEqual(['password/house/traceparent']);
  const outcomes = Object.fromEntries(results.results.map(({ check, outcome }) => [check, outcome]));
  expect(outcomes).toMatchObject({ 'house-traceparent-granted': 'pass', 'house-request-id': 'warn' });
  const rule = results.requirements.find(({ id }) => id === 'HOUSE-4-request-id');
  expect(rule).toMatchObject({ outcome: 'warn', document: 'House rules', section: '4' });
  expect(out).toContain('every answer carries an X-Request-Id');
});

test('are listed, and replayed', async () => {
  const place = newWhereabouts('extensions-listed');
  const listed = await runCommand(place, ['list', '--checks', example], {});
  expect(listed.out).toMatch(/password\/house\/traceparent .*\n +judged by: house-traceparent-granted/);
  const replayed = await runCommand(place, ['replay', 'password/house/traceparent', '--checks', example], {});
  expect(replayed.code).toBe(0);
  expect(replayed.out).toContain('traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
});

test('are refused by the command with the file and the mend', async () => {
  const place = newWhereabouts('extensions-refused');
  const file = join(place.work, 'mine.js');
  writeFileSync(file, 'export default { cheks: [] };');
  const { code, err } = await runCommand(place, ['run', '--checks', 'mine.js'], {});
  expect(code).toBe(2);
  expect(err).toContain('mine.js');
  expect(err).toContain('has a member "cheks"');
  expect(err).toContain('requirements, checks and scenarios are known');
});

const check = (over: string): string =>
  `export default { checks: [{ id: 'mine', title: 'it holds', requirements: ['RFC6749-5.1-status-200'],
    on: { every: 'success' }, judge: () => ({ kind: 'pass' }), ${over} }] };`;

const requirement = (over: string): string =>
  `export default { requirements: [{ id: 'MINE-1', level: 'MUST', document: 'D', section: '1', sentence: 'S', ${over} }] };`;

const refused: readonly [source: string, problem: RegExp][] = [
  ['export const checks = [];', /no default export/],
  ['export default 7;', /no default export/],
  ['not javascript at all', /cannot be loaded/],
  ['throw new Error("on purpose");', /cannot be loaded: on purpose/],
  ['export default { checks: {} };', /no lists/],
  ['export default { scenarios: [] };', /scenarios is no function/],
  [check("id: 'Mine'"), /checks\[0\] has no id/],
  [check("id: 'cache-control-no-store'"), /there is a check cache-control-no-store already/],
  [check("title: ''"), /has no title/],
  [check('judge: 1'), /no function judge/],
  [check('requirements: []'), /names no requirements/],
  [check("requirements: ['MINE-9']"), /no requirement "MINE-9"/],
  [check("on: { every: 'sucess' }"), /does not say what it judges/],
  [requirement("level: ''"), /requirements\[0\] has no level/],
  [requirement("id: 'RFC6749-5.1-status-200'"), /the catalogue has RFC6749-5.1-status-200 already/],
];

test.describe('a file is refused', () => {
  let folder: string;
  test.beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'token-conformance-extensions-'));
  });
  test.afterAll(() => rmSync(folder, { recursive: true }));

  for (const [index, [source, problem]] of refused.entries())
    test(`${index}: ${problem.source}`, async () => {
      const file = join(folder, `refused-${index}.mjs`);
      writeFileSync(file, source);
      await expect(readExtensions([file])).rejects.toThrow(problem);
      await expect(readExtensions([file])).rejects.toThrow(file);
    });
});

test('a scenario is refused when it is none', async () => {
  const contract = await readContract(packagedContract);
  const good = { id: 'password/mine', family: 'protocol', steps: [{ name: 'request', probe: 'mine' }] };
  const from = (over: object): Extension =>
    ({
      scenarios: (_: unknown, { type }: { type: string }) =>
        type === 'password' ? [{ ...good, ...over }] : [],
    }) as unknown as Extension;
  const own = (over: object, taken = ''): unknown =>
    ownScenarios(contract, [from(over)], (id) => id === taken);
  expect(own({})).toMatchObject([{ ...good, grant: 'password', tags: [], needs: [] }]);
  expect(() => own({ id: 'mine' })).toThrow(/start it with password\//);
  expect(() => own({}, 'password/mine')).toThrow(/already/);
  expect(() => own({ family: 'mine' })).toThrow(/no family/);
  expect(() => own({ steps: [] })).toThrow(/no steps/);
});
