/**
 * What the harness is worth: every fault of the sandbox is convicted by a check meant for it, a sound sandbox by none.
 * `npm run detection` runs all scenarios against each fault and keeps the proof; here the proof is verified with the
 * scenarios that it names, and a sample of it with all.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { faults } from '../../sandbox/faults/index.js';
import { byAssertion, forDelegates, forServices } from '../../sandbox/run-conditions.js';
import { variations } from '../../sandbox/variations/index.js';
import { allChecks } from '../../src/checks/index.js';
import { checkListHash, faultListHash, proofFile, proofText, readProof } from '../../src/coverage/proof.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { judgeFault, judgeFaultAgain, missingConvictions } from '../detection/judge-fault.js';
import { judgedRun } from '../detection/judged-run.js';
import { passingChecks, withOutcome } from '../detection/outcomes.js';
import { detectionPage } from '../detection/page.js';
import { describeVerdicts } from './in-process-run.js';

// No test needs what another one did, and there are many of them.
test.describe.configure({ mode: 'parallel' });

test.describe('a sound sandbox', () => {
  for (let seed = 1; seed <= 10; seed++)
    test(`is convicted of nothing with seed ${seed}`, async () => {
      const run = await judgedRun({ seed });
      expect(describeVerdicts(withOutcome(run, 'fail', 'warn', 'error', 'inconclusive'))).toBe('');
      expect(withOutcome(run, 'pass').length).toBeGreaterThan(200);
    });

  test('is convicted of nothing by the document for services either', async () => {
    const run = await judgedRun({ run: forServices });
    expect(describeVerdicts(withOutcome(run, 'fail', 'warn', 'error', 'inconclusive'))).toBe('');
    expect(withOutcome(run, 'pass').length).toBeGreaterThan(200);
  });

  test('is convicted of nothing by the documents for signed assertions and for codes either', async () => {
    const signed = await judgedRun({ run: byAssertion });
    const presented = await judgedRun({ run: forDelegates });
    for (const run of [signed, presented])
      expect(describeVerdicts(withOutcome(run, 'fail', 'warn', 'error'))).toBe('');
    expect(withOutcome(signed, 'inconclusive')).toEqual([]);
    expect(withOutcome(presented, 'inconclusive').map(({ message }) => message)).toEqual([
      'it is not known whether the server takes HTTP Basic',
    ]);
    for (const check of ['expired-assertion-refused', 'assertion-signature-verified'])
      expect(passingChecks(signed)).toContain(check);
    for (const check of ['code-used-once', 'device-code-used-once', 'invalid-assertion-is-invalid-grant'])
      expect(passingChecks(presented)).toContain(check);
  });

  test('is asked fewer than 500 times, without what needs an opt-in', async () => {
    const names = ['BURSTS', 'LARGE', 'SMUGGLING'];
    const settings = Object.fromEntries(names.map((name) => [`TOKEN_ALLOW_${name}`, 'no']));
    const { requests } = await judgedRun({ run: { settings } });
    expect(requests).toBeLessThan(500);
  });
});

test('a sound sandbox behind TLS is convicted of nothing', async () => {
  const run = await judgedRun({ run: { tls: true } });
  expect(describeVerdicts(withOutcome(run, 'fail', 'warn', 'error', 'inconclusive'))).toBe('');
  const passed = new Set(withOutcome(run, 'pass').map(({ check }) => check));
  for (const check of [
    'certificate-valid',
    'old-tls-refused',
    'weak-cipher-refused',
    'plain-http-not-served',
  ])
    expect([...passed]).toContain(check);
  const plain = await judgedRun({});
  expect(plain.requests).toBeLessThan(run.requests);
  expect(run.requests - plain.requests).toBeLessThanOrEqual(10);
});

const proof = readProof();

test('the proof is of these faults and these checks', () => {
  expect(proof.faultList, 'out of date: npm run detection').toBe(faultListHash());
  expect(proof.checkList, 'out of date: npm run detection').toBe(checkListHash(allChecks));
  const known = new Set(allChecks.map(({ id }) => id));
  const named = [
    ...proof.passing,
    ...proof.faults.flatMap((one) => one.convictions.map(({ check }) => check)),
  ];
  expect(named.filter((check) => !known.has(check))).toEqual([]);
});

test('the kept proof and the page about it are as they are generated', () => {
  const outOfDate = 'out of date: npm run detection';
  expect(readFileSync(proofFile, 'utf8') === proofText(proof), outOfDate).toBe(true);
  const page = readFileSync(join(packageRoot, 'docs', 'detection.md'), 'utf8');
  const generated = detectionPage({ faults, proved: proof.faults, variations, checks: allChecks.length });
  expect(page === generated, outOfDate).toBe(true);
});

test.describe('the fault', () => {
  /** One in so many is judged by all scenarios as well. */
  const sampled = 32;

  for (const [index, fault] of faults.entries())
    test(`${fault.id} is convicted: ${fault.sentence}`, async () => {
      const expected = proof.faults.find(({ id }) => id === fault.id)?.convictions ?? [];
      const judged = await (index % sampled === 0 ? judgeFault(fault) : judgeFaultAgain(fault, expected));
      expect(
        judged.convictions,
        `no check of ${fault.breaks.join(', ')} convicts it; found instead:\n${judged.found}`,
      ).not.toHaveLength(0);
      expect(missingConvictions(expected, judged), 'proved once, and no longer so').toEqual([]);
    });
});
