/**
 * What the last run of detection proved (`npm run detection`): which check convicts which fault of the sandbox. Kept
 * in `specs/detection.json`, so that coverage can be told without running hundreds of servers.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faults } from '../../sandbox/faults/index.js';
import type { allChecks } from '../checks/index.js';
import { packageRoot } from '../contract/package-root.js';

/** The requirements that a check has in common with those that a fault breaks, and how it convicted the fault. */
export interface Conviction {
  readonly check: string;
  readonly requirements: readonly string[];
  readonly outcome: 'fail' | 'warn' | 'info';
  /** The first scenario in which it did. */
  readonly scenario: string;
}

export interface ProvedFault {
  readonly id: string;
  readonly area: string;
  readonly breaks: readonly string[];
  readonly convictions: readonly Conviction[];
}

export interface Proof {
  /** Of the list of faults that was run, see `faultListHash`. */
  readonly faultList: string;
  /** Of the checks that were there, see `checkListHash`. */
  readonly checkList: string;
  /** Checks that passed on a conforming sandbox: the sound one, or a variation of it. */
  readonly passing: readonly string[];
  readonly faults: readonly ProvedFault[];
  /** Faults of documents and of the configuration: no server is bent for them. */
  readonly documents: readonly ProvedFault[];
}

export const proofFile = join(packageRoot, 'specs', 'detection.json');

const hash = (lines: readonly string[]): string =>
  createHash('sha256')
    .update([...lines].sort().join('\n'))
    .digest('hex')
    .slice(0, 12);

/** Changes with every check that is added or removed, or bound to other requirements. */
export function checkListHash(checks: typeof allChecks): string {
  return hash(checks.map(({ id, requirements }) => JSON.stringify([id, requirements])));
}

/** Changes with every fault that is added, removed or declared otherwise; not with their order. */
export function faultListHash(): string {
  return hash(faults.map(({ id, area, breaks, sentence }) => JSON.stringify([id, area, breaks, sentence])));
}

/** The text of `specs/detection.json`, one fault a line, sorted. */
export function proofText({ faultList, checkList, passing, faults: proved, documents }: Proof): string {
  const sorted = (faults: readonly ProvedFault[]) =>
    [...faults].sort((one, other) => (one.id < other.id ? -1 : 1));
  const lines = (values: readonly unknown[]): string =>
    values.map((value) => `    ${JSON.stringify(value)}`).join(',\n');
  return `{\n  "faultList": ${JSON.stringify(faultList)},\n  "checkList": ${JSON.stringify(checkList)},\n  "passing": [\n${lines([...passing].sort())}\n  ],\n  "faults": [\n${lines(sorted(proved))}\n  ],\n  "documents": [\n${lines(sorted(documents))}\n  ]\n}\n`;
}

/** Throws when the file is not there or cannot be read: it comes with the package. */
export function readProof(): Proof {
  return JSON.parse(readFileSync(proofFile, 'utf8')) as Proof;
}
