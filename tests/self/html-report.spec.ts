/** The HTML report, looked at in a browser: it opens from the file, offline, and leads to the finding. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { commandFile } from '../../src/settings/package-root.js';
import { hasBrowser, launchBrowser, noBrowser } from './browser.js';

test('names the broken requirement, shows the redacted exchange and none of our source', async () => {
  test.skip(!hasBrowser, noBrowser);
  const sandbox = await startSandbox({ fault: 'success-without-cache-control' });
  const reportDir = test.info().outputPath('reports');
  const command = [commandFile, 'run', '--report-dir', reportDir, '--tag', 'valid-grants'];
  const run = spawn(process.execPath, command, {
    cwd: test.info().outputPath(),
    env: { PATH: process.env.PATH, ...sandbox.environment },
    stdio: 'ignore',
  });
  const code = await new Promise((ended) => run.once('close', ended));
  await sandbox.close();
  expect(code).toBe(1);

  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(`${pathToFileURL(join(reportDir, 'html/index.html'))}#?q=s:failed`);
    await page.getByRole('link', { name: /^password\/valid\/minimal:/ }).click();
    const finding = page.getByText('cache-control-no-store:').last();
    await expect(page.getByText('RFC6749-5.1-cache-control-no-store (MUST)')).toBeVisible();
    await expect(finding).toBeVisible();
    await expect(page.getByText(/expected +Cache-Control with the directive no-store/)).toBeVisible();
    await page.getByText('request', { exact: true }).last().click();
    await expect(page.getByText(/password=‹password›/).filter({ visible: true })).toHaveCount(1);
    await expect(page.getByText(/toConform|conformance-test\.ts:\d+:\d+/)).toHaveCount(0);
    expect(requested.filter((url) => /^https?:/.test(url))).toEqual([]);
  } finally {
    await browser.close();
  }
});
