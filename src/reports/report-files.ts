/** What a run writes beside `results.json` and Playwright's own report. */
export const reportFiles = ['conformance.html', 'junit.xml', 'summary.md', 'results.sarif'] as const;

/** What one part of a run leaves for the merging of all. */
export const shardFileName = 'shard.json';
