/**
 * `npm run hostile [-- WORD]`: the command against each hostile behaviour, from the first request on and after a while: how
 * long it took, what it held in memory and what it ended with. Most of it is waiting, so several run at a time. Whole, it
 * writes docs/hostile-targets.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/settings/package-root.js';
import { behaviours } from './behaviours.js';
import { hostilePage, type Row } from './page.js';
import { runAgainst } from './run-against.js';

const atOnce = 4;
const goodBefore = 25;

const wanted = process.argv[2] ?? '';
const jobs = behaviours
  .filter(({ id }) => id.includes(wanted))
  .flatMap((behaviour) => [
    { behaviour, from: 'first', good: 0 } as const,
    { behaviour, from: 'after', good: goodBefore } as const,
  ]);
const rows: Row[] = [];

async function work(): Promise<void> {
  for (let job = jobs.shift(); job; job = jobs.shift()) {
    const { behaviour, from, good } = job;
    const ended = await runAgainst(behaviour, good);
    const right = behaviour.ends[from].some((one) => one === ended.code) && !ended.steered;
    rows.push({ behaviour, from, ...ended, right });
    console.log(
      `${behaviour.id}, ${from}: ${ended.seconds.toFixed(1)} s, ${Math.round(ended.megabytes)} MB, ${ended.requests} requests, ` +
        `exit code ${ended.code}${right ? '' : ' UNEXPECTED'}${ended.steered ? ' STEERS THE TERMINAL' : ''}`,
    );
  }
}

await Promise.all(Array.from({ length: atOnce }, work));
if (wanted === '')
  writeFileSync(join(packageRoot, 'docs', 'hostile-targets.md'), hostilePage(behaviours, rows, goodBefore));
process.exitCode = rows.every(({ right }) => right) ? 0 : 1;
