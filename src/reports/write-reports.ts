/** Writes every report that is made of `results.json`, each complete or not at all. */
import { join } from 'node:path';
import type { ReportFormat } from '../settings/settings.js';
import { junitXml } from './junit.js';
import { partnerReport } from './partner/partner-report.js';
import type { reportFiles } from './report-files.js';
import type { Results } from './results.js';
import { sarif } from './sarif.js';
import { summaryMarkdown } from './summary-markdown.js';
import { writeAtomically } from './write-atomically.js';

export interface ReportOptions {
  readonly folder: string;
  readonly formats: readonly ReportFormat[];
  /** Results of an earlier run: the partner report tells what changed. */
  readonly since?: Results | undefined;
}

interface Report {
  readonly file: (typeof reportFiles)[number];
  /** Missing: whatever was asked for. */
  readonly format?: ReportFormat;
  readonly render: (results: Results, since: Results | undefined) => string | Promise<string>;
}

/** In the order in which people should look at them. */
const reports: readonly Report[] = [
  { file: 'conformance.html', format: 'html', render: partnerReport },
  { file: 'junit.xml', format: 'junit', render: junitXml },
  { file: 'summary.md', render: summaryMarkdown },
  {
    file: 'results.sarif',
    format: 'sarif',
    render: (results) => `${JSON.stringify(sarif(results), undefined, 2)}\n`,
  },
];

/** The paths that were written. */
export async function writeReports(results: Results, options: ReportOptions): Promise<string[]> {
  const { folder, formats, since } = options;
  const written: string[] = [];
  for (const { file, format, render } of reports) {
    if (format !== undefined && !formats.includes(format)) continue;
    const path = join(folder, file);
    writeAtomically(path, await render(results, since));
    written.push(path);
  }
  return written;
}
