/** Which scenarios of a run are wanted, as arguments for Playwright. */
import { UsageError } from './exit-codes.js';

export interface Selection {
  readonly grep?: string | undefined;
  readonly grepInvert?: string | undefined;
  /** With or without `@`; a scenario that carries one of them is wanted. */
  readonly tag?: readonly string[] | undefined;
  /** `1/4`. */
  readonly shard?: string | undefined;
}

/** Playwright takes `/source/flags` as well as a plain source. */
function regularExpression(flag: string, given: string): string {
  const source = /^\/(.*)\/[gimsuy]*$/.exec(given)?.[1] ?? given;
  try {
    new RegExp(source);
  } catch {
    throw new UsageError(`${flag}: this is not a regular expression; escape characters such as ( [ * +`);
  }
  return source;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Playwright has one `--grep`, matched against title and tags; several demands on it become lookaheads. */
function grepOf({ grep, tag = [] }: Selection): string | undefined {
  const wanted = grep === undefined ? undefined : regularExpression('--grep', grep);
  if (tag.length === 0) return grep;
  const tags = tag.map((name) => escaped(name.replace(/^@/, ''))).join('|');
  return `^${wanted === undefined ? '' : `(?=.*(?:${wanted}))`}(?=.*@(?:${tags})(?:\\s|$))`;
}

/** The same choice without Playwright. @throws UsageError for a pattern that is none. */
export function selects({
  grep,
  grepInvert,
  tag = [],
}: Selection): (scenario: {
  readonly id: string;
  readonly title: string;
  readonly tags: readonly string[];
}) => boolean {
  const pattern = (flag: string, given: string) => new RegExp(regularExpression(flag, given), 'i');
  const wanted = grep === undefined ? undefined : pattern('--grep', grep);
  const unwanted = grepInvert === undefined ? undefined : pattern('--grep-invert', grepInvert);
  const tagged = new Set(tag.map((name) => `@${name.replace(/^@/, '')}`));
  return ({ id, title, tags }) => {
    const text = [`${id}: ${title}`, ...tags].join(' ');
    return (
      wanted?.test(text) !== false &&
      unwanted?.test(text) !== true &&
      (tagged.size === 0 || tags.some((one) => tagged.has(one)))
    );
  };
}

/** @throws UsageError for a pattern or a shard that cannot be meant. */
export function selectionArguments(selection: Selection): string[] {
  const { grepInvert, shard } = selection;
  if (grepInvert !== undefined) regularExpression('--grep-invert', grepInvert);
  if (shard !== undefined) {
    const [current = 0, total = 0] = /^\d+\/\d+$/.test(shard) ? shard.split('/').map(Number) : [];
    if (current < 1 || current > total)
      throw new UsageError('--shard: write which part of how many, e.g. 1/4 (first of four parts)');
  }
  const grep = grepOf(selection);
  return [
    ...(grep === undefined ? [] : ['--grep', grep]),
    ...(grepInvert === undefined ? [] : ['--grep-invert', grepInvert]),
    ...(shard === undefined ? [] : ['--shard', shard]),
  ];
}

/** The same selection as flags of another `run`. @throws UsageError for a pattern that cannot be meant */
export function selectionFlags(selection: Selection): string[] {
  selectionArguments(selection);
  const { grep, grepInvert, tag = [] } = selection;
  return [
    ...(grep === undefined ? [] : [`--grep=${grep}`]),
    ...(grepInvert === undefined ? [] : [`--grep-invert=${grepInvert}`]),
    ...tag.map((name) => `--tag=${name}`),
  ];
}
