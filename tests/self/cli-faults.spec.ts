/** What happens when the tool itself fails, or the runner that it starts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { commandLine, lines } from './command-line.js';
import type { Variables } from './command-process.js';

const { cli, folder, start } = commandLine();

/** Loaded by node before the command: makes something go wrong inside. */
function sabotage(name: string, code: string): Variables {
  const file = join(folder(), `${name}.cjs`);
  writeFileSync(file, code);
  return { NODE_OPTIONS: `--require ${file}` };
}

test.describe('faults of the tool itself', () => {
  test('an unexpected exception ends with 4, names the fault and keeps secrets', async () => {
    const env = sabotage(
      'throwing-server',
      `const http = require('node:http');
       http.createServer = () => { throw new Error('planted \\u001b[31m with ' + process.env.TOKEN_CLIENT_SECRET); };
       require('node:module').syncBuiltinESMExports();`,
    );
    const { code, out, err } = await cli(['sandbox'], { ...env, TOKEN_CLIENT_SECRET: 'canary-secret' });
    expect(code).toBe(4);
    expect(err).toContain('planted');
    expect(err).toContain('This is a fault of token-conformance');
    expect(out + err).not.toContain('canary');
    expect(err).not.toContain('\u001b');
    expect(lines(err).filter((line) => line.trim().startsWith('at '))).toHaveLength(1);
  });

  test('an exception outside of any command ends with 4 as well, and shows no message', async () => {
    const env = sabotage('late', `setTimeout(() => { throw new TypeError('canary'); }, 1000).unref();`);
    const { child, ended } = start(['sandbox'], env);
    try {
      const { code, err } = await ended;
      expect(code).toBe(4);
      expect(err).toContain('TypeError: this is a fault of token-conformance');
      expect(err).not.toContain('canary');
    } finally {
      child.kill('SIGKILL');
    }
  });

  test('a reader that goes away is no news', async () => {
    const { child, ended } = start(['list', '--json']);
    child.stdout?.destroy();
    expect((await ended).err).toBe('');
  });

  test('a runner that ends without results is never a success, even beside old ones', async () => {
    const env = sabotage('silent-runner', `if (process.argv[2] === 'test') process.exit(0);`);
    const results = join(folder(), 'results.json');
    writeFileSync(results, '{"exitCode":0}');
    const { code, err } = await cli(['run', '--report-dir', folder()], env);
    expect(code).toBe(4);
    expect(err).toContain('The run ended without');
  });

  for (const [written, ended, expected] of [
    ['{"exitCode":0}', 0, 0],
    ['{"exitCode":1}', 1, 1],
    ['{"exitCode":3}', 1, 3],
    ['{"exitCode":0}', 1, 4],
    ['{"exitCode":7}', 0, 4],
    ['{"exitCode":', 0, 4],
  ] as const)
    test(`results ${written} of a runner that ends with ${ended} mean ${expected}`, async () => {
      const env = sabotage(
        'runner',
        `if (process.argv[2] === 'test') {
           require('node:fs').writeFileSync(${JSON.stringify(join(folder(), 'results.json'))}, ${JSON.stringify(written)});
           process.exit(${ended});
         }`,
      );
      expect((await cli(['run', '--report-dir', folder()], env)).code).toBe(expected);
    });

  test('the runner gets flags and seed by environment, and no secret as an argument', async () => {
    const seen = join(folder(), 'seen.json');
    const env = sabotage(
      'curious-runner',
      `if (process.argv[2] === 'test') {
         require('node:fs').writeFileSync(${JSON.stringify(seen)}, JSON.stringify({ argv: process.argv, env: process.env }));
         process.exit(0);
       }`,
    );
    const flags = ['--fail-on', 'never', '--max-failures', '3', '--workers', '2', '--request-timeout', '7s'];
    await cli(['run', ...flags, '--report-dir', folder()], {
      ...env,
      TOKEN_CLIENT_SECRET: 'canary',
      FORCE_COLOR: '1',
    });
    const runner = JSON.parse(readFileSync(seen, 'utf8'));
    expect(runner.env).toMatchObject({
      TOKEN_FAIL_ON: 'never',
      TOKEN_MAX_FAILURES: '3',
      TOKEN_REQUEST_TIMEOUT: '7s',
      TOKEN_REPORT_DIR: folder(),
      TOKEN_SEED: expect.stringMatching(/^\d+$/),
      TOKEN_CLIENT_SECRET: 'canary',
      NO_COLOR: '1',
    });
    expect(runner.env.FORCE_COLOR).toBeUndefined();
    expect(runner.argv.join(' ')).toContain('--workers 2 --max-failures 3');
    expect(runner.argv.join(' ')).not.toContain('canary');
  });
});
