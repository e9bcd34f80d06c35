import { expect, test } from '@playwright/test';
import { junitXml } from '../../src/reports/junit.js';
import { buildResults, type Results } from '../../src/reports/results.js';
import { everyKind, hostileResults } from './hostile-results.js';
import {
  exchange,
  location,
  mediaType,
  record,
  run,
  scenarioResult,
  status200,
  summaryOf,
  unjudged,
} from './reports-literals.js';
import { childrenNamed, parseXml, propertiesOf, type XmlElement } from './reports-xml.js';

function suiteOf(results: Results): XmlElement {
  const document = parseXml(junitXml(results));
  const [suite] = childrenNamed(document, 'testsuite');
  if (!suite) throw new Error('no testsuite');
  return suite;
}

function casesOf(results: Results): XmlElement[] {
  return childrenNamed(suiteOf(results), 'testcase');
}

/** Of a run that is complete, unless it is the run itself that is asked about. */
function only(results: Results): XmlElement {
  const [first, ...more] = casesOf(results).filter(
    ({ attributes }) => attributes.classname !== 'token-conformance.run',
  );
  if (!first || more.length > 0) throw new Error('not exactly one testcase');
  return first;
}

const failing = () =>
  scenarioResult(
    'password/valid/minimal',
    [
      { outcome: 'fail' },
      { check: 'json-media-type', requirements: [mediaType], outcome: 'fail', actual: 'text/html' },
    ],
    { exchanges: [exchange()] },
  );

test('has one test case for each scenario, named by its id and title', () => {
  const results = run([
    scenarioResult('password/valid/minimal'),
    scenarioResult('refresh_token/refresh/first'),
  ]);
  expect(casesOf(results).map(({ attributes }) => attributes)).toEqual([
    {
      classname: 'token-conformance.valid-grants.password',
      name: 'password/valid/minimal: required parameters only',
      time: '0.020',
    },
    {
      classname: 'token-conformance.valid-grants.refresh_token',
      name: 'refresh_token/refresh/first: required parameters only',
      time: '0.020',
    },
  ]);
});

test('says of the run what was tested, by what, and the verdict', () => {
  const suite = suiteOf(run([failing(), unjudged('b', 'rate limited'), scenarioResult('c')]));
  expect(suite.attributes).toMatchObject({
    name: 'token-conformance',
    tests: '3',
    failures: '1',
    errors: '0',
    skipped: '1',
    timestamp: '2026-09-21T13:33:20.000Z',
  });
  expect(propertiesOf(suite)).toMatchObject({
    target: 'https://server.example',
    contract: 'Example 1.0 (specs/example.openapi.yaml)',
    verdict: 'incompatible',
    seed: '7',
    'tool-version': '0.1.0',
    'requirements-revision': expect.stringMatching(/^\d/),
  });
});

test('lists every broken check of a scenario in one failure', () => {
  const testcase = only(run([failing()]));
  const failures = childrenNamed(testcase, 'failure');
  expect(failures).toHaveLength(1);
  expect(failures[0]?.attributes.type).toBe('non-conformance');
  const text = failures[0]?.text ?? '';
  for (const part of [
    status200,
    mediaType,
    'expected: HTTP 200',
    'actual: HTTP 201',
    'actual: text/html',
    'exchange: password/valid/minimal#request',
    'likely cause: implementation',
    'https://www.rfc-editor.org/rfc/rfc6749#section-5.1',
    exchange().curl,
  ])
    expect(text).toContain(part);
  expect(propertiesOf(testcase)).toEqual({
    outcome: 'fail',
    requirements: `${status200}, ${mediaType}`,
    level: 'MUST',
    source: 'RFC 6749 section 5.1',
    cause: 'implementation',
    seed: '7',
  });
});

test('says where the document is wrong', () => {
  const results = run([
    scenarioResult('document/success', [{ outcome: 'fail', cause: 'contract', location }]),
  ]);
  expect(junitXml(results)).toContain('document: specs/example.openapi.yaml:41 (#/components/schemas/Token)');
});

