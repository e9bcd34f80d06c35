/** Playwright starts while the command makes sure of what it was given; nothing of it is left where that ends the command. */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { newWhereabouts, startCommand, type Variables } from './command-process.js';

const roots: string[] = [];
test.afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

/** Processes of the group that a command leads: what it started, and what that started. */
function group(leader: number): number[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,pgid=,stat='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([pid, pgid, state]) =>
      pgid === String(leader) && !state?.startsWith('Z') ? [Number(pid)] : [],
    );
}

function startRun(args: readonly string[], variables: Variables) {
  const whereabouts = newWhereabouts('held');
  roots.push(whereabouts.root);
  const command = startCommand(whereabouts, ['run', ...args], variables);
  return { ...command, whereabouts, leader: command.child.pid ?? 0 };
}

/** A port where nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

test('a document that is refused', async () => {
  const whereabouts = newWhereabouts('held');
  roots.push(whereabouts.root);
  const spec = join(whereabouts.work, 'broken.yaml');
  writeFileSync(spec, 'openapi: 3.1.0\npaths: {');
  const command = startCommand(whereabouts, ['run', '--spec', spec]);
  const { code, out, err } = await command.ended;
  expect(code).toBe(2);
  expect(err).toContain('broken.yaml');
  // Neither the report nor a word of Playwright.
  expect(out).toBe('');
  expect(err).not.toMatch(/playwright|at .*\.js/i);
  await expect.poll(() => group(command.child.pid ?? 0)).toEqual([]);
});

test('a target that never comes', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const { ended, leader } = startRun(['--wait-for', '2'], { TOKEN_BASE_URL: url });
  expect((await ended).code).toBe(3);
  await expect.poll(() => group(leader)).toEqual([]);
});

test('a command that is killed while it waits for its target', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const { child, ended, leader, printed } = startRun(['--wait-for', '60'], { TOKEN_BASE_URL: url });
  await printed('Token endpoint');
  await expect.poll(() => group(leader).length).toBeGreaterThan(1);
  child.kill('SIGKILL');
  await ended;
  await expect.poll(() => group(leader), { timeout: 20_000 }).toEqual([]);
});
