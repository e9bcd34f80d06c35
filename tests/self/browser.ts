/** Chromium for tests that look at a report. Where there is none, they are skipped and say so. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';

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
