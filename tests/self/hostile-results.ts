/** Results in which every text that a target, a document or a waiver file can choose is an attack. */
import type { Results } from '../../src/reports/results.js';
import { exchange, info, location, run, scenarioResult, unjudged } from './reports-literals.js';

/** One attack for each thing that reads a report: a browser, a terminal, a CI server, a Markdown renderer, XML, a shell. */
const attacks = [
  '<script>window.pwned=1</script>',
  '<img src=x onerror=window.pwned=1>',
  '"\'><svg onload="window.pwned=1">',
  '</style></title></textarea></pre><iframe src=javascript:parent.pwned=1>',
  'javascript:window.pwned=1',
  '[link](javascript:alert(1)) ![x](https://evil.example/p.png) @everyone www.evil.example',
  '| cell | `code` | <br> |',
  ']]><!-- -->&lt;script&gt;',
  '\u001b[31mred\u001b]8;;https://evil.example\u0007link',
  '\u202Egnp.exe\u2066\u200B',
  '\u0000\u0008\uFFFE',
  'a\r\n::error file=x,line=1::owned\r\n##vso[task.complete]x',
  '\n## heading\n::set-output name=x::y\n',
  'x'.repeat(600),
  '$(touch /tmp/owned) `id` %0A%0D::warning::x',
];

const attack = attacks.join(' ');

/** What programs choose: the harness itself writes these and no other values. */
const own = new Set([
  ...['schemaVersion', 'outcome', 'verdict', 'startedAt', 'finishedAt', 'expires', 'level', 'cause'],
  ...['waivedFrom', 'sha256', 'kind', 'requirementsRevision', 'version'],
]);

/** Members whose names refer to one another: all get the same ending. */
function hostile(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return own.has(key) ? value : `${value}${attack}`;
  if (Array.isArray(value)) return value.map((one) => hostile(one, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hostile(one, name)]));
}

const waiver = { check: 'v', owner: 'someone', reason: 'known', expires: '2099-12-31' };

/** Every kind of entry that a results file can have, before any attack. */
export const everyKind = (): Results =>
  run(
    [
      scenarioResult(
        'a',
        [{}, { check: 'b', outcome: 'fail', exchange: 'a#1' }, { check: 'c', outcome: 'not-applicable' }],
        { exchanges: [exchange({ id: 'a#1', scenario: 'a' })], satisfied: ['no-store'], requests: 3 },
      ),
      scenarioResult('b', [
        { check: 'json', invariant: true, outcome: 'fail', cause: 'configuration' },
        { check: 'd', outcome: 'fail', cause: 'contract', location },
        { check: 'w', outcome: 'warn', cause: 'contract', location },
        { check: 'i', outcome: 'info' },
        { check: 'v', outcome: 'waived', waiver, waivedFrom: 'fail' },
        { check: 'f', outcome: 'fail', flaky: { outcomes: { pass: 1, fail: 2 }, runs: 3 } },
      ]),
      unjudged('c', 'role OTHER is not configured', { unmet: 'OTHER' }),
    ],
    {
      faults: ['Playwright could not run the suite'],
      info: {
        targetName: 'north',
        contract: { ...info.contract, assumptions: [{ what: 'the request is a form', pointer: '#/paths' }] },
        waivers: [{ ...waiver, check: 'gone', expires: '2026-01-01' }],
        preflight: {
          ok: false,
          page: 'Preflight: the valid request does not work\nbecause',
          steps: [{ name: 'connection', outcome: 'ok', seen: 'it answers', likely: 'x', change: 'y' }],
        },
      },
    },
  );

/** Enough of the catalogue: those that were judged, and some that were not. */
const requirements = 40;

/** The same with an attack at the end of each text. */
export function hostileResults(): Results {
  const results = everyKind();
  const judged = results.requirements.filter(({ outcome }) => outcome !== 'untested');
  const some = [...judged, ...results.requirements.slice(0, requirements)];
  return hostile(JSON.parse(JSON.stringify({ ...results, requirements: [...new Set(some)] }))) as Results;
}
