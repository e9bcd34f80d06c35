/** Pages that a command makes of results: where they go, and how they lead to the reports beside the results. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { writeAtomically, writingProblem } from '../reports/write-atomically.js';
import { UsageError } from './exit-codes.js';

/** Address of the report beside a results file, as seen from the page; `undefined` when there is none. */
export function reportBeside(results: string, page: string): string | undefined {
  const report = join(dirname(results), 'conformance.html');
  if (!existsSync(report)) return undefined;
  const path = relative(dirname(resolve(page)), resolve(report));
  return path.split(sep).map(encodeURIComponent).join('/');
}

/** @throws UsageError for a page that would replace what it is made of */
export function refuseToReplace(page: string, sources: readonly string[]): void {
  if (sources.some((source) => resolve(source) === resolve(page)))
    throw new UsageError(`--html: ${page} is one of the files to read; name another one`);
}

/** `false`: it cannot be written, and why was said. */
export function writePage(page: string, text: string): boolean {
  try {
    writeAtomically(page, text);
    return true;
  } catch (problem) {
    const why = writingProblem(problem);
    if (why === undefined) throw problem;
    console.error(`${page} cannot be written: ${why}.`);
    return false;
  }
}
