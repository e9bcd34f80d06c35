/** `sandbox`: announced, faulty where it is told to be, ended by a signal. */
import { expect, test } from '@playwright/test';
import { commandLine, lines, serve } from './command-line.js';
import type { CommandProcess } from './command-process.js';

const { cli, start } = commandLine();

test.describe('sandbox', () => {
  async function announced({ child, printed }: CommandProcess): Promise<string> {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    await printed('curl');
    return text;
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    test(`announces itself, answers, and ends with 0 on ${signal}`, async () => {
      const { child, ...command } = start(['sandbox', '--port', '0']);
      try {
        const text = await announced({ child, ...command });
        const url = /listens on (http:\S+)/.exec(text)?.[1] ?? '';
        expect(text).toContain(`TOKEN_BASE_URL=${url}`);
        expect((await fetch(`${url}/oauth/token`, { method: 'GET' })).status).toBe(405);
        child.kill(signal);
        expect((await command.ended).code).toBe(0);
        await expect(fetch(`${url}/oauth/token`)).rejects.toThrow();
      } finally {
        child.kill('SIGKILL');
      }
    });

  test('breaks what the fault breaks, and answers later by the latency', async () => {
    const command = start(['sandbox', '--fault', 'revocation-unknown-404', '--latency', '300']);
    try {
      const text = await announced(command);
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
      command.child.kill('SIGKILL');
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
