/** The command against one hostile behaviour, with every setting at its default. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandFile } from '../../src/settings/package-root.js';
import type { Behaviour } from './behaviour.js';
import { startHostileServer } from './server.js';

/** More than anything takes that is bounded by the number of its requests, milliseconds. */
const limit = 15 * 60_000;

/** What a terminal would act upon. A carriage return, or an escape, is none of ours where the output is no terminal. */
const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/;

export interface Ended {
  readonly code: number | null;
  readonly seconds: number;
  /** Largest sum of what the processes of the run held at one time. */
  readonly megabytes: number;
  /** Whether something was printed that a terminal would act upon. */
  readonly steered: boolean;
  /** Number of requests that the server saw. */
  readonly requests: number;
}

/** Resident memory of a process and all that it started, kilobytes. Only where there is a /proc. */
function residentKilobytes(group: number): number {
  let sum = 0;
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one)))
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[2]) !== group) continue;
      sum += Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It ended meanwhile.
    }
  return sum;
}

/** @param good how many requests are served properly before the behaviour begins */
export async function runAgainst(behaviour: Behaviour, good: number): Promise<Ended> {
  const server = await startHostileServer(behaviour, good);
  const folder = mkdtempSync(join(tmpdir(), 'token-conformance-hostile-'));
  const command = [commandFile, 'run', '--report-dir', folder, '--seed', '1'];
  const began = performance.now();
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: { PATH: process.env.PATH, ...server.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const group = child.pid ?? 0;
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, residentKilobytes(group));
    if (performance.now() - began > limit) process.kill(-group, 'SIGKILL');
  }, 250);
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  clearInterval(watch);
  const seconds = (performance.now() - began) / 1000;
  const requests = server.requests();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
  return { code, seconds, megabytes: most / 1024, steered: steering.test(output), requests };
}
