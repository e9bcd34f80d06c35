/** Writes every report that is made of `results.json`, each complete or not at all. */
import { join } from 'node:path';
import { type RenderOptions, renderReports } from './render-reports.js';
import type { Results } from './results.js';
import { writeAtomically } from './write-atomically.js';

export interface ReportOptions extends RenderOptions {
  readonly folder: string;
}

/** The paths that were written. */
export async function writeReports(results: Results, options: ReportOptions): Promise<string[]> {
  const written: string[] = [];
  for (const { file, text } of await renderReports(results, options)) {
    const path = join(options.folder, file);
    writeAtomically(path, text);
    written.push(path);
  }
  return written;
}