test('shows request and response of what failed', () => {
  const [output] = childrenNamed(only(run([failing()])), 'system-out');
  expect(output?.text).toContain(exchange().request);
  expect(output?.text).toContain(exchange().response);
});

test('mentions a warning without failing for it', () => {
  const testcase = only(run([scenarioResult('a', [{}, { check: 'no-pragma', outcome: 'warn' }])]));
  expect(childrenNamed(testcase, 'failure')).toEqual([]);
  expect(childrenNamed(testcase, 'error')).toEqual([]);
  expect(propertiesOf(testcase)).toMatchObject({ outcome: 'warn', warnings: 'no-pragma' });
  expect(childrenNamed(testcase, 'system-out')[0]?.text).toContain('actual: HTTP 201');
});

test('names a broken invariant with the first scenario, and refers to it from the others', () => {
  const breaking = (scenario: string) =>
    scenarioResult(scenario, [{ check: 'no-store', invariant: true, outcome: 'fail' }]);
  const [first, second] = casesOf(run([breaking('a'), breaking('b')]));
  expect(first && childrenNamed(first, 'failure')[0]?.text).toContain('also in: 1 more scenario');
  expect(second?.children.map(({ name }) => name)).toEqual(['properties']);
  expect(second && propertiesOf(second)).toMatchObject({ 'also-breaks': 'no-store (see a)' });
});

test('says why a scenario was not judged', () => {
  const [skipped] = childrenNamed(only(run([unjudged('a', 'role OTHER is not configured')])), 'skipped');
  expect(skipped?.attributes.message).toBe('role OTHER is not configured');
});

test('tells a fault of the harness from a failure', () => {
  const message = 'the worker ended before the scenario was judged (crash)';
  const testcase = only(
    run([], {
      selected: [summaryOf('a')],
      judged: new Map([['a', { kind: 'error', message, milliseconds: 0 }]]),
    }),
  );
  expect(childrenNamed(testcase, 'failure')).toEqual([]);
  expect(childrenNamed(testcase, 'error')[0]?.attributes).toEqual({ type: 'harness', message });
});

test('is not an empty, green file when nothing ran', () => {
  const page = 'Preflight: the valid request does not work';
  const failed = suiteOf(run([], { info: { preflight: { ok: false, page, steps: [] }, totalScenarios: 9 } }));
  expect(failed.attributes).toMatchObject({ tests: '1', errors: '1' });
  expect(childrenNamed(failed, 'testcase')[0]?.children[0]).toMatchObject({ name: 'error', text: page });

  const empty = suiteOf(run([], { info: { totalScenarios: 9 } }));
  expect(empty.attributes).toMatchObject({ tests: '1', errors: '1' });
});

test('whoever sees only the counts does not take a part for the whole', () => {
  const partial = suiteOf(run([scenarioResult('a')], { info: { totalScenarios: 9 } }));
  expect(partial.attributes).toMatchObject({ tests: '2', skipped: '1', errors: '0' });
  expect(propertiesOf(partial)).toMatchObject({ complete: 'no', verdict: 'inconclusive' });
  expect(childrenNamed(partial, 'testcase')[0]?.children[0]).toMatchObject({
    name: 'skipped',
    attributes: { message: 'only a part of the scenarios was judged (1): no verdict on the whole' },
  });
  const aborted = suiteOf(buildResults({ ...record([], { selected: [summaryOf('a')] }), aborted: true }));
  expect(aborted.attributes).toMatchObject({ tests: '2', errors: '1' });
  expect(propertiesOf(suiteOf(run([scenarioResult('a')])))).toMatchObject({ complete: 'yes' });
});

interface ReadCase {
  readonly identity: string;
  readonly status: string;
  readonly output: string;
}

const has = (testcase: XmlElement, name: string): XmlElement | undefined => childrenNamed(testcase, name)[0];

/**
 * As GitLab reads it (lib/gitlab/ci/parsers/test/junit.rb): the first of failure, error and skipped decides, `system-out`
 * is shown with failures and errors, and cases are told apart by suite, class and name.
 */
