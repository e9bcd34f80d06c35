/** A page of ours in a real browser, opened from a file as people open it, and what it did there. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, expect, type Page, test } from '@playwright/test';

export const phone = { width: 360, height: 740 };

export interface Opened {
  readonly page: Page;
  /** What the page asked the network for. */
  readonly requested: readonly string[];
  /** Dialogues, errors of scripts and breaches of the content policy. */
  readonly said: readonly string[];
}

export async function openPage(
  browser: Browser,
  text: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const file = test.info().outputPath('page.html');
  writeFileSync(file, text);
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

/** How far the page is wider than the window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** Landmarks, headings of which no rank is left out, tables that say what they are, and links that lead somewhere. */
export async function expectSound(page: Page): Promise<void> {
  for (const landmark of ['banner', 'main', 'navigation', 'contentinfo'] as const)
    await expect(page.getByRole(landmark)).toHaveCount(1);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  const ranks = await page.getByRole('heading').evaluateAll((all) => all.map(({ tagName }) => tagName));
  for (const [index, rank] of ranks.entries())
    expect(Number(rank[1]) - Number((ranks[index - 1] ?? 'H0')[1])).toBeLessThanOrEqual(1);
  await expect(page.locator('table > caption')).toHaveCount(await page.locator('table').count());
  await expect(page.locator('th:not([scope])')).toHaveCount(0);
  await expect(page.locator('tbody tr:not(:has(th[scope=row]))')).toHaveCount(0);
  const lost =
    await page.evaluate(`[...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href').slice(1))
    .filter((id) => document.getElementById(id) === null)`);
  expect(lost).toEqual([]);
  const twice = await page.evaluate(`[...document.querySelectorAll('[id]')].map(({ id }) => id)
    .filter((id, index, all) => all.indexOf(id) !== index)`);
  expect(twice).toEqual([]);
}

/** Nothing was loaded, nothing ran but what is ours, and everything that came from outside can be read. */
export async function expectHarmless({ page, requested, said }: Opened, scripts: number): Promise<void> {
  expect(requested.filter((url) => !url.startsWith('file:'))).toEqual([]);
  expect(requested).toHaveLength(1);
  expect(said).toEqual([]);
  await expect(page.locator('script')).toHaveCount(scripts);
  await expect(page.locator('img, svg, iframe, object, embed, form, base, [style]')).toHaveCount(0);
  const foreign = await page.locator('*').evaluateAll((all) =>
    all.flatMap((one) =>
      [...one.attributes].flatMap(({ name, value }) => {
        const link = name === 'href' && !/^(#|https?:|[\w.%/-]+(#|$))/.test(value);
        return name.startsWith('on') || link ? [`${one.tagName} ${name}=${value.slice(0, 60)}`] : [];
      }),
    ),
  );
  expect(foreign).toEqual([]);
  const text = await page.locator('body').textContent();
  for (const shown of ['<script>window.pwned=1</script>', '\\x1b[31mred', '\\u{202e}gnp.exe', '\\x00'])
    expect(text).toContain(shown);
  const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g;
  expect(text?.match(steering)).toBeNull();
}

export async function expectNothingSerious(page: Page): Promise<void> {
  // Of what is in order one place is enough: that takes less time.
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze();
  expect(
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
  ).toEqual([]);
}
