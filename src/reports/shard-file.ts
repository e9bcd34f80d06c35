/**
 * What one part of a run (`--shard 2/4`) leaves for the merging of all parts: everything that reports are made of, before
 * anything is settled. It holds no secret.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { catalogueRevision } from '../requirements/catalogue.js';
import { shardFileName } from './report-files.js';
import type { Judged, RunRecord } from './results.js';
import { ResultsFileError } from './results-file-error.js';

interface Part {
  readonly current: number;
  readonly total: number;
}

/** One part, as it was read. */
export interface Shard {
  readonly file: string;
  readonly part: Part;
  readonly requirementsRevision: string;
  readonly record: RunRecord;
}

export function shardText({ judged, ...record }: RunRecord, part: Part): string {
  const { current, total } = part;
  return `${JSON.stringify({
    ...{ shardVersion: 1, part: { current, total }, requirementsRevision: catalogueRevision },
    record: { ...record, judged: [...judged] },
  })}\n`;
}

interface Written {
  readonly shardVersion: number;
  readonly part: Part;
  readonly requirementsRevision: string;
  readonly record: Omit<RunRecord, 'judged'> & { readonly judged: readonly [string, Judged][] };
}

function isWritten(value: unknown): value is Written {
  const { shardVersion, part, record } = (value ?? {}) as Partial<Written>;
  return (
    shardVersion === 1 &&
    Number.isInteger(part?.current) &&
    Number.isInteger(part?.total) &&
    Array.isArray(record?.judged) &&
    Array.isArray(record?.selected)
  );
}

/**
 * @param path the file, or the report folder that holds it
 * @throws ResultsFileError
 */
export function readShardFile(path: string): Shard {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const file = isFolder ? join(path, shardFileName) : path;
  const mend = `name the report folders of runs with --shard, or their ${shardFileName}`;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException;
    throw new ResultsFileError(`${file} ${code ? `cannot be read (${code})` : 'is not JSON'}: ${mend}`);
  }
  if (!isWritten(value)) throw new ResultsFileError(`${file} is no part of a run: ${mend}`);
  const { part, requirementsRevision, record } = value;
  return { file, part, requirementsRevision, record: { ...record, judged: new Map(record.judged) } };
}
