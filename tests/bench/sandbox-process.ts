/** The sandbox as a process of its own, as targets are: what it computes is no cost of its client. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parse } from 'dotenv';
import { commandFile } from '../../src/settings/package-root.js';

export interface SandboxProcess {
  /** Settings of somebody who knows the sandbox, `TOKEN_BASE_URL` among them. */
  readonly environment: Readonly<Record<string, string>>;
  readonly url: string;
  close(): Promise<void>;
}

/** Rejects when it ends before it listens. */
export async function startSandboxProcess(): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [commandFile, 'sandbox', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text) => {
      said += text;
      // Its last words: an example for curl.
      if (/^curl [\s\S]*\n$/m.test(said)) resolve();
    });
    child.once('close', () => reject(new Error(`the sandbox did not start: ${said}`)));
  });
  const environment = parse(said.replace(/^curl [\s\S]*/m, ''));
  return {
    environment,
    url: environment.TOKEN_BASE_URL ?? '',
    async close() {
      child.kill();
      await ended;
    },
  };
}
