import { spawnSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { Progress, type Progressed, type ProgressOptions } from '../../src/reports/progress.js';
import type { Results } from '../../src/reports/results.js';
import { shellLines } from '../../src/reports/shell-lines.js';
import { type SummaryOptions, summary } from '../../src/reports/terminal.js';
import { forLog, visible, wrap } from '../../src/reports/text.js';
import { catalogueRevision } from '../../src/requirements/catalogue.js';
import type { Verdict } from '../../src/verdicts/verdict.js';
import { exchange, location, mediaType, run, scenarioResult, unjudged } from './reports-literals.js';

const shown = (results: Results, options: Partial<SummaryOptions> = {}): string =>
  summary(results, {
    color: false,
    width: 80,
    reports: ['/reports/results.json'],
    verbosity: 'normal',
    ...options,
  });

const breaking = (scenario: string, overrides: Partial<Verdict> = {}) =>
  scenarioResult(scenario, [{ outcome: 'fail', exchange: `${scenario}#1`, ...overrides }], {
    exchanges: [exchange({ id: `${scenario}#1`, scenario })],
  });

const incompatible = (): Results =>
  run([
    breaking('password/valid/minimal'),
    breaking('password/valid/reordered'),
    breaking('password/valid/unknown-parameter', { actual: 'HTTP 202' }),
    breaking('password/valid/unknown-header'),
    breaking('password/valid/header-case'),
    breaking('password/basic/valid', {
      check: 'documented-status',
      cause: 'contract',
      requirements: [mediaType],
    }),
    scenarioResult('password/valid/without-scope', [
      {},
      { check: 'pragma', outcome: 'warn', message: 'Pragma is sent' },
    ]),
    scenarioResult('password/valid/accept/any', [{ check: 'rotation', outcome: 'info' }]),
    unjudged('password/valid/second-user', 'role OTHER is not configured: set TOKEN_OTHER_USERNAME', {
      unmet: 'OTHER',
    }),
    unjudged('password/refresh/other-client', 'role OTHER is not configured: set TOKEN_OTHER_USERNAME', {
      unmet: 'OTHER',
    }),
  ]);

test('says where the document is wrong, of what failed and of what was warned of', () => {
  for (const outcome of ['fail', 'warn'] as const) {
    const text = shown(run([scenarioResult('document/success', [{ outcome, cause: 'contract', location }])]));
    expect(text.replace(/\s+/g, ' ')).toContain('specs/example.openapi.yaml:41 (#/components/schemas/Token)');
  }
});

test('names the target where it is one of several, and how its scenario is sent again', () => {
  const text = shown(run([breaking('a')], { info: { targetName: 'north' } }));
  expect(text).toContain('Target    north, https://server.example');
  expect(text).toContain('again     npx token-conformance replay a --targets FILE --target north');
  expect(shown(run([breaking('a')]))).not.toContain('--targets');
});

test('reads from the verdict over what to do to what is not known', () => {
  expect(shown(incompatible())).toBe(`
INCOMPATIBLE
The token endpoint breaks its contract or a requirement of the standards.

Target    https://server.example
Contract  Example 1.0, specs/example.openapi.yaml
Profile   default; seed 7
Rules     catalogue ${catalogueRevision}

8 of 10 scenarios, 10 requests. Checks: 6 failed, 1 warned, 1 for information, 1
passed, 2 NOT VERIFIED.

THE SERVER has to change: 1 deviation

 1. A granted token request is answered with HTTP status 200.
    rule      RFC6749-5.1-status-200 (MUST)
    source    RFC 6749 section 5.1
              https://www.rfc-editor.org/rfc/rfc6749#section-5.1
    check     granted-with-200
    expected  HTTP 200
    actual    HTTP 201 (1 other answer elsewhere)
    where     password/valid/minimal, password/valid/reordered,
              password/valid/unknown-parameter and 2 more
    do        Mend the server, or take the exchange below to whoever runs it.
    again     npx token-conformance replay password/valid/minimal
    try       curl -sS 'https://server.example/oauth/token' \\
              --data-urlencode "password=$TOKEN_PASSWORD"

THE CONTRACT DOCUMENT has to change: 1 deviation

 2. The success body is sent with media type application/json.
    rule      RFC6749-5.1-media-type-json (MUST)
    source    RFC 6749 section 5.1
              https://www.rfc-editor.org/rfc/rfc6749#section-5.1
    check     documented-status
    expected  HTTP 200
    actual    HTTP 201
    where     password/basic/valid
    do        Correct the OpenAPI document: it contradicts the standard, or
              itself.
    again     npx token-conformance replay password/basic/valid
    try       curl -sS 'https://server.example/oauth/token' \\
              --data-urlencode "password=$TOKEN_PASSWORD"

WARNINGS: recommended, not required

  - Pragma is sent
    HTTP 201 · password/valid/without-scope · RFC6749-5.1-status-200

NOT VERIFIED: 2

  - role OTHER is not configured: set TOKEN_OTHER_USERNAME
    2: password/valid/second-user, password/refresh/other-client

1 observation for information: see the report.

Reports

  /reports/results.json

`);
});

const copied = /https?:\/\/|^\s+again /;

for (const width of [60, 80, 100])
  test(`no line is longer than ${width} columns, but for what is to be copied`, () => {
    const long = 'word '.repeat(60);
    const results = run([
      breaking('password/valid/minimal', {
        message: long,
        actual: `${'x'.repeat(300)} ${long}`,
        expected: long,
      }),
      unjudged('password/valid/second-user', long),
      scenarioResult('b', [{ outcome: 'warn', message: long, actual: long }]),
    ]);
    const lines = shown(results, { width }).split('\n');
    expect(lines.filter((line) => line.length > width && !copied.test(line))).toEqual([]);
    expect(lines.some((line) => line.length > width - 10)).toBe(true);
  });

const headlines: readonly (readonly [string, () => Results, string])[] = [
  ['conforms', () => run([scenarioResult('a')]), 'COMPATIBLE\nThe token endpoint keeps its contract'],
  [
    'deviates where a waiver allows it',
    () => run([scenarioResult('a', [{ outcome: 'waived', waivedFrom: 'fail' }])]),
    'COMPATIBLE WITH DEVIATIONS\nThe token endpoint deviates only where a waiver allows it.',
  ],
  [
    'was judged in part',
    () => run([scenarioResult('a')], { info: { totalScenarios: 5 } }),
    'INCONCLUSIVE\nNothing failed, but only a part of the scenarios was judged.',
  ],
  [
    'could not be judged because the valid request failed',
    () => run([scenarioResult('a'), unjudged('b', 'HTTP 401')]),
    'INCONCLUSIVE\nNothing failed, but the valid request did not always work',
  ],
  [
    'met a fault of the harness',
    () => run([scenarioResult('a')], { faults: ['it broke'] }),
    'INCONCLUSIVE\nThe harness itself failed',
  ],
  [
    'failed before the run was stopped',
    () => run([breaking('a')], { info: { totalScenarios: 5 } }),
    'INCOMPATIBLE\nThe token endpoint breaks its contract or a requirement of the standards. Only a\npart of the scenarios was judged.',
  ],
  [
    'was not sent anything',
    () => run([], { info: { totalScenarios: 5 } }),
    'INCONCLUSIVE\nNo scenario matches the selection: nothing was sent.',
  ],
];

for (const [what, results, expected] of headlines)
  test(`says in words that the target ${what}`, () => {
    expect(shown(results()).trimStart().startsWith(expected)).toBe(true);
  });

test('says that a fault of the harness is no finding about the target', () => {
  const text = shown(run([scenarioResult('a')], { faults: ['it broke'] }));
  expect(text).toContain('THE HARNESS failed: 1 error');
  expect(text).toContain('  - it broke');
  expect(text).toContain('This is not a finding about the target.');
});

test('shows the page of a failed preflight, and nothing that was not judged', () => {
  const page = 'Preflight: the valid request does not work\n\nLikely\n  Nobody listens.';
  const text = shown(run([], { info: { preflight: { ok: false, page, steps: [] }, totalScenarios: 9 } }));
  expect(text).toContain(page);
  expect(text).toContain('Nothing could be judged: the valid request does not work.');
  expect(text).not.toContain('NOT VERIFIED');
});

test('colours only when it is told to', () => {
  const start = '\u001b[';
  expect(shown(incompatible())).not.toContain(start);
  expect(shown(incompatible(), { color: true })).toContain(`${start}31m`);
});

test('a target cannot steer the terminal or the CI server that reads the log', () => {
  const actual = '\u001b[2J\u0007\u202egnp.exe\n::add-mask::x ##vso[task.setvariable]y ##[group]z';
  const text = shown(run([breaking('a', { actual })]));
  expect(text).toContain('\\x1b[2J\\x07\\u{202e}gnp.exe');
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(text).not.toMatch(/::add-mask|##vso\[|##\[/);
});

test('makes characters without a glyph visible and leaves the others', () => {
  expect(visible('grün 🔑\t\u0085\u200b\ud800')).toBe('grün 🔑\\x09\\x85\\u{200b}\\u{d800}');
  expect(forLog('http://[::1]:80 a::b')).toBe('http://[::1]:80 a: :b');
});

test('wraps at spaces, cuts endless words and leaves addresses whole', () => {
  const url = `https://server.example/${'path/'.repeat(10)}`;
  expect(wrap('one two three four five six', 22, '  ')).toBe('one two three four\n  five six');
  expect(wrap('x'.repeat(45), 22, '  ')).toBe(`${'x'.repeat(20)}\n  ${'x'.repeat(20)}\n  xxxxx`);
  expect(wrap(`see ${url} there`, 22, '  ')).toBe(`see\n  ${url}\n  there`);
});

const progressOf = (written: string[], options: Partial<ProgressOptions> = {}, families = { a: 2, b: 1 }) =>
  new Progress(new Map(Object.entries(families)), {
    color: false,
    rewritable: false,
    width: 80,
    verbosity: 'normal',
    write: (text) => void written.push(text),
    now: () => 0,
    ...options,
  });

const step = (family: string, outcome: Progressed, remarks = '') => ({
  id: `password/${family}`,
  ...{ family, outcome, remarks },
  milliseconds: 12.3,
});

test('shows one line for each family when its last scenario is done', () => {
  const written: string[] = [];
  const progress = progressOf(written, {}, { 'valid-grants': 2, 'refresh-flow': 1 } as never);
  progress.done(step('valid-grants', 'passed'));
  expect(written).toEqual([]);
  progress.done(step('refresh-flow', 'not verified'));
  progress.done(step('valid-grants', 'failed'));
  progress.end();
  expect(written).toEqual([
    '  refresh-flow            1 scenario: 1 not verified\n',
    '  valid-grants           2 scenarios: 1 failed, 1 passed\n',
  ]);
});

test('rewrites one line where that is possible, with counts and the time that is left', () => {
  const written: string[] = [];
  let now = 0;
  const progress = progressOf(written, { rewritable: true, now: () => now }, { a: 4, b: 36 });
  progress.done(step('a', 'passed'));
  now = 30_000;
  progress.done(step('a', 'failed'));
  now = 300_000;
  progress.done(step('a', 'passed'));
  progress.done(step('a', 'passed'));
  progress.end();
  progress.end();
  expect(written).toEqual([
    '  1 of 40, a',
    '\r\u001b[2K  2 of 40, 1 failed, about 10 min left, a',
    '\r\u001b[2K  3 of 40, 1 failed, about 62 min left, a',
    '\r\u001b[2K  a                      4 scenarios: 1 failed, 3 passed\n',
    '  4 of 40, 1 failed, about 45 min left, a',
    '\r\u001b[2K',
  ]);
});

test('the line that is rewritten never fills the terminal', () => {
  const written: string[] = [];
  const progress = progressOf(written, { rewritable: true, width: 20 }, { ['f'.repeat(60)]: 2 } as never);
  progress.done(step('f'.repeat(60), 'passed'));
  expect(written).toEqual([`  1 of 2, ${'f'.repeat(9)}`]);
});

test('verbose tells of each scenario, and no text of a target steers the terminal', () => {
  const written: string[] = [];
  const progress = progressOf(written, { verbosity: 'verbose' });
  progress.done(step('a', 'failed', 'fail no-store, HTTP 500 \u001b[2J ::error::x'));
  progress.done(step('b', 'passed'));
  expect(written).toEqual([
    '  failed       password/a (12 ms): fail no-store, HTTP 500 \\x1b[2J : :error: :x\n',
    '  passed       password/b (12 ms)\n',
    '  b                       1 scenario: 1 passed\n',
  ]);
});

test('quiet shows no progress', () => {
  const written: string[] = [];
  const progress = progressOf(written, { verbosity: 'quiet', rewritable: true });
  for (const family of ['a', 'a', 'b']) progress.done(step(family, 'failed'));
  progress.said('  waiting 5 s for x');
  progress.end();
  expect(written).toEqual([]);
});

const manyFindings = (number: number): Results =>
  run(
    Array.from({ length: number }, (_, index) => breaking(`password/s${index}`, { check: `check-${index}` })),
  );

test('of many deviations the first are told in full and the others in short; verbose tells all in full', () => {
  const text = shown(manyFindings(40));
  expect(text.match(/^ +try /gm)).toHaveLength(10);
  for (let index = 0; index < 40; index++) expect(text).toContain(`check-${index}`);
  expect(text).toContain('From 11 on in short');
  const verbose = shown(manyFindings(40), { verbosity: 'verbose' });
  expect(verbose.match(/^ +try /gm)).toHaveLength(40);
  expect(verbose).not.toContain('in short');
});

test('quiet says the verdict, what was not verified, and each deviation with its scenario', () => {
  expect(shown(incompatible(), { verbosity: 'quiet' })).toBe(`INCOMPATIBLE
The token endpoint breaks its contract or a requirement of the standards.
8 of 10 scenarios, 10 requests. Checks: 6 failed, 1 warned, 1 for information, 1
passed, 2 NOT VERIFIED.

THE SERVER has to change: 1 deviation

 1. A granted token request is answered with HTTP status 200.
    HTTP 201 · granted-with-200 · password/valid/minimal and 4 more

THE CONTRACT DOCUMENT has to change: 1 deviation

 2. The success body is sent with media type application/json.
    HTTP 201 · documented-status · password/basic/valid

Report: /reports/results.json
`);
});

test('quiet shows the page of a failed preflight all the same', () => {
  const preflight = { ok: false, page: 'Preflight: the valid request does not work', steps: [] };
  const text = shown(run([], { info: { preflight, totalScenarios: 9 } }), { verbosity: 'quiet' });
  expect(text).toContain(preflight.page);
});

test('a command that would fill the screen is left to the report', () => {
  const curl = `curl --data-raw '${'x'.repeat(3000)}' 'https://server.example'`;
  const results = run([
    scenarioResult('a', [{ outcome: 'fail', exchange: 'a#1' }], {
      exchanges: [exchange({ id: 'a#1', scenario: 'a', curl })],
    }),
  ]);
  expect(shown(results)).toContain('a command too long for a terminal: see the report');
  expect(shown(results, { verbosity: 'verbose' })).toContain('x'.repeat(3000));
});

/** What a shell makes of a command line: its words, one to a line. */
function wordsByShell(command: string): string {
  const { stdout, stderr } = spawnSync('bash', ['-c', command.replace(/^curl/, "printf '<%s>\\n'")], {
    encoding: 'utf8',
    env: { ...process.env, TOKEN_PASSWORD: 'pass word' },
  });
  return stdout + stderr;
}

for (const command of [
  `curl --include -H 'Accept: application/json' --data-urlencode 'password='"$TOKEN_PASSWORD" -X 'PUT' 'http://127.0.0.1/token'`,
  `curl --data-urlencode 'username=it'\\''s  two' --data-raw $'a\\'b \\\\' --data-raw '\\' --data-raw "say \\"so\\"" 'http://h/'`,
  `curl -u "$TOKEN_PASSWORD":'x y' --data-raw '' 'http://h/?a=b (c) d'`,
])
  test(`broken over lines it is the same command: ${command.slice(0, 40)}`, () => {
    for (const width of [20, 40, 66]) {
      const lines = shellLines(command, width);
      expect(lines.length).toBeGreaterThan(1);
      expect(wordsByShell(lines.join('\n'))).toBe(wordsByShell(command));
      for (const line of lines.slice(0, -1)) expect(line).toMatch(/ \\$/);
    }
    expect(shellLines(command, 500)).toEqual([command]);
  });
