/** Whole commands, each a process of its own, timed from start to end. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { families } from '../../src/scenarios/scenario.js';
import { commandFile, packageRoot } from '../../src/settings/package-root.js';

const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli');

/** What the shell of the measuring person holds for some other target must not be measured. */
const cleanEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('TOKEN_')),
);

type Variables = Readonly<Record<string, string>>;

/** Seconds. Rejects when the command does not end with `status`. */
async function command(
  args: readonly string[],
  cwd: string,
  { variables = {}, status = 0 }: { readonly variables?: Variables; readonly status?: number } = {},
): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd, env: { ...cleanEnvironment, ...variables } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== status) throw new Error(`${args.join(' ')} ended with ${code}\n${output}`);
  return (performance.now() - start) / 1000;
}

export interface Commands {
  /** A whole run; without variables of the embedded sandbox. Seconds. */
  run(variables?: Variables, ...flags: readonly string[]): Promise<number>;
  /** Playwright alone with as many tests that do nothing, in as many files. Seconds. */
  empty(tests: number): Promise<number>;
  /** Node.js with nothing to do. Seconds. */
  node(): Promise<number>;
  /** From the start of the command until its first request comes. Seconds. */
  firstRequest(): Promise<number>;
  close(): void;
}

export function openCommands(): Commands {
  const folder = mkdtempSync(join(tmpdir(), 'token-conformance-bench-'));

  function emptySuite(tests: number): string {
    const suite = join(folder, `empty-${tests}`);
    mkdirSync(join(suite, 'tests'), { recursive: true });
    symlinkSync(join(packageRoot, 'node_modules'), join(suite, 'node_modules'));
    writeFileSync(join(suite, 'package.json'), '{"type":"module"}');
    writeFileSync(
      join(suite, 'playwright.config.js'),
      "export default { testDir: 'tests', workers: 1, reporter: [['html', { open: 'never' }]] };\n",
    );
    families.forEach((family, index) => {
      const share = Math.floor(tests / families.length) + (index < tests % families.length ? 1 : 0);
      writeFileSync(
        join(suite, 'tests', `${family}.spec.js`),
        `import { test } from '@playwright/test';\nfor (let i = 0; i < ${share}; i++) test('empty ' + i, async () => {});\n`,
      );
    });
    return suite;
  }
  const suites = new Map<number, string>();

  return {
    run: (variables = {}, ...flags) =>
      command([commandFile, 'run', '--report-dir', join(folder, 'reports'), ...flags], folder, { variables }),
    empty(tests) {
      const suite = suites.get(tests) ?? emptySuite(tests);
      suites.set(tests, suite);
      return command([playwright, 'test'], suite);
    },
    node: () => command(['--eval', ''], folder),
    async firstRequest() {
      const start = performance.now();
      let first: number | undefined;
      const server = createServer((_, response) => {
        first ??= performance.now();
        response.writeHead(404).end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      // The preflight does not get past it: exit code 3.
      await command([commandFile, 'run', '--report-dir', join(folder, 'unreached')], folder, {
        variables: { TOKEN_BASE_URL: `http://127.0.0.1:${port}` },
        status: 3,
      });
      server.close();
      if (first === undefined) throw new Error('no request came');
      return (first - start) / 1000;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
