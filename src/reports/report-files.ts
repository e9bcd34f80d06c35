/** What a run writes beside `results.json` and Playwright's own report. */
export const reportFiles = ['conformance.html', 'junit.xml', 'summary.md', 'results.sarif'] as const;
