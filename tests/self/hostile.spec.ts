/**
 * Hostile targets, from the first request on and after a while: the run ends, with a verdict and the right exit code, and
 * nothing of what came acts upon a terminal or a browser. What it costs in time and memory is measured by `npm run hostile`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { behaviours } from '../hostile/behaviours.js';
import { meet } from '../hostile/meet.js';
import { startHostileServer } from '../hostile/server.js';
import { sharedBrowser } from './browser.js';
import { newWhereabouts, runCommand } from './command-process.js';

test.describe.configure({ mode: 'parallel' });

/** One of so many scenarios: all families, and seconds instead of minutes. */
const every = 40;

/** Served soundly before it turns hostile: the preflight, and the first scenarios. */
const good = 6;

/** What a terminal or a browser would act upon or hide. Of controls only the end of a line is ours. */
const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/u;

function piece(text: string): string {
  const at = text.search(steering);
  return at < 0 ? '' : JSON.stringify(text.slice(Math.max(0, at - 60), at + 20));
}

for (const behaviour of behaviours)
  test(`${behaviour.id}: ${behaviour.sentence}`, async () => {
    test.setTimeout(180_000);
    for (const from of ['first', 'after'] as const) {
      const met = await meet(behaviour, from === 'first' ? 0 : good, every);
      const { results, shown, reports, requests, visitors } = met;
      expect(behaviour.ends[from], `${from}: ${results.verdict}`).toContain(results.exitCode);
      expect(results.counts.error).toBe(0);
      for (const text of [shown, ...reports.values()]) expect(piece(text)).toBe('');
      expect(reports.get('conformance.html')).not.toMatch(/<script>window|<img|<svg|<iframe/);
      expect(visitors).toBe(0);
      // What serves nobody is asked by three requests, and by one more to be sure.
      if (behaviour.ends[from].every((code) => code === 3))
        expect(requests).toBeLessThanOrEqual((from === 'first' ? 0 : good) + 14);
    }
  });

test.describe('in a browser', () => {
  const browser = sharedBrowser();
  let folder: string;

  test.beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'token-conformance-hostile-'));
  });
  test.afterAll(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  for (const id of ['markup-everywhere', 'steering-in-refusals', 'redirects-to-other-hosts'])
    test(`the partner report of ${id} runs nothing`, async () => {
      const behaviour = behaviours.find((one) => one.id === id);
      if (!behaviour) throw new Error(`no behaviour ${id}`);
      const { reports } = await meet(behaviour, good, every);
      const file = join(folder, `${id}.html`);
      writeFileSync(file, reports.get('conformance.html') ?? '');
      const page = await browser().newPage();
      const requested: string[] = [];
      page.on('request', (request) => requested.push(request.url()));
      await page.goto(pathToFileURL(file).href);
      await expect(page.getByRole('heading', { name: 'Sign-off' })).toBeVisible();
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(requested).toEqual([pathToFileURL(file).href]);
      await page.close();
    });

  test('the HTML report of Playwright runs nothing, and the terminal gets nothing that steers it', async () => {
    const behaviour = behaviours.find(({ id }) => id === 'markup-everywhere');
    if (!behaviour) throw new Error('no such behaviour');
    const server = await startHostileServer(behaviour, 1);
    const place = newWhereabouts('hostile');
    try {
      const args = ['run', '--grep', 'password/(valid/minimal|missing/username|valid/bearer.*):'];
      const { code, out, err } = await runCommand(place, args, server.environment);
      expect(code).toBe(1);
      expect(piece(out + err)).toBe('');
      const page = await browser().newPage();
      const requested: string[] = [];
      page.on('request', (request) => requested.push(request.url()));
      await page.goto(`${pathToFileURL(join(place.reports, 'html', 'index.html'))}#?q=s:failed`);
      await page.getByRole('link', { name: /^password\/valid\/minimal:/ }).click();
      await expect(page.getByText('window.pwned=1').first()).toBeAttached();
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(requested.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([]);
      await page.close();
    } finally {
      await server.close();
      rmSync(place.root, { recursive: true, force: true });
    }
  });
});
