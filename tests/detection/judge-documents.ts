/** Faults of documents and of the configuration: which are convicted, without a server and within seconds. */
import { rmSync } from 'node:fs';
import type { ProvedFault } from '../../src/coverage/proof.js';
import type { Verdict } from '../../src/verdicts/verdict.js';
import { configurationFaults } from '../self/documents/configuration-faults.js';
import { documentFaults } from '../self/documents/faults.js';
import { judgedDocument, newFolder, writtenDocument } from '../self/documents/judged-document.js';
import { judgedStatically } from '../self/documents/static-run.js';
import { documentVariations } from '../self/documents/variations.js';
import { convictionsIn } from './judge-fault.js';

export interface StaticJudgement {
  readonly proved: readonly ProvedFault[];
  /** Checks that passed on a conforming document, or on a configuration without any fault. */
  readonly passing: readonly string[];
}

const passed = (verdicts: readonly Verdict[]): string[] =>
  verdicts.filter(({ outcome }) => outcome === 'pass').map(({ check }) => check);

/** Reached by https, with a secret of its own: what the embedded sandbox is not. */
const soundConfiguration = {
  TOKEN_BASE_URL: 'https://api.cloud.example',
  TOKEN_CLIENT_SECRET: '0f8fad5b-d9cb-469f-a165-70867728950e',
};

export async function judgeStaticFaults(): Promise<StaticJudgement> {
  const folder = newFolder();
  const proved: ProvedFault[] = [];
  const sound: Verdict[] = [];
  try {
    for (const { id, change } of documentVariations)
      sound.push(...(await judgedDocument(writtenDocument(folder, id, change))));
    for (const { id, breaks, mutate } of documentFaults) {
      const verdicts = await judgedDocument(writtenDocument(folder, id, mutate));
      proved.push({ id, area: 'document', breaks, convictions: convictionsIn(verdicts, breaks) });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const { id, breaks, env } of configurationFaults) {
    const verdicts = (await judgedStatically(env)).flatMap((result) => result.verdicts);
    proved.push({ id, area: 'configuration', breaks, convictions: convictionsIn(verdicts, breaks) });
  }
  sound.push(...(await judgedStatically(soundConfiguration)).flatMap(({ verdicts }) => verdicts));
  return { proved, passing: [...new Set(passed(sound))] };
}
