/**
 * `npm run bench [-- ROUNDS]`: what the harness costs beside what the same work costs without it, measured by turns so that a
 * busy moment hits both alike. Writes medians and ratios to docs/benchmarks.md. The seconds are those of one machine; the
 * ratios are what counts.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox/server.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { replayBare } from './bare-client.js';
import { byTurns } from './by-turns.js';
import { openCommands } from './commands.js';
import { benchmarksPage, type Row } from './page.js';
import { recordSession } from './recorded-session.js';
import { deriving, fuzzSession, memoryAfter, reporting } from './single-steps.js';

const rounds = Number(process.argv[2] ?? 5);
const slowness = 50;

const rows: Row[] = [];
function told(row: Row): void {
  rows.push(row);
  console.log(`${row.what}: ${row.measured}, beside ${row.beside}: ${row.ratio}`);
}
const inSeconds = (value: number): string => `${value.toFixed(2)} s`;
const ratio = (value: number, of: number): string => (value / of).toFixed(2);

const { exchanges, scenarios } = await recordSession({});
const commands = openCommands();
const slow = await startSandbox({ latencyMilliseconds: slowness });
try {
  const start = await byTurns({ first: commands.firstRequest, node: commands.node }, rounds);
  told({
    what: 'from the command to its first request',
    measured: inSeconds(start.first),
    beside: `Node.js with nothing to do (${inSeconds(start.node)})`,
    ratio: ratio(start.first, start.node),
  });

  const whole = await byTurns(
    {
      run: () => commands.run(),
      empty: () => commands.empty(scenarios.length),
      bare: () => replayBare(exchanges),
    },
    rounds,
  );
  told({
    what: `a whole run: ${scenarios.length} scenarios, ${exchanges.length} requests`,
    measured: inSeconds(whole.run),
    beside: `as many Playwright tests that do nothing (${inSeconds(whole.empty)})`,
    ratio: ratio(whole.run, whole.empty),
  });
  told({
    what: 'the same run',
    measured: inSeconds(whole.run),
    beside: `its requests from a bare client (${inSeconds(whole.bare)})`,
    ratio: ratio(whole.run, whole.bare),
  });

  const ideal = (exchanges.length * slowness) / 1000;
  const { run: slowly } = await byTurns({ run: () => commands.run(slow.environment) }, Math.min(rounds, 3));
  told({
    what: `a whole run where each answer takes ${slowness} ms longer`,
    measured: inSeconds(slowly),
    beside: `${exchanges.length} × ${slowness} ms (${inSeconds(ideal)})`,
    ratio: ratio(slowly, ideal),
  });
} finally {
  await slow.close();
  commands.close();
}

const inputs = 2000;
const generated = (await fuzzSession(inputs)).exchanges;
const fuzz = await byTurns(
  {
    judged: async () => (await fuzzSession(inputs)).seconds,
    bare: () => replayBare(generated),
  },
  rounds,
);
told({
  what: `generated inputs: ${generated.length} requests, judged`,
  measured: inSeconds(fuzz.judged),
  beside: `the same requests from a bare client (${inSeconds(fuzz.bare)})`,
  ratio: ratio(fuzz.judged, fuzz.bare),
});

const [few, many] = [await memoryAfter(1000), await memoryAfter(10_000)];
told({
  what: 'memory after 10,000 generated inputs',
  measured: `${many.toFixed(0)} MB`,
  beside: `after 1,000 (${few.toFixed(0)} MB)`,
  ratio: ratio(many, few),
});

const reports = await reporting(5000);
told({
  what: `all reports of 5,000 scenarios (${reports.megabytes.toFixed(0)} MB)`,
  measured: inSeconds(reports.seconds),
  beside: `the results alone as JSON (${inSeconds(reports.least)})`,
  ratio: ratio(reports.seconds, reports.least),
});

const derived = await deriving(2000);
told({
  what: `reading a document of ${derived.megabytes.toFixed(1)} MB with 2,000 other operations`,
  measured: inSeconds(derived.seconds),
  beside: `parsing its YAML alone (${inSeconds(derived.least)})`,
  ratio: ratio(derived.seconds, derived.least),
});

await writeFile(join(packageRoot, 'docs', 'benchmarks.md'), benchmarksPage(rows, rounds));
