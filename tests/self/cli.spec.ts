/** How the command is used, and what it says of misuse. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { packageRoot, packageVersion } from '../../src/settings/package-root.js';
import { longFlag, settingNames } from '../../src/settings/setting-table.js';
import { commandLine, lines, serve } from './command-line.js';

const { cli, folder, start } = commandLine();

const document = join(packageRoot, 'specs', 'mbanq-token.openapi.yaml');

test.describe('usage', () => {
  test('--help shows the commands and the exit codes', async () => {
    const { code, out } = await cli(['--help']);
    expect(code).toBe(0);
    for (const word of ['run', 'list', 'preflight', 'sandbox', 'Exit codes', '.env.example'])
      expect(out).toContain(word);
    expect(lines(out).filter((line) => line.length > 80)).toEqual([]);
  });

  test('--version shows the version', async () => {
    expect(await cli(['--version'])).toMatchObject({ code: 0, out: `${packageVersion}\n` });
  });

  test('run --help names the variable and the default of each setting, and no flag for a secret', async () => {
    const { code, out } = await cli(['run', '--help']);
    expect(code).toBe(0);
    for (const word of ['--base-url', '-u', 'TOKEN_RATE_LIMIT', '--grep-invert', '--shard', 'default: must'])
      expect(out).toContain(word);
    const flags = settingNames.flatMap((name) => longFlag(name) ?? []);
    expect(flags.filter((flag) => !out.includes(flag))).toEqual([]);
    expect(out).not.toMatch(/--\S*(secret|password)/);
  });

  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [['rnu'], /unknown command 'rnu' \(Did you mean run\?\)/],
    [['run', '--bas-url', 'x'], /unknown option '--bas-url' \(Did you mean --base-url\?\)/],
    [['run', '--base-url'], /argument missing/],
    [['run', 'surplus'], /too many arguments/],
    [['run', '--grep', '('], /--grep: this is not a regular expression/],
    [['run', '--grep-invert', '('], /--grep-invert: this is not a regular expression/],
    [['run', '--shard', '5/4'], /--shard: write which part of how many/],
    [['run', '--seed', 'x'], /flag --seed: the value is not a whole number/],
    [['run', '--fail-on', 'mst'], /flag --fail-on: .*must \(did you mean that\?\)/],
    [
      ['run', '--profile', 'nobodys'],
      /there is no profile "nobodys".*name one of .*mbanq.*spring-security-oauth/,
    ],
    [['preflight', '--base-url', ''], /flag --base-url: the value is empty/],
    [['list', '--spec', 'nowhere.yaml'], /flag --spec: the value names no file/],
    [['sandbox', '--port', 'eighty'], /--port: the value is not a whole number/],
    [['sandbox', '--product', 'winter'], /--product: there is no such product; there is spring-legacy/],
    [['sandbox', '--fault', 'revocation-twice-404'], /did you mean revocation-twice-400/],
  ];
  for (const [args, message] of mistakes)
    test(`"${args.join(' ')}" ends with 2 and says why`, async () => {
      const { code, out, err } = await cli(args);
      expect(code).toBe(2);
      expect(err.replace(/\s+/g, ' ')).toMatch(message);
      expect(err).not.toMatch(/\bat .*:\d+:\d+/);
      expect(out).toBe('');
    });

  test('a suggestion stands on the line of its message', async () => {
    expect(lines((await cli(['rnu'])).err)).toHaveLength(1);
    expect(lines((await cli(['run', '--bas-url', 'x'])).err)).toHaveLength(1);
  });

  test('no command shows the help and ends with 2', async () => {
    const { code, err } = await cli([]);
    expect(code).toBe(2);
    expect(err).toContain('Usage: token-conformance');
  });

  test('a secret given as a flag is refused, is not repeated, and its variable is named', async () => {
    for (const args of [
      ['run', '--client-secret=hunter2'],
      ['run', '--client-secret', 'hunter2'],
    ]) {
      const { code, out, err } = await cli(args);
      expect(code).toBe(2);
      expect(err).toContain('TOKEN_CLIENT_SECRET');
      expect(out + err).not.toContain('hunter2');
    }
  });

  test('all wrong settings are reported at once', async () => {
    const { code, err } = await cli(['preflight', '--seed', 'x'], {
      TOKEN_BASE_URL: 'https://user:hunter2@api.example',
      TOKEN_REQUEST_TIMEOUT: 'soon',
    });
    expect(code).toBe(2);
    expect(lines(err)).toHaveLength(3);
    expect(err).not.toContain('hunter2');
  });

  test('a document that is broken ends with 2 and says where', async () => {
    const broken = join(folder(), 'broken.yaml');
    writeFileSync(broken, readFileSync(document, 'utf8').replace('required: true', 'required: perhaps'));
    for (const command of ['list', 'preflight', 'run']) {
      const { code, err } = await cli([command, '--spec', broken]);
      expect(code).toBe(2);
      expect(err).toContain('broken.yaml');
      expect(err).toContain('To mend it:');
    }
  });

  test('a .env in the folder of the call is read', async () => {
    const file = join(folder(), '.env');
    writeFileSync(file, '\nTOKEN_SEED=many\n');
    try {
      const { code, err } = await cli(['list']);
      expect(code).toBe(2);
      expect(err).toContain('.env line 2 (TOKEN_SEED)');
    } finally {
      rmSync(file);
    }
  });
});

test.describe('list', () => {
  test('shows every scenario once with the checks that judge it, and counts', async () => {
    const [text, json] = await Promise.all([cli(['list']), cli(['list', '--json'])]);
    expect([text.code, json.code]).toEqual([0, 0]);
    const { scenarios, invariants, counts } = JSON.parse(json.out);
    expect(counts.scenarios).toBeGreaterThan(100);
    expect(scenarios).toHaveLength(counts.scenarios);
    expect(invariants).toHaveLength(counts.invariants);
    expect(new Set(scenarios.map(({ id }: { id: string }) => id)).size).toBe(counts.scenarios);
    for (const { id, title } of scenarios) expect(text.out).toContain(`  ${id}  ${title}\n`);
    expect(text.out).toContain(`${counts.scenarios} scenarios, ${counts.checks} checks`);
  });

  test('does not need the target that is set, and warns of a slip on stderr only', async () => {
    const { code, out, err } = await cli(['list', '--json'], {
      TOKEN_BASE_URL: 'https://nowhere.invalid',
      TOKEN_CLIENTID: 'canary',
    });
    expect(code).toBe(0);
    expect(JSON.parse(out).counts.scenarios).toBeGreaterThan(0);
    expect(err).toContain('did you mean TOKEN_CLIENT_ID?');
    expect(out + err).not.toContain('canary');
  });
});

test.describe('run', () => {
  test('ends with 3 when the target does not come within --wait-for, and leaves no old results', async () => {
    const { url, close } = await serve((response) => response.end());
    await close();
    const old = ['results.json', 'junit.xml'].map((name) => join(folder(), name));
    for (const file of old) writeFileSync(file, '{"exitCode":0}');
    const { code, err } = await cli(['run', '-u', url, '--wait-for', '500ms', '--report-dir', folder()]);
    expect(code).toBe(3);
    expect(err).toContain('Nothing accepts connections');
    expect(old.filter((file) => existsSync(file))).toEqual([]);
  });

  for (const [signal, moment, seen] of [
    ['SIGINT', 'while it begins', 'scenarios, seed'],
    ['SIGTERM', 'in the middle', 'scenarios: '],
  ] as const)
    test(`${signal} ${moment} ends it with 3`, async () => {
      const { child, ended } = start(['run', '--report-dir', join(folder(), signal)]);
      let text = '';
      const reached = new Promise<void>((resolve) => {
        child.stdout?.on('data', (chunk) => {
          text += chunk;
          if (text.includes(seen)) resolve();
        });
      });
      try {
        await Promise.race([reached, ended]);
        child.kill(signal);
        expect((await ended).code).toBe(3);
        if (moment === 'in the middle') expect(text).toContain('INCONCLUSIVE');
      } finally {
        child.kill('SIGKILL');
      }
    });
});

test('replay tells what is broken before what is kept', async () => {
  const sandbox = await startSandbox({ fault: 'success-cacheable' });
  try {
    const { code, out } = await cli(['replay', 'password/valid/minimal'], sandbox.environment);
    expect(code).toBe(1);
    const [, verdicts = ''] = out.split('--- verdicts');
    const outcomes = [...verdicts.matchAll(/^(fail|warn|info|pass|not-applicable) {2}/gm)].map(
      ([, one]) => one,
    );
    expect(new Set(outcomes)).toEqual(new Set(['fail', 'info', 'pass', 'not-applicable']));
    expect(outcomes).toEqual(
      ['fail', 'info', 'pass', 'not-applicable'].flatMap((one) => outcomes.filter((other) => other === one)),
    );
  } finally {
    await sandbox.close();
  }
});
