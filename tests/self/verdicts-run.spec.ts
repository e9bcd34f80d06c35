/** The tables of the run's verdict and of the exit code, row by row. */
import { expect, test } from '@playwright/test';
import { countOutcomes } from '../../src/verdicts/outcomes.js';
import { type ExitFacts, exitCode, type RunFacts, runVerdict } from '../../src/verdicts/run-verdict.js';
import type { Outcome } from '../../src/verdicts/verdict.js';
import { run, scenarioResult, unjudged } from './reports-literals.js';

const counts = (...outcomes: readonly Outcome[]) => countOutcomes(outcomes);

interface VerdictRow {
  readonly when: string;
  readonly facts: Partial<RunFacts>;
  readonly verdict: ReturnType<typeof runVerdict>;
}

const verdictRows: readonly VerdictRow[] = [
  { when: 'nothing failed', facts: { counts: counts('pass') }, verdict: 'compatible' },
  {
    when: 'there are only warnings',
    facts: { counts: counts('pass', 'warn', 'info') },
    verdict: 'compatible',
  },
  { when: 'something failed', facts: { counts: counts('pass', 'fail') }, verdict: 'incompatible' },
  {
    when: 'the only failures are waived',
    facts: { counts: counts('pass', 'waived'), waivedFails: 1 },
    verdict: 'compatible-with-deviations',
  },
  {
    when: 'only a warning is waived',
    facts: { counts: counts('pass', 'waived') },
    verdict: 'compatible',
  },
  {
    when: 'one of two failures is waived',
    facts: { counts: counts('waived', 'fail'), waivedFails: 1 },
    verdict: 'incompatible',
  },
  { when: 'the valid request did not work', facts: { validRequestWorked: false }, verdict: 'inconclusive' },
  { when: 'the run was partial', facts: { partial: true }, verdict: 'inconclusive' },
  {
    when: 'the run was partial and the only failures are waived',
    facts: { partial: true, counts: counts('pass', 'waived') },
    verdict: 'inconclusive',
  },
  {
    when: 'the run was cut short after a failure',
    facts: { partial: true, counts: counts('fail') },
    verdict: 'incompatible',
  },
  { when: 'the harness failed', facts: { counts: counts('pass', 'error') }, verdict: 'inconclusive' },
  {
    when: 'nothing was judged',
    facts: { counts: counts('inconclusive', 'not-applicable') },
    verdict: 'inconclusive',
  },
  {
    when: 'a role was missing for some scenarios',
    facts: { counts: counts('pass', 'inconclusive') },
    verdict: 'compatible',
  },
];

for (const { when, facts, verdict } of verdictRows)
  test(`the verdict is ${verdict} when ${when}`, () => {
    expect(
      runVerdict({
        counts: counts('pass'),
        waivedFails: 0,
        partial: false,
        validRequestWorked: true,
        ...facts,
      }),
    ).toBe(verdict);
  });

interface ExitRow {
  readonly when: string;
  readonly facts: Partial<ExitFacts>;
  readonly code: number;
}

