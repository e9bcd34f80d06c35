/** Makes one run of its parts. */
import { families } from '../scenarios/scenario.js';
import type { RunRecord } from './results.js';
import { ResultsFileError } from './results-file-error.js';
import type { RunInfo } from './run-info.js';
import type { Shard } from './shard-file.js';

/** Each part starts an embedded sandbox of its own, on a port of its own. */
function targetOf({ target }: RunInfo): string {
  const { hostname, host } = new URL(target);
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) ? 'this machine' : host;
}

/** What has to be the same in all parts, by the name that the message gives it, and the mend. */
const common: readonly [what: string, of: (shard: Shard) => string, mend: string][] = [
  ['number of parts', ({ part }) => String(part.total), 'run all parts with the same number'],
  ['seed', ({ record }) => String(record.info.seed), 'run all parts with one --seed'],
  ['contract', ({ record }) => record.info.contract.sha256, 'run all parts with the same document'],
  ['profile', ({ record }) => record.info.profile, 'run all parts with the same --profile'],
  ['target', ({ record }) => targetOf(record.info), 'run all parts against one target'],
  ['version of this tool', ({ record }) => record.info.version, 'run all parts with one version'],
  ['catalogue', ({ requirementsRevision }) => requirementsRevision, 'run all parts with one version'],
];

function agree(shards: readonly Shard[]): void {
  const [first, ...others] = shards;
  if (!first) throw new ResultsFileError('there is nothing to merge: name the report folders of all parts');
  const seen = new Map([[first.part.current, first]]);
  for (const other of others) {
    for (const [what, of, mend] of common)
      if (of(other) !== of(first))
        throw new ResultsFileError(`${first.file} and ${other.file} differ in their ${what}: ${mend}`);
    const twin = seen.get(other.part.current);
    if (twin)
      throw new ResultsFileError(
        `${twin.file} and ${other.file} are both part ${other.part.current} of ${other.part.total}: name each part once`,
      );
    seen.set(other.part.current, other);
  }
}

/** Playwright gives a part whole spec files, and each holds one family. */
const place = (family: string): number => (families as readonly string[]).indexOf(family);

/** Numbers of the parts that are not there; without them the run is partial. */
export function missingParts(shards: readonly Shard[]): number[] {
  const total = shards[0]?.part.total ?? 0;
  const there = new Set(shards.map(({ part }) => part.current));
  return Array.from({ length: total }, (_, index) => index + 1).filter((part) => !there.has(part));
}

/**
 * @throws ResultsFileError when they are not the parts of one run
 */
export function mergeShards(shards: readonly Shard[]): RunRecord {
  agree(shards);
  const records = shards.map(({ record }) => record);
  const infos = records.map(({ info }) => info);
  const [info] = infos as [RunInfo];
  const selected = records
    .flatMap((record) => record.selected)
    .sort((one, other) => place(one.family) - place(other.family));
  return {
    // The preflight of the part that it stopped, where it stopped one.
    info: { ...info, preflight: (infos.find(({ preflight }) => preflight?.ok === false) ?? info).preflight },
    selected,
    judged: new Map(records.flatMap(({ judged }) => [...judged])),
    faults: records.flatMap(({ faults }) => faults),
    aborted: records.some(({ aborted }) => aborted === true),
    startedAt: records.map(({ startedAt }) => startedAt).sort()[0] ?? '',
    finishedAt:
      records
        .map(({ finishedAt }) => finishedAt)
        .sort()
        .at(-1) ?? '',
  };
}
