/** Writes every report that is made of `results.json`, each complete or not at all. */
import { join } from 'node:path';
import { junitXml } from './junit.js';
import { partnerReport } from './partner/partner-report.js';
import type { reportFiles } from './report-files.js';
import type { Results } from './results.js';
import { summaryMarkdown } from './summary-markdown.js';
import { writeAtomically } from './write-atomically.js';

export interface ReportOptions {
  readonly folder: string;
  /** Results of an earlier run: the partner report tells what changed. */
  readonly since?: Results | undefined;
}

/** The paths that were written, in the order in which people should look at them. */
export async function writeReports(results: Results, { folder, since }: ReportOptions): Promise<string[]> {
  const written: readonly (readonly [file: (typeof reportFiles)[number], text: string])[] = [
    ['conformance.html', await partnerReport(results, since)],
    ['junit.xml', junitXml(results)],
    ['summary.md', summaryMarkdown(results)],
  ];
  return written.map(([file, text]) => {
    const path = join(folder, file);
    writeAtomically(path, text);
    return path;
  });
}
