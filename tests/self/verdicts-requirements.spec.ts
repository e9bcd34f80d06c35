import { expect, test } from '@playwright/test';
import { contract } from '../../src/checks/examples.js';
import type { Requirement } from '../../src/requirements/catalogue.js';
import { allRequirements } from '../../src/requirements/catalogue.js';
import { aggregate } from '../../src/verdicts/aggregate.js';
import { capabilities } from '../../src/verdicts/capabilities.js';
import { requirementOutcomes } from '../../src/verdicts/requirements.js';
import type { Verdict } from '../../src/verdicts/verdict.js';
import { scenarioResult } from './reports-literals.js';

function entry(id: string, overrides: Partial<Requirement> = {}): Requirement {
  return {
    id,
    level: 'MUST',
    severity: 'fail',
    set: 'core',
    kind: 'rule',
    mode: 'active',
    endpoint: 'token',
    document: 'RFC 6749',
    section: '5.1',
    sentence: 'Something holds.',
    needs: [],
    grants: ['any'],
    ...overrides,
  };
}

function outcomeOf(
  requirement: Requirement,
  { verdicts = [], checked = false }: { verdicts?: readonly Partial<Verdict>[]; checked?: boolean } = {},
) {
  const [outcome] = requirementOutcomes({
    requirements: [requirement],
    checks: checked ? [{ requirements: [requirement.id] }] : [],
    verdicts: aggregate([scenarioResult('a', verdicts)], ['a'], []),
    capabilities: capabilities(contract),
  });
  return [outcome?.outcome, outcome?.reason];
}

const named = { requirements: ['X'] } as const;

test('takes the worst outcome of the checks that name the requirement', () => {
  expect(
    outcomeOf(entry('X'), {
      verdicts: [named, { ...named, outcome: 'fail' }, { ...named, outcome: 'warn' }],
    }),
  ).toEqual(['fail', undefined]);
});

test('does not take what could not be judged for a pass', () => {
  const verdicts = [named, { ...named, outcome: 'inconclusive', message: 'rate limited' } as const];
  expect(outcomeOf(entry('X'), { verdicts })).toEqual(['inconclusive', 'rate limited']);
});

test('gives the reason of a check that does not apply', () => {
  const verdicts = [{ ...named, outcome: 'not-applicable', message: 'no Basic' } as const];
  expect(outcomeOf(entry('X'), { verdicts })).toEqual(['not-applicable', 'no Basic']);
});

const rows: readonly (readonly [string, Partial<Requirement>, boolean, string, string])[] = [
  ['nobody has written a check', {}, false, 'untested', 'no check yet'],
  [
    'the contract lacks the grant',
    { grants: ['authorization_code', 'device_code'] },
    true,
    'not-applicable',
    'the contract has no grant authorization_code or device_code',
  ],
  ['one of its grants is offered', { grants: ['ciba', 'password'] }, false, 'untested', 'no check yet'],
  [
    'the contract lacks the companion',
    { needs: ['revocation'] },
    true,
    'not-applicable',
    'the contract does not declare a revocation endpoint',
  ],
  [
    'the contract lacks both alternatives',
    { needs: ['resource_probe|introspection'] },
    false,
    'not-applicable',
    'the contract does not declare a protected resource or an introspection endpoint',
  ],
  [
    'one of two alternatives may hold',
    { needs: ['jwt_access_token|introspection'] },
    false,
    'untested',
    'no check yet',
  ],
  [
    'the target is reached by http',
    { needs: ['https'] },
    true,
    'not-applicable',
    'the target is not reached by https',
  ],
  ['a role is missing', { needs: ['second_client'] }, true, 'untested', 'role OTHER not configured'],
  ['it takes an opt-in', { needs: ['rate_limit_opt_in'] }, true, 'untested', 'needs --allow-brute-force'],
  [
    'it takes an opt-in and a check',
    { needs: ['wait_opt_in'] },
    false,
    'untested',
    'no check yet; needs --allow-waits',
  ],
  ['no response was judged', {}, true, 'untested', 'no response of this run could be judged by it'],
];

for (const [when, overrides, checked, outcome, reason] of rows)
  test(`says why a requirement was not judged: ${when}`, () => {
    expect(outcomeOf(entry('X', overrides), { checked })).toEqual([outcome, reason]);
  });

test('has an outcome for every requirement of the catalogue, and a reason for each that is not judged', () => {
  const outcomes = requirementOutcomes({
    requirements: allRequirements(),
    checks: [],
    verdicts: [],
    capabilities: capabilities(contract),
  });
  expect(outcomes.map(({ id }) => id)).toEqual(allRequirements().map(({ id }) => id));
  expect(outcomes.filter(({ reason }) => !reason)).toEqual([]);
});
