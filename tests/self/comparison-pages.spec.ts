/** The pages of `matrix` and `diff`: what stands in them, and how they do in a real browser. */
import { type BrowserContextOptions, expect, test } from '@playwright/test';
import { type Column, letterOf } from '../../src/reports/comparison/column.js';
import { diffPage } from '../../src/reports/comparison/diff-page.js';
import { matrixPage } from '../../src/reports/comparison/matrix-page.js';
import type { Results } from '../../src/reports/results.js';
import { buildResults } from '../../src/reports/results.js';
import { changesBetween } from '../../src/verdicts/compare.js';
import { sharedBrowser } from './browser.js';
import { everyKind, hostileResults } from './hostile-results.js';
import {
  expectHarmless,
  expectNothingSerious,
  expectSound,
  type Opened,
  openPage,
  overflow,
  phone,
} from './opened-page.js';
import { exchange, mediaType, record, run, scenarioResult, status200 } from './reports-literals.js';

const browser = sharedBrowser();

const columnsOf = (...runs: readonly Results[]): Column[] =>
  runs.map((results, index) => ({
    ...{ letter: letterOf(index), results, file: `day ${index}/results.json` },
    report: index === 0 ? 'day%200/conformance.html' : undefined,
  }));

const sound = (): Results =>
  run([scenarioResult('password/a', [{}, { check: 'json', requirements: [mediaType] }])]);

const broken = (): Results =>
  run(
    [
      scenarioResult(
        'password/a',
        [
          { outcome: 'fail', actual: 'HTTP 500', exchange: 'password/a#1' },
          { check: 'json', requirements: [mediaType] },
        ],
        { exchanges: [exchange({ id: 'password/a#1', scenario: 'password/a' })] },
      ),
    ],
    { info: { target: 'https://other.example:8443' } },
  );

const partial = (): Results => run([scenarioResult('password/a')], { info: { totalScenarios: 9 } });

const aborted = (): Results => buildResults({ ...record([]), aborted: true });

const openMatrix = async (runs: readonly Results[], options: BrowserContextOptions = {}): Promise<Opened> =>
  openPage(browser(), await matrixPage(columnsOf(...runs)), options);

async function openDiff(
  before: Results,
  after: Results,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const changes = changesBetween(before.results, after.results);
  const [first, second] = [
    { results: before, report: 'a/conformance.html' },
    { results: after, report: undefined },
  ];
  return openPage(browser(), await diffPage(first, second, changes), options);
}

