/** The partner report in a real browser: read, filtered, printed, on a phone, by a screen reader, and under attack. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, expect, type Page, test } from '@playwright/test';
import { partnerReport } from '../../src/reports/partner/partner-report.js';
import type { Results } from '../../src/reports/results.js';
import { hasBrowser, launchBrowser, noBrowser } from './browser.js';
import { everyKind, hostileResults } from './hostile-results.js';
import { exchange, run, scenarioResult } from './reports-literals.js';

test.skip(!hasBrowser, noBrowser);

let browser: Browser;
test.beforeAll(async () => {
  browser = await launchBrowser();
});
test.afterAll(() => browser?.close());

const phone = { width: 360, height: 740 };
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

interface Opened {
  readonly page: Page;
  /** What the page asked the network for. */
  readonly requested: readonly string[];
  /** Dialogues, errors of scripts and breaches of the content policy. */
  readonly said: readonly string[];
}

/** From a file, as a partner opens it. */
async function open(results: Results, options: BrowserContextOptions = {}, since?: Results): Promise<Opened> {
  const file = test.info().outputPath('conformance.html');
  writeFileSync(file, await partnerReport(results, since));
  const page = await (await browser.newContext(options)).newPage();
  const requested: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  page.on('dialog', (dialog) => {
    said.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => said.push(error.message));
  page.on('console', (message) => said.push(message.text()));
  await page.goto(pathToFileURL(file).href);
  return { page, requested, said };
}

const findings = (page: Page) => page.locator('article.finding');

/** How far the page is wider than the window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

test('has one heading of the first rank, landmarks, and tables that say what they are', async () => {
  const { page, said } = await open(everyKind());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Example');
  for (const landmark of ['banner', 'main', 'navigation', 'contentinfo'] as const)
    await expect(page.getByRole(landmark)).toHaveCount(1);
  for (const part of ['At a glance', 'Preflight', 'Deviations', 'Waivers', 'Coverage', 'Sign-off'])
    await expect(page.getByRole('region', { name: part, exact: true })).toBeVisible();
  const tables = await page.locator('table').count();
  expect(tables).toBeGreaterThan(5);
  await expect(page.locator('table > caption')).toHaveCount(tables);
  await expect(page.locator('th:not([scope])')).toHaveCount(0);
  await expect(page.locator('tbody tr:not(:has(th[scope=row]))')).toHaveCount(0);
  // No rank of heading is left out on the way down.
  const ranks = await page.getByRole('heading').evaluateAll((all) => all.map(({ tagName }) => tagName));
  for (const [index, rank] of ranks.entries())
    expect(Number(rank[1]) - Number((ranks[index - 1] ?? 'H0')[1])).toBeLessThanOrEqual(1);
  expect(said).toEqual([]);
});

test('every link within the page leads somewhere, and no name is given twice', async () => {
  const { page } = await open(everyKind());
  const lost =
    await page.evaluate(`[...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href').slice(1))
    .filter((id) => document.getElementById(id) === null)`);
  expect(lost).toEqual([]);
  const twice = await page.evaluate(`[...document.querySelectorAll('[id]')].map(({ id }) => id)
    .filter((id, index, all) => all.indexOf(id) !== index)`);
  expect(twice).toEqual([]);
});

for (const [name, options] of Object.entries<BrowserContextOptions>({
  scripts: {},
  'no scripts': { javaScriptEnabled: false },
}))
  test(`runs and loads nothing that a target, a document or a waiver brought in: ${name}`, async () => {
    const { page, requested, said } = await open(hostileResults(), options, hostileResults());
    await page.getByRole('heading', { name: 'Sign-off' }).scrollIntoViewIfNeeded();
    expect(requested.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(requested).toHaveLength(1);
    expect(said).toEqual([]);
    expect(await page.title()).toContain('<script>');
    await expect(page.locator('script')).toHaveCount(1);
    await expect(page.locator('img, svg, iframe, object, embed, form, base, [style]')).toHaveCount(0);
    const foreign = await page.locator('*').evaluateAll((all) =>
      all.flatMap((one) =>
        [...one.attributes].flatMap(({ name, value }) => {
          const link = name === 'href' && !/^(#|https?:)/.test(value);
          return name.startsWith('on') || link ? [`${one.tagName} ${name}=${value.slice(0, 60)}`] : [];
        }),
      ),
    );
    expect(foreign).toEqual([]);
    // It is all there to read: what it was is shown, and steers nothing.
    const text = await page.locator('body').textContent();
    for (const shown of ['<script>window.pwned=1</script>', '\\x1b[31mred', '\\u{202e}gnp.exe', '\\x00'])
      expect(text).toContain(shown);
    const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g;
    expect(text?.match(steering)).toBeNull();
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
  const page = await browser.newPage();
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
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      ).toEqual([]);
    });
