/** What `npm pack` gives: it installs into an empty project, and works there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packageRoot, packageVersion } from '../../src/settings/package-root.js';

let folder: string;

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-conformance-package-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Without the variables that make npm and Playwright take themselves for a part of this test run. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(TOKEN_|TEST_|PLAYWRIGHT_|PW_|npm_(?!config_))/i.test(name),
  ),
);

const npm = (...args: readonly string[]): string =>
  execFileSync('npm', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const node = (...args: readonly string[]): string =>
  execFileSync(process.execPath, args, {
    cwd: folder,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

test('installs from its tarball and works in a project of its own', () => {
  test.setTimeout(300_000);
  // Built already; a build now would change the files under other tests.
  npm('pack', packageRoot, '--ignore-scripts');
  const tarball = `token-conformance-${packageVersion}.tgz`;
  // A growth beyond this wants a reason: the catalogue and the proof of detection are half of it.
  expect(statSync(join(folder, tarball)).size).toBeLessThan(1_500_000);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  npm('install', `./${tarball}`, '--prefer-offline', '--no-audit', '--no-fund');

  const installed = join(folder, 'node_modules', 'token-conformance');
  const outsiders = (readdirSync(installed, { recursive: true }) as string[]).filter((path) =>
    /^(src|sandbox|tests|reports)\/|dist\/tests\/(self|detection|bench)|\.tsbuildinfo$|(^|\/)\.env$/.test(
      path,
    ),
  );
  expect(outsiders).toEqual([]);

  const command = join(folder, 'node_modules', '.bin', 'token-conformance');
  expect(node(command, 'run', '--seed', '1')).toContain('COMPATIBLE');
  const results = JSON.parse(readFileSync(join(folder, 'reports', 'results.json'), 'utf8'));
  expect(results.verdict).toBe('compatible');
  expect(results.exitCode).toBe(0);

  writeFileSync(
    join(folder, 'embedded.js'),
    `import { run } from 'token-conformance';
     const { counts, verdict } = await run({ environment: {}, only: (id) => id.startsWith('password/valid/') });
     console.log(JSON.stringify({ counts, verdict }));`,
  );
  expect(JSON.parse(node('embedded.js'))).toMatchObject({ verdict: 'inconclusive', counts: { fail: 0 } });

  writeFileSync(
    join(folder, 'typed.ts'),
    `import { type Check, type Contract, pass, readContract, run } from 'token-conformance';
     export const check: Check = {
       id: 'own',
       title: 'One of our own',
       requirements: ['RFC6749-5.1-token-type'],
       on: { every: 'success' },
       judge: ({ observation }) => (observation.response?.status === 200 ? pass : pass),
       examples: { conforming: [], violating: [] },
     };
     const { counts } = await run({ environment: {} });
     const { grants }: Contract = await readContract('openapi.yaml');
     export const numbers: readonly number[] = [counts.fail, grants.length];
     // @ts-expect-error
     export const text: string = counts.fail;
     // @ts-expect-error
     grants[0].type = 7;`,
  );
  const [compiler, types] = ['typescript/bin/tsc', '@types'].map((path) =>
    join(packageRoot, 'node_modules', path),
  );
  const strict = '--noEmit --strict --noUncheckedIndexedAccess false --module nodenext --target es2023';
  const { stdout } = spawnSync(
    process.execPath,
    [compiler ?? '', ...strict.split(' '), '--typeRoots', types ?? '', '--types', 'node', 'typed.ts'],
    { cwd: folder, env, encoding: 'utf8' },
  );
  expect(stdout).toBe('');
});
