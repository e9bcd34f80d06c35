/** Profiles: what a product is known for is told beside the finding, and never instead of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { products } from '../../sandbox/products/index.js';
import { oauthError, observation, subject } from '../../src/checks/examples.js';
import { allChecks } from '../../src/checks/index.js';
import { pragmaNoCache } from '../../src/checks/invariants/pragma-no-cache.js';
import { basicSupported } from '../../src/checks/probes/basic/basic-supported.js';
import { type KnownDeviation, readProfile } from '../../src/contract/profile.js';
import { profileNames } from '../../src/contract/profile-names.js';
import { junitXml } from '../../src/reports/junit.js';
import { partnerReport } from '../../src/reports/partner/partner-report.js';
import { summaryMarkdown } from '../../src/reports/summary-markdown.js';
import { summary } from '../../src/reports/terminal.js';
import { validateProfile } from '../../src/session/profile-file.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { aggregate, type RunVerdict } from '../../src/verdicts/aggregate.js';
import { knownDeviation } from '../../src/verdicts/known-deviations.js';
import { judgedRun } from '../detection/judged-run.js';
import { startOidcProvider } from './foreign/oidc-provider.js';
import { type InProcessRun, runInProcess } from './in-process-run.js';
import { run, scenarioResult, verdict } from './reports-literals.js';

test('every profile satisfies its schema, and names checks that there are', async () => {
  const names = profileNames();
  for (const name of [
    'mbanq',
    'spring-security-oauth',
    'keycloak',
    'doorkeeper',
    'oidc-provider',
    'oauth21',
    'fapi2',
    'rfc6749',
  ])
    expect(names).toContain(name);
  for (const name of names) await expect(validateProfile(name), name).resolves.toBeDefined();
});

test('what is likely of a product and not proved is called that', async () => {
  const { deviations, unknown } = await readProfile('mbanq');
  expect(new Set(deviations.map(({ evidence }) => evidence))).toEqual(new Set(['inferred']));
  expect(unknown.length).toBeGreaterThan(3);
});

test('each deviation that is read somewhere says where', async () => {
  for (const name of profileNames())
    for (const { evidence, source, what } of (await readProfile(name)).deviations)
      if (evidence !== 'measured') expect(source, `${name}: ${what}`).toMatch(/^https:\/\/\S+$/);
});

test('a profile of the user that names no check is refused, with the place and the mend', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'token-conformance-profile-'));
  const file = join(folder, 'mine.yaml');
  const deviation = '{checks: [allow-on-404], actual: ["*"], what: x, evidence: measured, source: here}';
  writeFileSync(file, `title: Mine\nenforced: {}\ndeviations:\n  - ${deviation}\n`);
  await expect(validateProfile(file)).rejects.toThrow(
    /line 4.*deviations\/0\/checks\/0[\s\S]*did you mean allow-on-405/,
  );
  writeFileSync(file, 'title: Mine\nenforced: {}\ndeviations:\n  - {checks: [allow-on-405]}\n');
  await expect(validateProfile(file)).rejects.toThrow(/profile\.schema\.json/);
  rmSync(folder, { recursive: true });
});

const known: KnownDeviation = {
  checks: ['cache-control-no-store'],
  scenario: 'password/*',
  actual: ['Cache-Control is absent'],
  what: 'It caches.',
  evidence: 'source',
  source: 'https://product.example/source',
};

const broken = (scenario: string, actual: string, outcome: RunVerdict['outcome'] = 'fail'): RunVerdict =>
  ({
    ...verdict({ scenario, check: 'cache-control-no-store', outcome, actual }),
    affected: [],
  }) as RunVerdict;

test('a finding is known only where check, scenario and answer are', () => {
  expect(knownDeviation(broken('password/valid', 'Cache-Control is absent'), [known])).toBe(known);
  expect(knownDeviation(broken('refresh_token/valid', 'Cache-Control is absent'), [known])).toBeUndefined();
  expect(knownDeviation(broken('password/valid', 'Cache-Control is public'), [known])).toBeUndefined();
  expect(
    knownDeviation({ ...broken('password/valid', 'Cache-Control is absent'), check: 'other' }, [known]),
  ).toBeUndefined();
  expect(
    knownDeviation(broken('password/valid', 'Cache-Control is absent', 'pass'), [known]),
  ).toBeUndefined();
  const places = (...actual: string[]) =>
    actual.map((one) => ({ scenario: 'password/x', exchange: undefined, actual: one }));
  const first = broken('password/valid', 'Cache-Control is absent');
  expect(
    knownDeviation({ ...first, affected: places('Cache-Control is absent', 'Cache-Control is absent') }, [
      known,
    ]),
  ).toBe(known);
  // One place that is a surprise makes the invariant one.
  expect(
    knownDeviation({ ...first, affected: places('Cache-Control is absent', 'Cache-Control is public') }, [
      known,
    ]),
  ).toBeUndefined();
});

test('a known deviation still fails the run, and every report says what it is and where that is read', async () => {
  const failing = verdict({
    scenario: 'password/valid/minimal',
    check: 'cache-control-no-store',
    outcome: 'fail',
    actual: 'Cache-Control is absent',
  });
  const results = run([scenarioResult('password/valid/minimal', [failing])], {
    info: { profile: 'product', knownDeviations: { product: 'Product', deviations: [known] } },
  });
  expect(results).toMatchObject({ verdict: 'incompatible', exitCode: 1 });
  expect(results.results.find(({ check }) => check === 'cache-control-no-store')?.known).toEqual({
    product: 'Product',
    what: 'It caches.',
    evidence: 'source',
    source: 'https://product.example/source',
  });
  const text = 'known deviation of Product (read in its source): It caches.';
  expect(summary(results, { color: false, width: 200, verbosity: 'normal', reports: [] })).toContain(text);
  expect(summary(results, { color: false, width: 200, verbosity: 'normal', reports: [] })).toContain(
    'all of them known',
  );
  expect(junitXml(results)).toContain(text);
  expect(junitXml(results)).toContain('known-deviation');
  expect(await partnerReport(results)).toContain('<a href="https://product.example/source"');
  expect(await partnerReport(results)).toContain(text);
  expect(summaryMarkdown(results)).toContain('It caches.');
});

/** The verdicts of the run, invariants folded, as a report has them. */
function foldedVerdicts({ results, plan }: InProcessRun): RunVerdict[] {
  return aggregate(
    results,
    plan.scenarios.map(({ id }) => id),
    allChecks,
  );
}

