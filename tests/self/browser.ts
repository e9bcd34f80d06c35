/** Chromium for tests that look at a report. Where there is none, they are skipped and say so. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, test } from '@playwright/test';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

export const hasBrowser = executablePath !== undefined;

export const noBrowser = 'no Chromium on this machine (Debian: apt-get install chromium)';

/** Without whatever a browser does on the network by itself. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });
}

/** One browser for all the tests of a file or a group, or none of them runs. What it returns is for use within tests. */
export function sharedBrowser(): () => Browser {
  let browser: Browser;
  test.skip(!hasBrowser, noBrowser);
  test.beforeAll(async () => {
    browser = await launchBrowser();
  });
  test.afterAll(() => browser?.close());
  return () => browser;
}
