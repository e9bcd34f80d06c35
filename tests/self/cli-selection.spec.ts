import { expect, test } from '@playwright/test';
import { UsageError } from '../../src/cli/exit-codes.js';
import { type Selection, selectionArguments } from '../../src/cli/selection.js';

/** What Playwright matches: project, file, title and tags in one line, without regard to case. */
const titles = [
  ' 07-refresh-flow.spec.ts refresh_token/replay/rotated: an old token @refresh-flow @slow',
  ' 07-refresh-flow.spec.ts refresh_token/first: a new token @refresh-flow',
  ' 01-valid-grants.spec.ts password/valid/minimal: required parameters only @valid-grants @smoke',
  ' 01-valid-grants.spec.ts password/valid/reordered: reverse order @valid-grants @smoke-more',
];

function selected(selection: Selection): number[] {
  const [flag, pattern = ''] = selectionArguments(selection);
  expect(flag).toBe('--grep');
  return titles.flatMap((title, index) => (new RegExp(pattern, 'gi').test(title) ? [index] : []));
}

test('a tag selects its scenarios and none whose tag begins alike', () => {
  expect(selected({ tag: ['smoke'] })).toEqual([2]);
  expect(selected({ tag: ['@refresh-flow'] })).toEqual([0, 1]);
});

test('several tags select the scenarios of each', () => {
  expect(selected({ tag: ['slow', 'smoke'] })).toEqual([0, 2]);
});

test('a pattern and a tag must both match, wherever they stand', () => {
  expect(selected({ tag: ['refresh-flow'], grep: 'rotated|minimal' })).toEqual([0]);
  expect(selected({ tag: ['refresh-flow'], grep: '/FIRST/i' })).toEqual([1]);
});

test('characters of a tag are no pattern', () => {
  expect(selected({ tag: ['smok.'] })).toEqual([]);
});

test('everything else is passed on as it is', () => {
  expect(selectionArguments({ grep: 'a|b', grepInvert: '^c', shard: '2/3' })).toEqual([
    ...['--grep', 'a|b'],
    ...['--grep-invert', '^c'],
    ...['--shard', '2/3'],
  ]);
  expect(selectionArguments({})).toEqual([]);
});

for (const shard of ['0/2', '3/2', '1', 'a/b', '1/0'])
  test(`the shard ${shard} is refused`, () =>
    expect(() => selectionArguments({ shard })).toThrow(UsageError));
