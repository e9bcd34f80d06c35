/** The page that a person reads when the preflight is over: 80 columns, plain text. */
import { wrap } from '../reports/text.js';
import type { PreflightStep } from './preflight.js';

export interface PreflightPageContent {
  readonly tried: string;
  readonly ok: boolean;
  readonly steps: readonly PreflightStep[];
  /** One sentence for each value that is not the user's own. */
  readonly borrowed: readonly string[];
}

const columns = 80;

/** A URL is never broken, so that it can be copied. */
const wrapped = (text: string, first: string, indent: string): string => first + wrap(text, columns, indent);

const paragraph = (text: string): string => wrapped(text, '  ', '  ');

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? ['', title, ...lines] : [];
}

export function preflightPage({ tried, ok, steps, borrowed }: PreflightPageContent): string {
  const words = { ok: 'ok', failed: 'FAILED', skipped: '-' } as const;
  const width = Math.max(...steps.map(({ name }) => name.length));
  const failed = steps.find(({ outcome }) => outcome === 'failed');
  const rows = steps.map(({ name, outcome, seen }) => {
    const head = `  ${words[outcome].padEnd(6)}  ${name.padEnd(width)}  `;
    return wrapped(seen, head, ' '.repeat(head.length));
  });
  return [
    `Preflight: ${ok ? 'ok' : 'the valid request does not work, so nothing else is sent'}`,
    ...section('Tried', [paragraph(tried)]),
    ...section('Seen', rows),
    ...section('Likely', failed?.likely ? [paragraph(failed.likely)] : []),
    ...section('Change', failed?.change ? [paragraph(failed.change)] : []),
    ...section('Values that are not your own', borrowed.map(paragraph)),
    '',
  ].join('\n');
}
