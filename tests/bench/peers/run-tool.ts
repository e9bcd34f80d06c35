/** One run of a tool, as a process of its own in a folder of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment, Tool } from './tools.js';

export interface EndedRun {
  /** 0: green. `null`: ended by a signal. */
  readonly code: number | null;
  /** From the start of the process to its end. */
  readonly seconds: number;
  readonly output: string;
}

/** Of the settings of whoever measures, only these reach the tool. */
const kept = ['PATH', 'HOME', 'LANG'];

export async function runTool(tool: Tool, environment: Environment): Promise<EndedRun> {
  const folder = mkdtempSync(join(tmpdir(), 'token-conformance-peers-'));
  try {
    const { args, variables } = tool.command(environment, folder);
    const own = Object.fromEntries(kept.map((name) => [name, process.env[name] ?? '']));
    const start = performance.now();
    const child = spawn(process.execPath, args, { cwd: folder, env: { ...own, ...variables } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    const code = await new Promise<number | null>((resolve, reject) =>
      child.on('error', reject).on('close', resolve),
    );
    return { code, seconds: (performance.now() - start) / 1000, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
