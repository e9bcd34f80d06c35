/** Every report that is made of `results.json`, as text. */
import type { ReportFormat } from '../settings/settings.js';
import { junitXml } from './junit.js';
import { partnerReport } from './partner/partner-report.js';
import type { reportFiles } from './report-files.js';
import type { Results } from './results.js';
import { sarif } from './sarif.js';
import { summaryMarkdown } from './summary-markdown.js';

export interface RenderOptions {
  readonly formats: readonly ReportFormat[];
  /** Results of an earlier run: the partner report tells what changed. */
  readonly since?: Results | undefined;
}

type ReportFile = (typeof reportFiles)[number];

interface Report {
  readonly file: ReportFile;
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

/** Those that were asked for, in the order in which people should look at them. */
export async function renderReports(
  results: Results,
  { formats, since }: RenderOptions,
): Promise<{ readonly file: ReportFile; readonly text: string }[]> {
  const wanted = reports.filter(({ format }) => format === undefined || formats.includes(format));
  return Promise.all(wanted.map(async ({ file, render }) => ({ file, text: await render(results, since) })));
}