const exitRows: readonly ExitRow[] = [
  { when: 'the target conforms', facts: {}, code: 0 },
  { when: 'there are warnings', facts: { counts: counts('warn') }, code: 0 },
  {
    when: 'there are warnings and --fail-on should',
    facts: { counts: counts('warn'), failOn: 'should' },
    code: 1,
  },
  {
    when: 'there are warnings and --fail-on never',
    facts: { counts: counts('warn'), failOn: 'never' },
    code: 0,
  },
  { when: 'something failed', facts: { counts: counts('fail'), verdict: 'incompatible' }, code: 1 },
  {
    when: 'something failed and --fail-on should',
    facts: { counts: counts('fail'), verdict: 'incompatible', failOn: 'should' },
    code: 1,
  },
  {
    when: 'something failed and --fail-on never',
    facts: { counts: counts('fail'), verdict: 'incompatible', failOn: 'never' },
    code: 0,
  },
  {
    when: 'all failures are waived',
    facts: { counts: counts('waived'), verdict: 'compatible-with-deviations' },
    code: 0,
  },
  { when: 'a waiver is stale', facts: { staleWaivers: 1 }, code: 1 },
  { when: 'a waiver is stale and --fail-on never', facts: { staleWaivers: 1, failOn: 'never' }, code: 1 },
  { when: 'the selection matches no scenario', facts: { selected: 0, verdict: 'inconclusive' }, code: 2 },
  {
    when: 'the selection matches no scenario and --fail-on never',
    facts: { selected: 0, verdict: 'inconclusive', failOn: 'never' },
    code: 2,
  },
  {
    when: 'the target is unreachable',
    facts: { preflightPassed: false, selected: 0, verdict: 'inconclusive' },
    code: 3,
  },
  { when: 'the result is inconclusive', facts: { verdict: 'inconclusive' }, code: 3 },
  {
    when: 'the result is inconclusive and --fail-on never',
    facts: { verdict: 'inconclusive', failOn: 'never' },
    code: 3,
  },
  { when: 'something is not verified', facts: { notVerified: 2 }, code: 0 },
  {
    when: 'something is not verified and --fail-on-unverified',
    facts: { notVerified: 2, failOnUnverified: true },
    code: 3,
  },
  {
    when: 'something failed, something is not verified and --fail-on-unverified',
    facts: { counts: counts('fail'), verdict: 'incompatible', notVerified: 2, failOnUnverified: true },
    code: 1,
  },
  { when: 'the harness failed', facts: { counts: counts('error'), verdict: 'inconclusive' }, code: 4 },
  {
    when: 'the harness failed beside failures and --fail-on never',
    facts: { counts: counts('error', 'fail'), verdict: 'incompatible', failOn: 'never' },
    code: 4,
  },
];

for (const { when, facts, code } of exitRows)
  test(`exits with ${code} when ${when}`, () => {
    const usual: ExitFacts = {
      verdict: 'compatible',
      counts: counts('pass'),
      selected: 1,
      preflightPassed: true,
      notVerified: 0,
      staleWaivers: 0,
      failOn: 'must',
      failOnUnverified: false,
    };
    expect(exitCode({ ...usual, ...facts })).toBe(code);
  });

test('a missing role is named and counted, and leaves the verdict as it is', () => {
  const reason = 'role OTHER is not configured: set TOKEN_OTHER_CLIENT_ID';
  const missing = unjudged('password/valid/second-user', reason, { unmet: 'OTHER' });
  const results = run([scenarioResult('password/valid/minimal'), missing]);
  expect(results).toMatchObject({
    verdict: 'compatible',
    exitCode: 0,
    notVerified: [{ scenario: 'password/valid/second-user', reason }],
  });
  expect(results.scenarios[1]).toMatchObject({ outcome: 'inconclusive', reason });
  expect(run([scenarioResult('a'), missing], { info: { failOnUnverified: true } }).exitCode).toBe(3);
});

test('a scenario that could not be judged for any other reason makes the run inconclusive', () => {
  const results = run([scenarioResult('a'), unjudged('b', 'the valid request does not work: HTTP 401')]);
  expect(results).toMatchObject({ verdict: 'inconclusive', exitCode: 3, partial: false });
});

test('a valid request that stopped working takes back what was judged in its group', () => {
  const results = run([
    scenarioResult('password/valid/minimal', [{}], { satisfied: ['no-store'] }),
    scenarioResult('password/control', [], { controlLost: 'the valid request stopped working: HTTP 401' }),
  ]);
  expect(results.verdict).toBe('inconclusive');
  expect(results.results).toEqual([
    expect.objectContaining({ scenario: 'password/valid/minimal', outcome: 'inconclusive' }),
  ]);
});

test('a selection is partial, even if all of it passes', () => {
  const results = run([scenarioResult('a')], { info: { totalScenarios: 2 } });
  expect(results).toMatchObject({ partial: true, verdict: 'inconclusive', exitCode: 3 });
});

test('a scenario that was never sent is named as not verified', () => {
  const selected = ['a', 'b'].map((id) => ({ id, title: '', family: '', grant: '' }));
  const results = run([scenarioResult('a')], { selected });
  expect(results).toMatchObject({ partial: true, verdict: 'inconclusive' });
  expect(results.notVerified).toEqual([
    { scenario: 'b', reason: 'the run ended before this scenario was sent' },
  ]);
});

test('a fault outside any scenario is an error of the run', () => {
  const results = run([scenarioResult('a')], { faults: ['Playwright could not run the suite'] });
  expect(results).toMatchObject({ verdict: 'inconclusive', exitCode: 4, counts: { error: 1, pass: 1 } });
});
