import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { packageRoot, packageVersion } from '../../src/settings/package-root.js';
import { longFlag, settingNames } from '../../src/settings/setting-table.js';
import { type OnLoopback, onLoopback } from './on-loopback.js';

const main = join(packageRoot, 'dist', 'src', 'cli', 'main.js');
const document = join(packageRoot, 'specs', 'mbanq-token.openapi.yaml');

let folder: string;

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-conformance-cli-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Environment = Readonly<Record<string, string>>;

/** In a folder without `.env`, and without any variable of the caller's that could be a setting. */
function start(args: readonly string[], env: Environment = {}): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(TOKEN_|FORCE_COLOR|CI$)/.test(name));
  return spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function ended(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

const cli = (args: readonly string[], env?: Environment): Promise<Ended> => ended(start(args, env));

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

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
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, readFileSync(document, 'utf8').replace('required: true', 'required: perhaps'));
    for (const command of ['list', 'preflight', 'run']) {
      const { code, err } = await cli([command, '--spec', broken]);
      expect(code).toBe(2);
      expect(err).toContain('broken.yaml');
      expect(err).toContain('To mend it:');
    }
  });

  test('a .env in the folder of the call is read', async () => {
    const file = join(folder, '.env');
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

test.describe('sandbox', () => {
  async function announced(child: ChildProcess): Promise<string> {
    let text = '';
    for await (const chunk of child.stdout ?? []) {
      text += chunk;
      if (text.includes('curl')) return text;
    }
    throw new Error(`the sandbox ended: ${text}`);
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    test(`announces itself, answers, and ends with 0 on ${signal}`, async () => {
      const child = start(['sandbox', '--port', '0']);
      try {
        const text = await announced(child);
        const url = /listens on (http:\S+)/.exec(text)?.[1] ?? '';
        expect(text).toContain(`TOKEN_BASE_URL=${url}`);
        expect((await fetch(`${url}/oauth/token`, { method: 'GET' })).status).toBe(405);
        child.kill(signal);
        expect((await once(child, 'close'))[0]).toBe(0);
        await expect(fetch(`${url}/oauth/token`)).rejects.toThrow();
      } finally {
        child.kill('SIGKILL');
      }
    });

  test('breaks what the fault breaks, and answers later by the latency', async () => {
    const child = start(['sandbox', '--fault', 'revocation-unknown-404', '--latency', '300']);
    try {
      const text = await announced(child);
      const value = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
      const before = performance.now();
      const { status } = await fetch(`${value('TOKEN_BASE_URL')}/oauth/revoke`, {
        method: 'POST',
        headers: {
          tenantId: value('TOKEN_TENANT_ID'),
          'X-Forwarded-For': '192.0.2.1',
          'X-Device-Fingerprint': 'x',
        },
        body: new URLSearchParams({
          client_id: value('TOKEN_CLIENT_ID'),
          client_secret: value('TOKEN_CLIENT_SECRET'),
          token: 'never-issued',
        }),
      });
      expect(status).toBe(404);
      expect(performance.now() - before).toBeGreaterThan(290);
    } finally {
      child.kill('SIGKILL');
    }
  });

  test('--list-faults names each fault and what it breaks', async () => {
    const { code, out } = await cli(['sandbox', '--list-faults']);
    expect(code).toBe(0);
    expect(lines(out).length).toBeGreaterThan(20);
    expect(out).toMatch(/^revocation-unknown-404 {2}Revoking an unknown token answers 404\.$/m);
  });

  test('a port that is taken ends with 2', async () => {
    const { url, close } = await serve((response) => response.end());
    try {
      const { code, err } = await cli(['sandbox', '--port', new URL(url).port]);
      expect(code).toBe(2);
      expect(err).toContain('this port cannot be had (EADDRINUSE)');
    } finally {
      await close();
    }
  });
});

interface Served extends OnLoopback {
  readonly requests: readonly string[];
}

async function serve(answer: (response: ServerResponse, body: string) => void): Promise<Served> {
  const requests: string[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push(`${request.method} ${request.url} ${body}`);
    answer(response, body);
  });
  return { ...(await onLoopback(server)), requests };
}

function json(response: ServerResponse, status: number, value: unknown, headers: Environment = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(value));
}

test.describe('preflight', () => {
  test('passes against the embedded sandbox, whatever values of another target are set', async () => {
    const { code, out } = await cli(['preflight'], { TOKEN_CLIENT_SECRET: 'of-another-target' });
    expect(code).toBe(0);
    expect(out).toContain('Preflight: ok');
    expect(out).not.toContain('not your own');
  });

  const situations: readonly (readonly [string, (response: ServerResponse) => void, RegExp])[] = [
    ['a wrong secret', (response) => json(response, 401, { error: 'invalid_client' }), /TOKEN_CLIENT_SECRET/],
    ['nothing at the path', (response) => json(response, 404, {}), /TOKEN_BASE_URL, so that/],
    [
      'a web page',
      (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Hi</html>'),
      /web page/,
    ],
    ['a crash', (response) => json(response, 500, {}), /failed on a valid request/],
    [
      'a used-up rate',
      (response) => json(response, 429, {}, { 'Retry-After': '86400' }),
      /Retry-After: 86400/,
    ],
    [
      'a redirect',
      (response) => response.writeHead(302, { Location: 'https://login.example/?next=1' }).end(),
      /redirect to https:\/\/login\.example\//,
    ],
    ['bytes that are not HTTP', (response) => response.socket?.end('SSH-2.0-server\r\n'), /Scheme and port/],
  ];
  for (const [name, answer, explanation] of situations)
    test(`explains ${name} and ends with 3, after two requests at most and without a secret`, async () => {
      const target = await serve(answer);
      try {
        const { code, out, err } = await cli(['preflight', '--base-url', target.url], {
          TOKEN_CLIENT_SECRET: 'canary-client-secret',
          TOKEN_PASSWORD: 'canary-password',
        });
        expect(code).toBe(3);
        expect(out.replace(/\s+/g, ' ')).toMatch(explanation);
        expect(out).toContain(`${target.url}/oauth/token`);
        expect(out + err).not.toContain('canary');
        expect(target.requests.length).toBeGreaterThan(0);
        expect(target.requests.length).toBeLessThanOrEqual(2);
        expect(target.requests[0]).toContain('client_secret=canary-client-secret');
      } finally {
        await target.close();
      }
    });

  test('passes when a token comes, and prints no token', async () => {
    const target = await serve((response) =>
      json(response, 200, { access_token: 'canary-token', token_type: 'bearer' }),
    );
    try {
      const { code, out, err } = await cli(['preflight', '-u', target.url]);
      expect(code).toBe(0);
      expect(out + err).not.toContain('canary');
    } finally {
      await target.close();
    }
  });

  test('a secret that the target echoes in any form stays out of the page', async () => {
    const secret = 'canary p&ss/w+rd';
    const target = await serve((response, body) =>
      json(response, 400, { error: 'invalid_grant', error_description: `bad: ${secret} in ${body}` }),
    );
    try {
      const { code, out, err } = await cli(['preflight', '-u', target.url], { TOKEN_PASSWORD: secret });
      expect(code).toBe(3);
      expect(out).toContain('invalid_grant');
      expect(out + err).not.toContain('canary');
    } finally {
      await target.close();
    }
  });

  test('explains that nobody listens and ends with 3', async () => {
    const { url, close } = await serve((response) => response.end());
    await close();
    const { code, out } = await cli(['preflight', '--base-url', url]);
    expect(code).toBe(3);
    expect(out).toContain('Nobody accepts connections');
  });

  test('--request-timeout ends the wait for a target that never answers', async () => {
    const target = await serve(() => undefined);
    try {
      const { code, out } = await cli(['preflight', '-u', target.url, '--request-timeout', '300ms']);
      expect(code).toBe(3);
      expect(out).toContain('TOKEN_REQUEST_TIMEOUT');
    } finally {
      await target.close();
    }
  });

  test('--wait-for waits for a target that is still starting', async () => {
    const first = await serve((response) => response.end());
    await first.close();
    const { port } = new URL(first.url);
    const child = start(['preflight', '-u', first.url, '--wait-for', '20']);
    const result = ended(child);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const late = createServer((_, response) =>
      json(response, 200, { access_token: 'x', token_type: 'bearer' }),
    );
    late.listen(Number(port), '127.0.0.1');
    try {
      expect((await result).code).toBe(0);
    } finally {
      child.kill('SIGKILL');
      late.closeAllConnections();
      late.close();
    }
  });
});

/** Loaded by node before the command: makes something go wrong inside. */
function sabotage(name: string, code: string): Environment {
  const file = join(folder, `${name}.cjs`);
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
    const child = start(['sandbox'], env);
    try {
      const { code, err } = await ended(child);
      expect(code).toBe(4);
      expect(err).toContain('TypeError: this is a fault of token-conformance');
      expect(err).not.toContain('canary');
    } finally {
      child.kill('SIGKILL');
    }
  });

  test('a reader that goes away is no news', async () => {
    const child = start(['list', '--json']);
    child.stdout?.destroy();
    expect((await ended(child)).err).toBe('');
  });

  test('a runner that ends without results is never a success, even beside old ones', async () => {
    const env = sabotage('silent-runner', `if (process.argv[2] === 'test') process.exit(0);`);
    const results = join(folder, 'results.json');
    writeFileSync(results, '{"exitCode":0}');
    const { code, err } = await cli(['run', '--report-dir', folder], env);
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
           require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'results.json'))}, ${JSON.stringify(written)});
           process.exit(${ended});
         }`,
      );
      expect((await cli(['run', '--report-dir', folder], env)).code).toBe(expected);
    });

  test('the runner gets flags and seed by environment, and no secret as an argument', async () => {
    const seen = join(folder, 'seen.json');
    const env = sabotage(
      'curious-runner',
      `if (process.argv[2] === 'test') {
         require('node:fs').writeFileSync(${JSON.stringify(seen)}, JSON.stringify({ argv: process.argv, env: process.env }));
         process.exit(0);
       }`,
    );
    const flags = ['--fail-on', 'never', '--max-failures', '3', '--workers', '2', '--request-timeout', '7s'];
    await cli(['run', ...flags, '--report-dir', folder], {
      ...env,
      TOKEN_CLIENT_SECRET: 'canary',
      FORCE_COLOR: '1',
    });
    const runner = JSON.parse(readFileSync(seen, 'utf8'));
    expect(runner.env).toMatchObject({
      TOKEN_FAIL_ON: 'never',
      TOKEN_MAX_FAILURES: '3',
      TOKEN_REQUEST_TIMEOUT: '7s',
      TOKEN_REPORT_DIR: folder,
      TOKEN_SEED: expect.stringMatching(/^\d+$/),
      TOKEN_CLIENT_SECRET: 'canary',
      NO_COLOR: '1',
    });
    expect(runner.env.FORCE_COLOR).toBeUndefined();
    expect(runner.argv.join(' ')).toContain('--workers 2 --max-failures 3');
    expect(runner.argv.join(' ')).not.toContain('canary');
  });
});

test.describe('run', () => {
  test('ends with 3 when the target does not come within --wait-for, and leaves no old results', async () => {
    const { url, close } = await serve((response) => response.end());
    await close();
    const old = ['results.json', 'junit.xml'].map((name) => join(folder, name));
    for (const file of old) writeFileSync(file, '{"exitCode":0}');
    const { code, err } = await cli(['run', '-u', url, '--wait-for', '500ms', '--report-dir', folder]);
    expect(code).toBe(3);
    expect(err).toContain('Nothing accepts connections');
    expect(old.filter((file) => existsSync(file))).toEqual([]);
  });

  for (const [signal, moment, seen] of [
    ['SIGINT', 'while it begins', 'scenarios, seed'],
    ['SIGTERM', 'in the middle', 'scenarios: '],
  ] as const)
    test(`${signal} ${moment} ends it with 3`, async () => {
      const child = start(['run', '--report-dir', join(folder, signal)]);
      const result = ended(child);
      let text = '';
      const reached = new Promise<void>((resolve) => {
        child.stdout?.on('data', (chunk) => {
          text += chunk;
          if (text.includes(seen)) resolve();
        });
      });
      try {
        await Promise.race([reached, result]);
        child.kill(signal);
        expect((await result).code).toBe(3);
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
