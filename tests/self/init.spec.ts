/** `init` as people call it: the files that it writes, and what it says of mistakes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from '@playwright/test';
import { parse } from 'dotenv';
import { openTerminal } from '../../src/init/questions.js';
import { commandFile, packageRoot } from '../../src/settings/package-root.js';
import { freshFolder, serving } from './init-world.js';

test('a secret is typed without being shown', async () => {
  const input = new PassThrough();
  const output = new PassThrough();
  let seen = '';
  output.on('data', (chunk) => {
    seen += chunk;
  });
  const terminal = openTerminal({ input, output });
  const asked = terminal.askSecret('Secret: ');
  input.write('hunter2\n');
  expect(await asked).toBe('hunter2');
  const open = terminal.ask('Name: ');
  input.write('alice\n');
  expect(await open).toBe('alice');
  terminal.close();
  expect(seen).toContain('Secret: ');
  expect(seen).toContain('alice');
  expect(seen).not.toContain('hunter2');
});

test.describe('the command', () => {
  async function init(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(TOKEN_|FORCE_COLOR|CI$|.*_PROXY$)/i.test(name),
    );
    const child = spawn(process.execPath, [commandFile, 'init', ...args], {
      cwd,
      env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      out += chunk;
    });
    const [code] = await once(child, 'close');
    return { code, out };
  }

  test('writes both files, the .env for its owner alone, and replaces nothing unless it is told to', async () => {
    const server = await serving((path, form) =>
      path === '/token' && form.get('client_id') === 'me'
        ? { body: { access_token: 'secret-access-token', token_type: 'Bearer' } }
        : { status: path === '/token' ? 400 : 404, body: { error: 'invalid_request' } },
    );
    const cwd = freshFolder();
    const env = { TOKEN_CLIENT_ID: 'me', TOKEN_CLIENT_SECRET: 'never-shown-anywhere' };
    const tokenUrl = ['--token-url', `${server.url}/token`];
    const first = await init(cwd, tokenUrl, env);
    expect(first.code, first.out).toBe(0);
    expect(first.out).toContain('Written: token.openapi.yaml and .env');
    expect(statSync(join(cwd, '.env')).mode & 0o777).toBe(0o600);
    const written =
      readFileSync(join(cwd, '.env'), 'utf8') + readFileSync(join(cwd, 'token.openapi.yaml'), 'utf8');
    for (const secret of ['never-shown-anywhere', 'secret-access-token'])
      expect(first.out + written).not.toContain(secret);

    const second = await init(cwd, tokenUrl, env);
    expect(second).toMatchObject({
      code: 2,
      out: expect.stringContaining('.yaml is there already. Nothing was written'),
    });

    writeFileSync(
      join(cwd, '.env'),
      "TOKEN_CLIENT_SECRET='kept # value'\nTOKEN_OTHER_USERNAME=bob\nHTTPS_PROXY=\n",
      { mode: 0o644 },
    );
    expect((await init(cwd, [...tokenUrl, '--force'])).code).toBe(0);
    expect(parse(readFileSync(join(cwd, '.env')))).toMatchObject({
      TOKEN_CLIENT_SECRET: 'kept # value',
      TOKEN_OTHER_USERNAME: 'bob',
    });
    expect(statSync(join(cwd, '.env')).mode & 0o777).toBe(0o600);
    await server.close();
  });

  test('writes the .env of a document, and ends with 2 for what cannot be done', async () => {
    const cwd = freshFolder();
    const spec = join(packageRoot, 'specs', 'mbanq-token.openapi.yaml');
    const done = await init(cwd, ['--spec', spec]);
    expect(done.code, done.out).toBe(0);
    expect(done.out).toContain('Fill in TOKEN_CLIENT_SECRET, TOKEN_PASSWORD');
    expect(parse(readFileSync(join(cwd, '.env'))).TOKEN_BASE_URL).toBe('https://api.cloud.mbanq.com');

    const several = join(packageRoot, 'tests', 'self', 'dialects', 'several.yaml');
    const chosen = ['--spec', several, '--out', 'several', '--operation', 'POST /v2/oauth/token'];
    expect((await init(cwd, chosen)).code).toBe(0);
    expect(parse(readFileSync(join(cwd, 'several', '.env')))).toMatchObject({
      TOKEN_OPERATION: 'POST /v2/oauth/token',
      // Its server is a template without a default.
      TOKEN_BASE_URL: '',
    });

    mkdirSync(join(cwd, 'sub'));
    symlinkSync('/nowhere', join(cwd, 'sub', '.env'));
    const mistakes: readonly (readonly [readonly string[], number, RegExp])[] = [
      [[], 2, /Name the server by --issuer or --token-url, or a document by --spec/],
      [['--spec', 'nowhere.yaml', '--out', 'new'], 2, /nowhere.yaml.*no such file/s],
      [['--spec', spec, '--issuer', 'https://x.example'], 2, /--spec: a document is there already/],
      [['--issuer', 'x.example', '--out', 'new'], 2, /--issuer: the URL is no http\(s\) URL/],
      [
        ['--issuer', 'https://me:hunter2@x.example', '--out', 'new'],
        2,
        /--issuer: the URL contains a user name/,
      ],
      [['--token-url', 'http://192.0.2.1/t', '--out', 'new'], 2, /TOKEN_ALLOW_HTTP=192.0.2.1/],
      [['--token-url', 'http://127.0.0.1:9/t', '--out', 'new'], 3, /127.0.0.1:9/],
      [['--grants', 'a b;c', '--token-url', 'http://127.0.0.1:9/t'], 2, /--grants/],
    ];
    for (const [args, code, message] of mistakes) {
      const ended = await init(cwd, args);
      expect(ended.code, ended.out).toBe(code);
      expect(ended.out).toMatch(message);
      expect(ended.out).not.toMatch(/hunter2|\bat .*:\d+:\d+/);
    }
  });
});
