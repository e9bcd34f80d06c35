/**
 * `npm run bench:peers -- FOLDER [ROUNDS]`: this tool beside those for any HTTP interface, on the same servers: one faulty sandbox
 * after the other, and the sound one, by turns, for the time. Keeps what was measured and writes docs/peers.md, which says what
 * FOLDER is to hold. Without FOLDER the page is written from what was kept.
 */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { startSandbox } from '../../../sandbox/server.js';
import { startTappedSandbox } from '../../self/tapped-sandbox.js';
import { byTurns } from '../by-turns.js';
import { commonFaults, sampledFaults } from './compared-faults.js';
import { keptComparison, keptFile, type Measured, pageFile, peersPage } from './page.js';
import { runTool } from './run-tool.js';
import { type Environment, type Tool, tools, versions } from './tools.js';

/** Seconds. Rejects when the tool is red, which makes all that it says of faulty servers worthless. */
async function onSound(tool: Tool, environment: Environment): Promise<number> {
  const { code, seconds, output } = await runTool(tool, environment);
  if (code !== 0) throw new Error(`${tool.name} is red on the sound server (${code})\n${output}`);
  return seconds;
}

async function requestsOf(tool: Tool): Promise<number> {
  const sandbox = await startTappedSandbox();
  await onSound(tool, sandbox.environment);
  await sandbox.close();
  return sandbox.responses();
}

async function secondsOf(tool: Tool): Promise<number> {
  const sandbox = await startSandbox();
  const seconds = await onSound(tool, sandbox.environment);
  await sandbox.close();
  return seconds;
}

async function isRed(tool: Tool, fault: string): Promise<boolean> {
  const sandbox = await startSandbox({ fault });
  const red = tool.isRed
    ? await tool.isRed(sandbox.environment)
    : (await runTool(tool, sandbox.environment)).code !== 0;
  await sandbox.close();
  return red;
}

async function measure(folder: string, rounds: number): Promise<void> {
  const installed = versions(folder);
  const compared = tools(folder);
  const requests = new Map<Tool, number>();
  for (const tool of compared) requests.set(tool, await requestsOf(tool));

  const caught = new Map<Tool, string[]>(compared.map((tool) => [tool, []]));
  for (const fault of [...Object.values(commonFaults).flat(), ...sampledFaults]) {
    // All at once, each against a server of its own: how long it takes does not matter here.
    await Promise.all(
      compared.map(async (tool) => {
        if (await isRed(tool, fault)) caught.get(tool)?.push(fault);
      }),
    );
    const by = compared.filter((tool) => caught.get(tool)?.includes(fault)).map(({ name }) => name);
    console.log(`${fault}: ${by.join('; ') || 'nobody'}`);
  }

  const seconds = await byTurns(
    Object.fromEntries(compared.map((tool) => [tool.name, () => secondsOf(tool)])),
    rounds,
  );
  const measured: Measured[] = compared.map((tool) => ({
    name: tool.name,
    has: tool.has,
    requests: requests.get(tool) ?? Number.NaN,
    seconds: seconds[tool.name] ?? Number.NaN,
    caught: caught.get(tool) ?? [],
  }));
  const kept = { versions: installed, rounds, common: commonFaults, sampled: sampledFaults, measured };
  await writeFile(keptFile, `${JSON.stringify(kept, null, 2)}\n`);
}

const [folder, rounds = '3'] = process.argv.slice(2);
if (folder !== undefined) await measure(resolve(folder), Number(rounds));
await writeFile(pageFile, peersPage(keptComparison()));
