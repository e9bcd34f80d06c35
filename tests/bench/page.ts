/** docs/benchmarks.md. */

export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly beside: string;
  /** Of what was measured to what it stands beside. */
  readonly ratio: string;
}

export function benchmarksPage(rows: readonly Row[], rounds: number): string {
  return [
    '# Benchmarks',
    '',
    `Written by \`npm run bench\`: medians of ${rounds} rounds in which everything was measured by turns. The seconds are those of the`,
    'machine that measured; the ratios are what counts.',
    '',
    '| What | Measured | Beside | Ratio |',
    '| --- | ---: | --- | ---: |',
    ...rows.map(({ what, measured, beside, ratio }) => `| ${what} | ${measured} | ${beside} | ${ratio} |`),
    '',
  ].join('\n');
}
