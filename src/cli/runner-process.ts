/** Playwright as a process of its own, whose end is orderly wherever it can be. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { goOn, heldStart } from '../session/held-start.js';
import { suiteEnvironment } from '../session/suite-environment.js';

export interface Ended {
  /** `undefined`: ended by a signal. */
  readonly code: number | undefined;
  readonly interrupted: boolean;
}

export interface PlaywrightProcess {
  /** Lets it run its tests. Resolves when it is gone; from now on it is what a signal to this process means. */
  goOn(): Promise<Ended>;
  /** Ends it, if it has not ended. */
  giveUp(): void;
}

/** Signals that come within this time are one, milliseconds. */
const sameKey = 500;

/** Time that an interrupted run gets to write its reports, milliseconds. */
const cleanEnd = 10_000;

/** Starts it, and no more: it runs nothing, and says nothing, until it may go on. */
export function startPlaywright(args: readonly string[], env: NodeJS.ProcessEnv): PlaywrightProcess {
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
  // Without a terminal to read from, Playwright advises no command of its own.
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...env, ...suiteEnvironment, [heldStart]: '1' },
  });
  const gone = new Promise<number | undefined>((settle, reject) => {
    child.once('error', reject);
    child.once('close', (code) => settle(code ?? undefined));
  });
  // Heard of when it is to go on.
  gone.catch(() => {});
  child.stdin.on('error', () => {});

  let interrupted = false;
  let deadline: NodeJS.Timeout | undefined;
  // Playwright ends cleanly on SIGINT, with reports, and on no other signal. While it starts its first worker
  // it may hang instead (1.65.1).
  let first = 0;
  const interrupt = (signal: NodeJS.Signals): void => {
    interrupted = true;
    if (deadline === undefined) {
      first = performance.now();
      deadline = setTimeout(() => child.kill('SIGKILL'), cleanEnd);
      console.error(
        '\nEnding: the reports of what was done are being written. Once more ends at once, without them.',
      );
    }
    // A terminal, and npm, tell it to everybody: what comes within a moment is the same key.
    const again = performance.now() - first > sameKey;
    child.kill(again ? 'SIGKILL' : signal === 'SIGTERM' ? 'SIGINT' : signal);
  };

  return {
    async goOn() {
      process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
      child.stdin.end(goOn);
      try {
        return { code: await gone, interrupted };
      } finally {
        clearTimeout(deadline);
        process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      }
    },
    giveUp() {
      child.kill('SIGKILL');
    },
  };
}
