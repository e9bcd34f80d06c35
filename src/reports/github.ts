/** What GitHub Actions shows of a run: the summary on the page of the job, and notes on the lines of the document. */
import { appendFileSync } from 'node:fs';
import type { Outcome } from '../verdicts/verdict.js';
import type { Result, Results } from './results.js';
import { summaryMarkdown } from './summary-markdown.js';
import { forLog } from './text.js';

/** GitHub takes at most 1 MiB from a step, and nothing of a longer file. Bytes. */
const summaryLimit = 1024 * 1024;

/** Appends: other commands of the same step may have written before. */
export function appendStepSummary(file: string, results: Results): void {
  const text = `${summaryMarkdown(results)}\n`;
  if (Buffer.byteLength(text) < summaryLimit) appendFileSync(file, text);
}

/** The message of a workflow command (`@actions/core`, command.ts, `escapeData`). */
function message(text: string): string {
  return forLog(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property of one (`escapeProperty`). */
function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

const commands: Readonly<Partial<Record<Outcome, string>>> = { fail: 'error', warn: 'warning' };

function annotation(command: string, { check, location, message: sentence, actual }: Result): string {
  const place = [
    `file=${property(location?.file ?? '')}`,
    ...(location?.line === undefined ? [] : [`line=${location.line}`]),
    `title=${property(check)}`,
  ].join(',');
  const text = [sentence, actual, location?.pointer].filter(Boolean).join(' · ');
  return `::${command} ${place}::${message(text)}`;
}

/**
 * Workflow commands, one to a line, for what is to be corrected in the contract document. Every text is on its line and
 * behind the `::` of the command, so that nothing a document says begins a command of its own.
 */
export function annotations({ results }: Results): string {
  const lines = results.flatMap((result) => {
    const command = commands[result.outcome];
    return command !== undefined && result.cause === 'contract' && result.location
      ? [annotation(command, result)]
      : [];
  });
  return [...new Set(lines)].map((line) => `${line}\n`).join('');
}
