/** Patterns of documents: what they mean, and that none of them takes for ever. */
import { expect, test } from '@playwright/test';
import { safePattern } from '../../src/contract/safe-pattern.js';
import { schemaProblems } from '../../src/contract/schema.js';
import { admits } from '../../src/scenarios/text-schema.js';

test('patterns of one schema are told apart', () => {
  const schema = { properties: { a: { pattern: '^x$' }, b: { pattern: '^y$' } } };
  expect(schemaProblems(schema, { a: 'x', b: 'y' })).toEqual([]);
  expect(schemaProblems(schema, { a: 'y', b: 'x' })).toHaveLength(2);
});

test('an escape of the older syntax is no error', () => {
  expect(safePattern('^a\\-b$').test('a-b')).toBe(true);
  expect(safePattern('^a\\-b$').test('ab')).toBe(false);
  expect(() => safePattern('(')).toThrow(SyntaxError);
});

for (const [pattern, text] of [
  ['^([a-z]+)*$', `${'a'.repeat(200)}!`],
  ['^(a|a)*$', `${'a'.repeat(200)}!`],
  ['^a*a*a*a*$', `${'a'.repeat(20_000)}!`],
  [`^(${'a?'.repeat(1500)})*$`, `${'a'.repeat(200)}!`],
] as const)
  test(`${pattern.slice(0, 20)} ends`, () => {
    // Without the guard these take longer than the test's time, most of them longer than a life.
    expect(safePattern(pattern).test(text)).toBe(true);
    expect(schemaProblems({ pattern }, text)).toEqual([]);
    expect(admits({ pattern }, text)).toBe(true);
    expect(safePattern(pattern).test('!')).toBe(false);
  });

test('what was said of one text is said of no other one', () => {
  const pattern = safePattern('^(?:[a-z]+, )*[a-z]+$');
  const [good, bad] = [`${'no, '.repeat(20)}store`, `${'no, '.repeat(20)}STORE`];
  expect([good, bad, bad, good, good].map((text) => pattern.test(text))).toEqual([
    true,
    false,
    false,
    true,
    true,
  ]);
});
