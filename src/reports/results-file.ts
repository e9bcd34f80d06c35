/** Reads the results that a run wrote earlier: a `results.json`, or the bundle that holds one. Both may come from anybody. */
import { readFileSync, statSync } from 'node:fs';
import { firstSchemaProblem } from '../contract/package-schema.js';
import { type Bundle, isArchive, readBundle } from './bundle/read-bundle.js';
import type { Results } from './results.js';
import { ResultsFileError } from './results-file-error.js';

/** More than the largest run writes; a larger file is something else. Bytes. */
const sizeLimit = 256 * 1024 * 1024;

/** What an earlier version did not write yet. */
function completed(value: unknown): unknown {
  const { run, staleWaivers = [] } = (value ?? {}) as Partial<Results>;
  if (typeof run !== 'object' || run === null) return value;
  return {
    ...(value as Results),
    run: { ...run, fuzz: run.fuzz ?? 0, aborted: run.aborted ?? false },
    staleWaivers,
    counterexamples: (value as Partial<Results>).counterexamples ?? [],
  };
}

function resultsIn(name: string, bytes: Uint8Array): Results {
  let value: unknown;
  try {
    value = completed(JSON.parse(Buffer.from(bytes).toString()));
  } catch {
    throw new ResultsFileError(`${name} is not JSON: name the results.json of a run`);
  }
  const problem = firstSchemaProblem('results.schema.json', value);
  if (problem === undefined) return value as Results;
  throw new ResultsFileError(
    `${name} is not the results.json of a run (schemas/results.schema.json: ${problem})`,
  );
}

function bytesOf(file: string): Buffer {
  try {
    const { size } = statSync(file);
    if (size > sizeLimit) throw new ResultsFileError(`${file} is too large to be the results.json of a run`);
    return readFileSync(file);
  } catch (problem) {
    if (problem instanceof ResultsFileError) throw problem;
    const code = (problem as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new ResultsFileError(`${file} cannot be read (${code}): name the results.json of a run`);
  }
}

export interface ResultsFile {
  readonly results: Results;
  /** Only where the results came in one. */
  readonly bundle: Bundle | undefined;
}

/** @throws ResultsFileError */
export function readResultsOrBundle(file: string): ResultsFile {
  const bytes = bytesOf(file);
  const bundle = isArchive(bytes) ? readBundle(file, bytes) : undefined;
  return { results: resultsIn(file, bundle?.results ?? bytes), bundle };
}

/** @throws ResultsFileError */
export function readResultsFile(file: string): Results {
  return readResultsOrBundle(file).results;
}
