/** The partner report in a real browser: read, filtered, printed, on a phone, by a screen reader, and under attack. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type BrowserContextOptions, expect, type Page, test } from '@playwright/test';
import { partnerReport } from '../../src/reports/partner/partner-report.js';
import type { Results } from '../../src/reports/results.js';
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
import { exchange, run, scenarioResult } from './reports-literals.js';

const browser = sharedBrowser();

const many = 500;

const deviations = (): Results =>
  run(
    Array.from({ length: many }, (_, index) =>
      scenarioResult(
        `password/scenario-${index}`,
        [{ check: `check-${index}`, outcome: 'fail', exchange: `e#${index}` }],
        { exchanges: [exchange({ id: `e#${index}`, scenario: `password/scenario-${index}` })] },
      ),
    ),
  );

async function open(results: Results, options: BrowserContextOptions = {}, since?: Results): Promise<Opened> {
  return openPage(browser(), await partnerReport(results, since), options);
}

const findings = (page: Page) => page.locator('article.finding');

test('has its parts, landmarks, tables that say what they are, and links that lead somewhere', async () => {
  const { page, said } = await open(everyKind());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Example');
  for (const part of ['At a glance', 'Preflight', 'Deviations', 'Waivers', 'Coverage', 'Sign-off'])
    await expect(page.getByRole('region', { name: part, exact: true })).toBeVisible();
  expect(await page.locator('table').count()).toBeGreaterThan(5);
  await expectSound(page);
  expect(said).toEqual([]);
});

for (const [name, options] of Object.entries<BrowserContextOptions>({
  scripts: {},
  'no scripts': { javaScriptEnabled: false },
}))
  test(`runs and loads nothing that a target, a document or a waiver brought in: ${name}`, async () => {
    const opened = await open(hostileResults(), options, hostileResults());
    const { page } = opened;
    await page.getByRole('heading', { name: 'Sign-off' }).scrollIntoViewIfNeeded();
    expect(await page.title()).toContain('<script>');
    await expectHarmless(opened, 1);
    if (!('javaScriptEnabled' in options)) expect(await page.evaluate('window.pwned')).toBeUndefined();
  });

test('its content policy runs no other script, wherever it is put', async () => {
  const file = test.info().outputPath('broken.html');
  const report = await partnerReport(everyKind());
  writeFileSync(
    file,
    report.replace(
      '<main>',
      '<main><script>window.pwned=1</script><img src=x onerror=window.pwned=1><a id=x href="javascript:window.pwned=1">x</a>',
    ),
  );
  const page = await browser().newPage();
  await page.goto(pathToFileURL(file).href);
  await page.locator('#x').click();
  await expect(page.locator('.filter')).toBeVisible();
  expect(await page.evaluate('window.pwned')).toBeUndefined();
});

test(`${many} deviations: all are there, and the filter finds one of them`, async () => {
  const { page } = await open(deviations());
  await expect(findings(page)).toHaveCount(many);
  const filter = page.getByLabel('Show only findings with');
  await filter.fill('check-417');
  await expect(findings(page).filter({ visible: true })).toHaveCount(1);
  await expect(page.getByRole('status')).toHaveText(`1 of ${many} shown`);
  await expect(findings(page).filter({ visible: true })).toContainText('password/scenario-417');
  await filter.fill('nothing has this');
  await expect(page.getByRole('status')).toHaveText(`0 of ${many} shown`);
  // Paper is signed: it never holds less than the file.
  await page.emulateMedia({ media: 'print' });
  await expect(findings(page).filter({ visible: true })).toHaveCount(many);
  await page.emulateMedia({ media: 'screen' });
  await filter.fill('');
  await expect(findings(page).filter({ visible: true })).toHaveCount(many);
});

test('without scripts there is no filter, and everything is shown', async () => {
  const { page } = await open(everyKind(), { javaScriptEnabled: false });
  await expect(page.locator('.filter')).toBeHidden();
  expect(await findings(page).count()).toBeGreaterThan(4);
  await expect(findings(page).filter({ visible: false })).toHaveCount(0);
});

test('can be read by keyboard: the first stop leads to the deviations', async () => {
  const { page } = await open(everyKind());
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'To the deviations' })).toBeFocused();
  await page.keyboard.press('Enter');
  expect(page.url()).toMatch(/#deviations$/);
});

test('on paper everything is shown, and nothing that only a screen needs', async () => {
  const { page } = await open(everyKind(), { viewport: { width: 794, height: 1123 } });
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation')).toBeHidden();
  await expect(page.locator('.filter')).toBeHidden();
  for (const part of ['main section', 'article.finding', 'table', 'pre', '.sign dt'])
    await expect(page.locator(part).filter({ visible: false })).toHaveCount(0);
  expect(await overflow(page)).toBe(0);
  const cut = await page
    .locator('pre, .scroll')
    .evaluateAll((all) =>
      all.flatMap((one) => (one.scrollWidth > one.clientWidth + 1 ? [one.textContent?.slice(0, 60)] : [])),
    );
  expect(cut, 'paper cannot be scrolled').toEqual([]);
  expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
});

for (const [name, results] of Object.entries<() => Results>({
  'a run with everything': everyKind,
  'hostile texts': hostileResults,
  [`${many} deviations`]: deviations,
}))
  test(`fits a phone: ${name}`, async () => {
    const { page } = await open(results(), { viewport: phone });
    expect(await overflow(page)).toBe(0);
  });

for (const colorScheme of ['light', 'dark'] as const)
  for (const viewport of [{ width: 1280, height: 900 }, phone])
    test(`axe finds nothing serious: ${colorScheme}, ${viewport.width} pixels`, async () => {
      const { page } = await open(everyKind(), { colorScheme, viewport }, run([scenarioResult('a')]));
      await expectNothingSerious(page);
    });
