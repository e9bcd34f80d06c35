/** `preflight`: what it makes of targets, sound and strange, and that no secret is printed. */
import { createServer, type ServerResponse } from 'node:http';
import { expect, test } from '@playwright/test';
import { commandLine, json, serve } from './command-line.js';

const { cli, start } = commandLine();

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
    const { child, ended } = start(['preflight', '-u', first.url, '--wait-for', '20']);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const late = createServer((_, response) =>
      json(response, 200, { access_token: 'x', token_type: 'bearer' }),
    );
    late.listen(Number(port), '127.0.0.1');
    try {
      expect((await ended).code).toBe(0);
    } finally {
      child.kill('SIGKILL');
      late.closeAllConnections();
      late.close();
    }
  });
});