/** Findings that no known deviation explains, and known deviations that nothing showed. */
function unlabelled(judged: InProcessRun) {
  const { deviations } = judged.plan.profile;
  const found = foldedVerdicts(judged).filter(({ outcome }) => ['fail', 'warn', 'error'].includes(outcome));
  const used = new Set(found.flatMap((one) => knownDeviation(one, deviations) ?? []));
  return {
    findings: found.length,
    surprises: found
      .filter((one) => !knownDeviation(one, deviations))
      .map(({ check, actual }) => `${check}: ${actual}`),
    unseen: deviations.filter((one) => !used.has(one)).map(({ what }) => what),
  };
}

for (const { id, profile } of products)
  test(`of the product ${id} everything that the profile ${profile} lists is found and labelled, and nothing else fails`, async () => {
    const judged = await judgedRun({
      variation: id,
      run: { profile, settings: { TOKEN_LOCKOUT_BUDGET: '1000' } },
    });
    const { findings, surprises, unseen } = unlabelled(judged);
    expect(surprises).toEqual([]);
    expect(findings).toBeGreaterThan(15);
    // Nothing announces when a refresh token ends, so that nobody waits for it.
    expect(unseen).toEqual([expect.stringContaining('An expired refresh token')]);
  });

test('of oidc-provider everything is known', async () => {
  const server = await startOidcProvider();
  const judged = await runInProcess({
    ...server.environment,
    TOKEN_PROFILE: 'oidc-provider',
    TOKEN_SPEC: join(packageRoot, 'tests/self/foreign/oidc-provider.openapi.yaml'),
    TOKEN_SEED: '1',
    TOKEN_LOCKOUT_BUDGET: '1000',
  });
  await server.close();
  expect(unlabelled(judged)).toEqual({ findings: expect.any(Number), surprises: [], unseen: [] });
});

test('without the profile the product is a surprise in everything', async () => {
  const judged = await judgedRun({
    variation: 'spring-legacy',
    selected: new Set(['password/missing/username']),
  });
  expect(unlabelled(judged).surprises).toContain('missing-username-refused: HTTP 400 invalid_grant');
});

test('what OAuth 2.1 no longer asks for is not judged where the target claims it', () => {
  const withoutPragma = observation({ headers: [['Cache-Control', 'no-store']] });
  const refused = observation(oauthError('invalid_client', 401));
  const body = { contract: { clientAuthentication: ['client_secret_post'] } } as const;
  for (const [strictness, kind] of [
    ['rfc6749', 'violation'],
    ['oauth21', 'not-applicable'],
  ] as const) {
    expect(pragmaNoCache.judge(subject(withoutPragma, { strictness })).kind).toBe(kind);
    expect(basicSupported.judge(subject(refused, { ...body, strictness, probe: 'basic/valid' })).kind).toBe(
      kind,
    );
  }
});
