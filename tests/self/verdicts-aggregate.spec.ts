import { expect, test } from '@playwright/test';
import { aggregate } from '../../src/verdicts/aggregate.js';
import type { ScenarioResult, Verdict } from '../../src/verdicts/verdict.js';
import { mediaType, scenarioResult } from './reports-literals.js';

const noStore = {
  id: 'no-store',
  title: 'a token response must not be stored',
  requirements: [mediaType],
} as const;

const broken = (overrides: Partial<Verdict> = {}): Partial<Verdict> => ({
  check: 'no-store',
  requirements: [mediaType],
  invariant: true,
  outcome: 'fail',
  ...overrides,
});

const satisfying = (scenario: string): ScenarioResult =>
  scenarioResult(scenario, [], { satisfied: ['no-store'] });

const order = ['a', 'b', 'c', 'd'];

test('keeps each verdict of a check that is bound to a probe', () => {
  const verdicts = aggregate(
    [scenarioResult('b', [{ outcome: 'fail' }]), scenarioResult('a', [{}, { check: 'other' }])],
    order,
    [],
  );
  expect(verdicts.map(({ scenario, check, outcome }) => [scenario, check, outcome])).toEqual([
    ['a', 'granted-with-200', 'pass'],
    ['a', 'other', 'pass'],
    ['b', 'granted-with-200', 'fail'],
  ]);
});

test('says once that every scenario satisfies an invariant', () => {
  const verdicts = aggregate([satisfying('b'), satisfying('a')], order, [noStore]);
  expect(verdicts).toHaveLength(1);
  expect(verdicts[0]).toMatchObject({
    check: 'no-store',
    outcome: 'pass',
    scenario: 'a',
    message: 'a token response must not be stored',
    requirements: [mediaType],
    level: 'MUST',
    invariant: true,
    affected: [],
  });
});

test('reports a broken invariant once, where it broke first, and names every scenario that breaks it', () => {
  const results = [
    scenarioResult('c', [broken({ actual: 'private', exchange: 'c#1' })]),
    satisfying('a'),
    scenarioResult('b', [broken({ actual: 'no Cache-Control', exchange: 'b#1' })]),
  ];
  const expected = {
    outcome: 'fail',
    scenario: 'b',
    actual: 'no Cache-Control',
    exchange: 'b#1',
    affected: [
      { scenario: 'b', exchange: 'b#1', actual: 'no Cache-Control' },
      { scenario: 'c', exchange: 'c#1', actual: 'private' },
    ],
  };
  expect(aggregate(results, order, [noStore])).toEqual([expect.objectContaining(expected)]);
});

test('does not depend on which worker was first', () => {
  const results = [
    scenarioResult('a', [broken({ outcome: 'warn' }), {}]),
    scenarioResult('b', [broken()]),
    satisfying('c'),
    scenarioResult('d', [broken({ repeats: true })]),
  ];
  const forwards = aggregate(results, order, [noStore]);
  const backwards = aggregate(results.toReversed(), order, [noStore]);
  expect(backwards).toEqual(forwards);
  expect(forwards).toHaveLength(2);
});

test('takes the worst violation of an invariant before the first one', () => {
  const [verdict] = aggregate(
    [
      scenarioResult('a', [broken({ outcome: 'warn' })]),
      scenarioResult('b', [broken({ outcome: 'waived' })]),
      scenarioResult('c', [broken({ outcome: 'fail' })]),
    ],
    order,
    [noStore],
  );
  expect(verdict).toMatchObject({ outcome: 'fail', scenario: 'c' });
  expect(verdict?.affected.map(({ scenario }) => scenario)).toEqual(['c', 'a', 'b']);
});

test('lets an invariant that is satisfied somewhere pass where it could not be judged elsewhere', () => {
  const inconclusive = scenarioResult('a', [
    broken({ outcome: 'inconclusive', message: 'rate limited', expected: undefined, actual: undefined }),
  ]);
  expect(aggregate([inconclusive, satisfying('b')], order, [noStore])).toEqual([
    expect.objectContaining({ outcome: 'pass', scenario: 'b' }),
  ]);
  expect(aggregate([inconclusive], order, [noStore])).toEqual([
    expect.objectContaining({ outcome: 'inconclusive', message: 'rate limited', affected: [] }),
  ]);
});
