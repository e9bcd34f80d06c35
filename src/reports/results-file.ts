/** Reads a `results.json` that a run wrote earlier. */
import { readFileSync } from 'node:fs';
import type { Results } from './results.js';

/** The file is absent, or not what a run of this or an earlier version wrote. The message is for people. */
export class ResultsFileError extends Error {
  override readonly name = 'ResultsFileError';
}

/** More than the largest run writes; a larger file is something else. Bytes. */
const sizeLimit = 256 * 1024 * 1024;

function isResults(value: unknown): value is Results {
  const { schemaVersion, results, scenarios, run } = (value ?? {}) as Partial<Results>;
  return schemaVersion === 1 && Array.isArray(results) && Array.isArray(scenarios) && typeof run === 'object';
}

/** @throws ResultsFileError */
export function readResultsFile(file: string): Results {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (problem) {
    const code = (problem as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new ResultsFileError(`${file} cannot be read (${code}): name the results.json of a run`);
  }
  if (text.length > sizeLimit)
    throw new ResultsFileError(`${file} is too large to be the results.json of a run`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ResultsFileError(`${file} is not JSON: name the results.json of a run`);
  }
  // An earlier version wrote neither waivers that are stale nor runs that were aborted.
  if (isResults(value)) {
    const run = { ...value.run, aborted: value.run.aborted ?? false };
    return { ...value, run, staleWaivers: value.staleWaivers ?? [] };
  }
  throw new ResultsFileError(
    `${file} is not the results.json of a run (schemaVersion 1, see schemas/results.schema.json)`,
  );
}
