/**
 * `npm run detection`: every fault of the sandbox must be convicted, no conforming variation may be. Writes the proof
 * that `coverage` reads and the page about it. With words as arguments only what has one of them in its id is run,
 * and nothing is written. A fault is run with the scenarios that convicted it last time, and with all where they do not do it
 * again, where the checks have changed since, or with `--whole`. Exit code 1: something escaped, or was convicted wrongly.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faults } from '../../sandbox/faults/index.js';
import { variations } from '../../sandbox/variations/index.js';
import { allChecks } from '../../src/checks/index.js';
import {
  checkListHash,
  faultListHash,
  type Proof,
  proofFile,
  proofText,
  readProof,
} from '../../src/coverage/proof.js';
import { writeRequirementsPage } from '../../src/coverage/write-page.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { jobsFor } from './jobs.js';
import { judgeStaticFaults } from './judge-documents.js';
import type { FaultJudgement } from './judge-fault.js';
import type { VariationJudgement } from './judge-variation.js';
import { detectionPage } from './page.js';
import { carryOutAll } from './threads.js';

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string', default: '5' }, whole: { type: 'boolean', default: false } },
});
const isMeant = ({ id }: { readonly id: string }): boolean =>
  words.length === 0 || words.some((word) => id.includes(word));
const meantFaults = faults.filter(isMeant);
const meantVariations = variations.filter(isMeant);

/** A proof of other checks says nothing of what convicts now. */
function earlierProof(): Proof | undefined {
  if (values.whole || !existsSync(proofFile)) return undefined;
  const proof = readProof();
  return proof.checkList === checkListHash(allChecks) ? proof : undefined;
}
const convictions = new Map(earlierProof()?.faults.map((fault) => [fault.id, fault.convictions]));

const startedAt = performance.now();
const judgedFaults: FaultJudgement[] = [];
const judgedVariations: VariationJudgement[] = [];
const passing = new Set<string>();
const jobs = jobsFor({
  faults: meantFaults,
  variations: meantVariations,
  seeds: Number(values.seeds),
  earlier: (id) => convictions.get(id),
});
await carryOutAll(jobs, (done) => {
  judgedFaults.push(...done.faults);
  judgedVariations.push(...done.variations);
  for (const check of done.passing) passing.add(check);
});

const documents = words.length === 0 ? await judgeStaticFaults() : { proved: [], passing: [] };
for (const check of documents.passing) passing.add(check);

const escaped = [...judgedFaults, ...documents.proved.map((one) => ({ ...one, found: '' }))].filter(
  ({ convictions }) => convictions.length === 0,
);
for (const { id, breaks, found } of escaped)
  console.error(`no check of ${breaks.join(', ')} convicts ${id}; found instead:\n${found || 'nothing'}\n`);
const misjudged = judgedVariations.filter(({ problems }) => problems.length > 0);
for (const { id, seed, problems } of misjudged)
  console.error(`${id} conforms; with seed ${seed}:\n${problems.join('\n')}\n`);

if (words.length === 0) {
  const proof: Proof = {
    faultList: faultListHash(),
    checkList: checkListHash(allChecks),
    passing: [...passing],
    faults: judgedFaults.map(({ found: _, ...proved }) => proved),
    documents: documents.proved,
  };
  await writeFile(proofFile, proofText(proof));
  const page = detectionPage({ faults, proved: proof.faults, variations, checks: allChecks.length });
  await writeFile(join(packageRoot, 'docs', 'detection.md'), page);
  await writeRequirementsPage();
} else
  for (const { id, convictions } of judgedFaults)
    console.log(`${id}: ${convictions.map(({ check, outcome }) => `${check} (${outcome})`).join(', ')}`);

console.log(
  `${judgedFaults.length + documents.proved.length} faults, ${escaped.length} escaped; ${meantVariations.length} variations, ${judgedVariations.length} runs, ${misjudged.length} convicted; ${Math.round((performance.now() - startedAt) / 1000)} s`,
);
process.exitCode = escaped.length + misjudged.length > 0 ? 1 : 0;
