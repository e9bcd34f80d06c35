/** The real command, or Playwright's own, as a process in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Results } from '../../src/reports/results.js';
import { commandFile, packageRoot } from '../../src/settings/package-root.js';

const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli');

export type Variables = Readonly<Record<string, string>>;

export interface Ended {
  /** `null`: ended by a signal. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandProcess {
  readonly child: ChildProcess;
  /** Settles when the process is gone and its output was read. */
  readonly ended: Promise<Ended>;
  /** Resolves once the output on stdout has this text. Rejects when the process ends without it. */
  printed(text: string): Promise<void>;
}

/**
 * A folder whose `work` is the working directory and whose `home` and `temporary` are what the process may
 * take for those: whatever it leaves behind is found below.
 */
export interface Whereabouts {
  readonly root: string;
  readonly work: string;
  readonly reports: string;
}

export function newWhereabouts(name: string): Whereabouts {
  const root = mkdtempSync(join(tmpdir(), `token-conformance-${name}-`));
  for (const folder of ['work', 'home', 'temporary']) mkdirSync(join(root, folder));
  return { root, work: join(root, 'work'), reports: join(root, 'work', 'reports') };
}

/** Without the settings of whoever runs these tests, and without what makes a process take itself for a Playwright worker. */
function cleanEnvironment(): Record<string, string> {
  const foreign =
    /^(TOKEN_|TEST_|(HTTPS?|NO)_PROXY$|(https?|no)_proxy$|PLAYWRIGHT_|PW_|GITHUB_|FORCE_COLOR$|NO_COLOR$|CI$|DEBUG$|NODE_OPTIONS$)/;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || foreign.test(name) ? [] : [[name, value]],
    ),
  );
}

interface Start {
  readonly program: string;
  readonly args: readonly string[];
  readonly by?: readonly string[];
  readonly cwd: string;
  readonly whereabouts: Whereabouts;
  readonly variables: Variables;
}

function start({ program, args, by = [], cwd, whereabouts: { root }, variables }: Start): CommandProcess {
  const temporary = join(root, 'temporary');
  const [command = '', ...rest] = [...by, process.execPath, program, ...args];
  const child = spawn(command, rest, {
    cwd,
    env: {
      ...cleanEnvironment(),
      HOME: join(root, 'home'),
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that it can be ended with everything that it started.
    detached: true,
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, out, err }));
  return {
    child,
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (out.includes(text)) resolve();
        };
        child.stdout.on('data', look);
        child.once('close', () => reject(new Error(`"${text}" was never printed:\n${out}\n${err}`)));
        look();
      }),
  };
}

/** `token-conformance ARGS`, called in `work`. @param by what starts it, such as a shell that sets limits before */
export function startCommand(
  whereabouts: Whereabouts,
  args: readonly string[],
  variables: Variables = {},
  by: readonly string[] = [],
): CommandProcess {
  return start({ program: commandFile, args, by, cwd: whereabouts.work, whereabouts, variables });
}

export function runCommand(
  whereabouts: Whereabouts,
  args: readonly string[],
  variables: Variables = {},
  by: readonly string[] = [],
): Promise<Ended> {
  return startCommand(whereabouts, args, variables, by).ended;
}

/** `npx playwright test ARGS` at the root of the repository; the reports go to `reports`. */
export function runPlaywright(
  whereabouts: Whereabouts,
  args: readonly string[],
  variables: Variables = {},
): Promise<Ended> {
  return start({
    program: playwright,
    args: ['test', ...args],
    cwd: packageRoot,
    whereabouts,
    variables: { TOKEN_REPORT_DIR: whereabouts.reports, ...variables },
  }).ended;
}

export function readResults({ reports }: Whereabouts): Results {
  return JSON.parse(readFileSync(join(reports, 'results.json'), 'utf8'));
}
