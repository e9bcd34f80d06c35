/**
 * The hook: the user's own command, run to obtain what a grant presents. Nothing that a target says reaches its command line;
 * what it is to know stands in its environment, and what it prints is secret.
 */
import { spawn } from 'node:child_process';
import { withoutSuiteEnvironment } from './suite-environment.js';

/** Bytes of output: a token of any size fits. */
const outputLimit = 256 * 1024;

/** Values that one output may hold. */
const valuesLimit = 32;

export interface Hook {
  readonly command: string;
  /** Milliseconds. */
  readonly deadline: number;
}

/** It gave nothing. The reason quotes nothing that it printed. */
export class HookFailure extends Error {
  constructor(
    reason: string,
    /** Running it again would only take as long. */
    readonly lasting: boolean,
  ) {
    super(`the command of TOKEN_HOOK_CODE ${reason}`);
  }
}

/** A command of the shell has children of its own: they end with it. */
function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function outputOf(
  { command, deadline }: Hook,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      detached: process.platform !== 'win32',
      env: { ...withoutSuiteEnvironment(process.env), ...environment },
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const end = (): void => kill(child.pid);
    process.once('exit', end);
    let failure: HookFailure | undefined;
    const giveUp = (reason: string): void => {
      failure ??= new HookFailure(reason, true);
      end();
      // Whoever left its group may hold the output open.
      child.stdout.destroy();
    };
    const timer = setTimeout(() => giveUp(`did not end within ${deadline / 1000} s`), deadline);
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > outputLimit) giveUp(`prints more than ${outputLimit / 1024} kB`);
      else chunks.push(chunk);
    });
    child.on('error', () => giveUp('could not be started'));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      process.off('exit', end);
      if (failure) reject(failure);
      else if (code !== 0) reject(new HookFailure(`ended with ${signal ?? `exit code ${code}`}`, false));
      else resolve(Buffer.concat(chunks).toString('utf8').trim());
    });
  });
}

function valuesIn(output: string, principal: string): Record<string, string> {
  if (!output.startsWith('{')) return { [principal]: output };
  let parsed: unknown;
  try {
    parsed = JSON.parse(output);
  } catch {
    throw new HookFailure('prints something that begins like JSON and is none', false);
  }
  const entries = Object.entries(parsed as object);
  const isValue = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
  if (entries.length > valuesLimit || !entries.every(([, value]) => isValue(value)))
    throw new HookFailure('prints JSON that is more than parameters with a text each', false);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/**
 * Runs the hook once.
 *
 * @param principal the parameter that a plain output is the value of
 * @returns values by parameter; `undefined`: it printed nothing, and so has nothing of what is wanted
 * @throws HookFailure
 */
export async function runHook(
  hook: Hook,
  environment: Readonly<Record<string, string>>,
  principal: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  const output = await outputOf(hook, environment);
  return output === '' ? undefined : valuesIn(output, principal);
}
