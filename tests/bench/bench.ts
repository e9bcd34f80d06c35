/**
 * `npm run bench`: what the harness costs, side by side in one run. Absolute times are this machine's; the
 * ratios are what counts. Each round measures all three, so that a busy moment hits them alike.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox/server.js';
import type { OutgoingRequest } from '../../src/http/observation.js';
import { createTransport } from '../../src/http/transport.js';
import { families } from '../../src/scenarios/scenario.js';
import { readPlan } from '../../src/session/plan.js';
import { createSession } from '../../src/session/session.js';
import { packageRoot } from '../../src/settings/package-root.js';

const rounds = Number(process.argv[2] ?? 5);
const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli');
const folder = mkdtempSync(join(tmpdir(), 'token-conformance-bench-'));
const started = new Set(Object.keys(process.env));
const cleanEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => started.has(name) && !name.startsWith('TOKEN_')),
);

function seconds(action: () => void): number {
  const start = performance.now();
  action();
  return (performance.now() - start) / 1000;
}

function command(args: readonly string[], cwd: string): void {
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd, env: cleanEnvironment });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
}

/** The requests of a whole run, as they were sent to a sandbox of this process. */
async function recordRequests(): Promise<{ requests: OutgoingRequest[]; scenarios: number }> {
  const sandbox = await startSandbox();
  const { settings, contract, profile, scenarios } = await readPlan(sandbox.environment, undefined);
  const requests: OutgoingRequest[] = [];
  const transport = createTransport({ timeout: settings.requestTimeout });
  const session = createSession({
    contract,
    settings,
    profile,
    scenarios,
    baseUrl: sandbox.url,
    version: 'bench',
    transport: {
      send(request) {
        requests.push(request);
        return transport.send(request);
      },
      sendTogether(together) {
        requests.push(...together);
        return transport.sendTogether(together);
      },
      close: () => transport.close(),
    },
  });
  for (const scenario of scenarios) await session.run(scenario);
  session.close();
  await sandbox.close();
  return { requests, scenarios: scenarios.length };
}

/** The same requests from one bare keep-alive client, one after the other. */
async function replay(requests: readonly OutgoingRequest[]): Promise<number> {
  const sandbox = await startSandbox();
  const { host } = new URL(sandbox.url);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const start = performance.now();
  for (const { method, url, headers, body } of requests)
    await new Promise<void>((done) => {
      const { pathname, search } = new URL(url);
      const [hostname, port] = host.split(':');
      const request = http.request({ agent, hostname, port, method, path: pathname + search }, (response) => {
        response.resume().on('end', done).on('error', done);
      });
      for (const [name, value] of headers) request.setHeader(name, value);
      request.on('error', () => done()).end(body);
    });
  const elapsed = (performance.now() - start) / 1000;
  agent.destroy();
  await sandbox.close();
  return elapsed;
}

function emptySuite(tests: number): string {
  const suite = join(folder, 'empty');
  mkdirSync(join(suite, 'tests'), { recursive: true });
  symlinkSync(join(packageRoot, 'node_modules'), join(suite, 'node_modules'));
  writeFileSync(join(suite, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(suite, 'playwright.config.js'),
    "export default { testDir: 'tests', workers: 1, reporter: [['html', { open: 'never' }]] };\n",
  );
  families.forEach((family, index) => {
    const share = Math.floor(tests / families.length) + (index < tests % families.length ? 1 : 0);
    writeFileSync(
      join(suite, 'tests', `${family}.spec.js`),
      `import { test } from '@playwright/test';\nfor (let i = 0; i < ${share}; i++) test('empty ' + i, async () => {});\n`,
    );
  });
  return suite;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const { requests, scenarios } = await recordRequests();
const suite = emptySuite(scenarios);
const measured = { run: [] as number[], empty: [] as number[], bare: [] as number[] };
for (let round = 0; round < rounds; round++) {
  measured.run.push(
    seconds(() =>
      command(
        [join(packageRoot, 'dist/src/cli/main.js'), 'run', '--report-dir', join(folder, 'reports')],
        folder,
      ),
    ),
  );
  measured.empty.push(seconds(() => command([playwright, 'test'], suite)));
  measured.bare.push(await replay(requests));
}
rmSync(folder, { recursive: true });

const [run, empty, bare] = [median(measured.run), median(measured.empty), median(measured.bare)];
console.log(`${scenarios} scenarios, ${requests.length} requests, ${rounds} interleaved rounds, medians`);
console.log(`whole run                      ${run.toFixed(2)} s`);
console.log(`as many empty Playwright tests ${empty.toFixed(2)} s   ratio ${(run / empty).toFixed(2)}`);
console.log(`bare replay of the requests    ${bare.toFixed(2)} s   ratio ${(run / bare).toFixed(2)}`);