function byGitLab(suite: XmlElement): ReadCase[] {
  return childrenNamed(suite, 'testcase').map((testcase) => {
    const { classname = '', name = '' } = testcase.attributes;
    const status = ['failure', 'error', 'skipped'].find((kind) => has(testcase, kind)) ?? 'success';
    const shown = status === 'success' ? [] : [has(testcase, status), has(testcase, 'system-out')];
    const output = shown.map((part) => `${part?.attributes.message ?? ''} ${part?.text ?? ''}`).join('\n');
    return { identity: [suite.attributes.name, classname, name].join('/'), status, output };
  });
}

/**
 * As Jenkins reads it (junit plugin, CaseResult.java): error before failure, its text as the trace and its message as the
 * detail; what is before the last point of the class is the package.
 */
function byJenkins(suite: XmlElement): ReadCase[] {
  return childrenNamed(suite, 'testcase').map((testcase) => {
    const { classname = '', name = '' } = testcase.attributes;
    const [, group, type] = /^(.*)\.([^.]*)$/.exec(classname) ?? [];
    const failed = has(testcase, 'error') ?? has(testcase, 'failure');
    const skipped = has(testcase, 'skipped');
    const status = skipped ? 'skipped' : (failed?.name ?? 'success');
    const output = `${failed?.attributes.message ?? skipped?.attributes.message ?? ''}\n${failed?.text ?? ''}`;
    return { identity: [group, type, name].join('/'), status, output };
  });
}

for (const [server, read] of Object.entries({ GitLab: byGitLab, Jenkins: byJenkins }))
  test(`is read back as it was meant, by the rules of ${server}`, () => {
    for (const results of [everyKind(), hostileResults()]) {
      const suite = suiteOf({ ...results, preflight: undefined });
      const cases = read(suite);
      expect(new Set(cases.map(({ identity }) => identity)).size).toBe(cases.length);
      const number = (status: string): string => String(cases.filter((one) => one.status === status).length);
      expect(suite.attributes).toMatchObject({
        tests: String(cases.length),
        failures: number('failure'),
        errors: number('error'),
        skipped: number('skipped'),
      });
      const ofScenarios = cases.slice(-results.scenarios.length);
      for (const [index, scenario] of results.scenarios.entries()) {
        const found = ofScenarios[index];
        const expected = { fail: 'failure', error: 'error', inconclusive: 'skipped' } as const;
        expect(found?.status).toBe(expected[scenario.outcome as keyof typeof expected] ?? 'success');
        // Nothing is red, or left out, without its reason.
        if (found?.status !== 'success') expect(found?.output.trim()).not.toBe('');
      }
    }
  });

const hostile: readonly (readonly [string, string, string])[] = [
  ['the end of a CDATA section', 'a ]]> b', 'a ]]> b'],
  [
    'markup',
    '<script>alert(1)</script><!-- & "quotes" \' -->',
    '<script>alert(1)</script><!-- & "quotes" \' -->',
  ],
  ['control characters', 'a\u0000b\u001b[31mc\u0008', 'a\\x00b\\x1b[31mc\\x08'],
  ['an emoji', 'grün 🔑', 'grün 🔑'],
  ['half a surrogate pair', 'a\ud800b', 'a\\u{d800}b'],
  ['noncharacters', 'a\uffffb', 'a\\u{ffff}b'],
  ['CR, LF and tab', 'a\r\nb\tc', 'a\r\nb\tc'],
];

for (const [name, sent, read] of hostile)
  test(`survives ${name} from the target`, () => {
    const results = run([
      scenarioResult('a', [{ outcome: 'fail', actual: sent, message: sent, exchange: 'a#1' }], {
        exchanges: [exchange({ id: 'a#1', response: sent })],
      }),
    ]);
    const [failure] = childrenNamed(only(results), 'failure');
    expect(failure?.text).toContain(`actual: ${read}`);
    expect(failure?.attributes.message).toBe(`${read} (granted-with-200)`);
    expect(childrenNamed(only(results), 'system-out')[0]?.text).toContain(read);
  });