test('the letters of the runs do not end', () => {
  expect([0, 25, 26, 27, 701, 702].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AB', 'ZZ', 'AAA']);
});

test('a matrix has a row for each requirement, a column for each run, and leads from a cell to its evidence', async () => {
  const { page, said } = await openMatrix([sound(), broken()]);
  const differ = page.getByRole('table', { name: /^Requirements with different outcomes/ });
  const row = differ.getByRole('row').filter({ hasText: status200 });
  await expect(row.getByRole('cell')).toHaveText(['MUST', '✓ Kept', '× Broken']);
  await expect(differ.getByRole('row').filter({ hasText: mediaType })).toHaveCount(0);
  await expect(row.getByRole('cell').nth(1).getByRole('link')).toHaveAttribute(
    'href',
    /^day%200\/conformance\.html#requirement-/,
  );
  await row.getByRole('link', { name: '× Broken' }).click();
  const evidence = page.locator('article:target');
  await expect(evidence).toContainText('B: Broken');
  await expect(evidence).toContainText('HTTP 500');
  await evidence.getByText('Request, response and curl').click();
  await expect(evidence.getByText(/^curl /)).toBeVisible();
  await expect(page.getByRole('columnheader', { name: /^B other\.example:8443/ }).first()).toBeVisible();
  await expectSound(page);
  expect(said).toEqual([]);
});

test('a matrix says which runs are not complete, and that what they did not judge is no pass', async () => {
  const { page } = await openMatrix([sound(), partial(), aborted()]);
  await expect(page.getByRole('banner')).toContainText(
    'Not complete: B, C. What was not judged there is no pass.',
  );
  const facts = page.getByRole('table', { name: 'The runs' });
  await expect(facts.getByRole('row', { name: /^Complete/ }).getByRole('cell')).toHaveText([
    'yes',
    'no, only a part was judged',
    'no, ended from outside',
  ]);
  await expect(facts.getByRole('row', { name: /^Verdict/ }).getByRole('cell')).toHaveText([
    'compatible',
    'inconclusive',
    'inconclusive',
  ]);
});

test('a matrix of many targets names them, says which left no results, and breaks no word of a verdict', async () => {
  const named = Array.from({ length: 12 }, (_, index) =>
    run([scenarioResult('password/a')], { info: { targetName: `target-${index}`, totalScenarios: 9 } }),
  );
  const { page } = await openPage(
    browser(),
    await matrixPage(columnsOf(...named), [{ name: 'x<b>', why: 'not begun' }]),
  );
  await expect(page.getByRole('banner')).toContainText('Without results: x<b> (not begun).');
  await expect(page.getByRole('columnheader', { name: 'L target-11' }).first()).toBeVisible();
  const lines = await page
    .locator('.verdict-word')
    .evaluateAll((all) => all.map((one) => one.getClientRects().length));
  expect(lines).toEqual(Array.from({ length: 12 }, () => 1));
});

test('a requirement that only one catalogue has is shown as absent in the other run', async () => {
  const older = sound();
  const without = { ...older, requirements: older.requirements.filter(({ id }) => id !== mediaType) };
  const { page } = await openMatrix([without, sound()]);
  const row = page.getByRole('row').filter({ hasText: mediaType }).first();
  await expect(row.getByRole('cell').nth(1)).toHaveText('not in its catalogue');
});

test('a page of changes shows every kind, with the evidence of what got worse', async () => {
  const before = run([
    scenarioResult('password/a', [{}, { check: 'same', outcome: 'fail', actual: 'HTTP 500' }]),
    scenarioResult('password/gone', [{ check: 'gone' }]),
    scenarioResult('password/mended', [{ check: 'mended', outcome: 'fail' }]),
    scenarioResult('password/waived', [{ check: 'waived', outcome: 'fail' }]),
  ]);
  const after = run([
    scenarioResult(
      'password/a',
      [
        { outcome: 'fail', exchange: 'password/a#1' },
        { check: 'same', outcome: 'fail', actual: 'HTTP 502' },
      ],
      { exchanges: [exchange({ id: 'password/a#1', scenario: 'password/a' })] },
    ),
    scenarioResult('password/new', [{ check: 'new' }]),
    scenarioResult('password/mended', [{ check: 'mended' }]),
    scenarioResult('password/waived', [{ check: 'waived', outcome: 'waived' }]),
  ]);
  const { page, said } = await openDiff(before, after);
  await expect(page.getByRole('heading', { name: '1 newly failing' })).toBeVisible();
  const [newly, another] = [page.locator('article').nth(0), page.locator('article').nth(1)];
  await expect(newly).toContainText('fail: HTTP 201');
  await expect(newly.getByText(/^curl /)).toBeVisible();
  await expect(newly).toContainText('npx token-conformance replay password/a --seed 7');
  await expect(another).toContainText('fail: HTTP 500');
  await expect(another).toContainText('fail: HTTP 502');
  for (const [caption, check] of [
    ['Newly passing: 1', 'mended'],
    ['Another outcome: 1', 'waived'],
    ['Added: 1', 'new'],
    ['Removed: 1', 'gone'],
  ] as const)
    await expect(page.getByRole('table', { name: caption })).toContainText(check);
  await expectSound(page);
  expect(said).toEqual([]);
});

test('a page of changes says where the runs are not alike, and when nothing changed', async () => {
  const { page } = await openDiff(sound(), broken());
  const alike = page.getByRole('table', { name: 'The two runs' });
  await expect(
    alike
      .getByRole('row', { name: /^target/ })
      .getByRole('cell')
      .last(),
  ).toHaveText('no');
  await expect(
    alike
      .getByRole('row', { name: /^profile/ })
      .getByRole('cell')
      .last(),
  ).toHaveText('yes');
  const same = await openDiff(sound(), { ...sound(), scenarios: [] });
  await expect(same.page.getByRole('heading', { name: 'No change' })).toBeVisible();
  await expect(same.page.getByText('No verdict changed: 2 verdicts compared.')).toBeVisible();
});

/** Enough of the catalogue: what was judged, and some that was not. A page of all of it is slow to audit. */
function short(results: Results): Results {
  const judged = results.requirements.filter(({ outcome }) => outcome !== 'untested');
  const requirements = [...new Set([...judged, ...results.requirements.slice(0, 20)])];
  return { ...results, requirements };
}

const everything: Readonly<Record<string, (options?: BrowserContextOptions) => Promise<Opened>>> = {
  matrix: (options) => openMatrix([everyKind(), broken(), partial()].map(short), options),
  diff: (options) => openDiff(sound(), everyKind(), options),
};

const hostile: typeof everything = {
  matrix: (options) => openMatrix([hostileResults(), hostileResults()], options),
  diff: (options) => openDiff(sound(), hostileResults(), options),
};

for (const [name, open] of Object.entries(hostile))
  test(`${name}: runs and loads nothing that came from outside, and needs no script`, async () => {
    const opened = await open();
    await expectHarmless(opened, 0);
    expect(await opened.page.evaluate('window.pwned')).toBeUndefined();
    const { page } = await open({ viewport: phone });
    expect(await overflow(page)).toBe(0);
  });

for (const [name, open] of Object.entries(everything)) {
  for (const colorScheme of ['light', 'dark'] as const)
    test(`${name}: axe finds nothing serious: ${colorScheme}`, async () => {
      const { page } = await open({ colorScheme });
      await expectSound(page);
      await expectNothingSerious(page);
      await page.setViewportSize(phone);
      expect(await overflow(page)).toBe(0);
    });

  test(`${name}: on paper nothing is cut`, async () => {
    const { page } = await open({ viewport: { width: 794, height: 1123 } });
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('navigation')).toBeHidden();
    expect(await overflow(page)).toBe(0);
    const cut = await page
      .locator('pre, .scroll')
      .evaluateAll((all) =>
        all.flatMap((one) => (one.scrollWidth > one.clientWidth + 1 ? [one.textContent?.slice(0, 60)] : [])),
      );
    expect(cut).toEqual([]);
  });
}
