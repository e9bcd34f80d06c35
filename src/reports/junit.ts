/** `junit.xml` for CI servers: one test case for each scenario. Reads results, judges nothing. */

import { describeFlaky } from '../verdicts/flaky.js';
import { locationText } from '../verdicts/location.js';
import { compareOutcomes } from '../verdicts/outcomes.js';
import type { Exchange } from '../verdicts/verdict.js';
import { type Waiver, waiverName } from '../verdicts/waivers.js';
import { knownText } from './findings.js';
import type { RequirementResult, Result, Results, ScenarioOutcome } from './results.js';
import { sourceName } from './source-link.js';

/** What XML 1.0 cannot hold at all, not even as a character reference (XML 1.0 section 2.2), lone surrogates included. */
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu;

function character(text: string): string {
  return text.replace(forbidden, (found) => {
    const code = found.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** `>` too: `]]>` must not stand in character data. CR would be read back as LF. */
function escaped(text: string): string {
  return character(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/** Attribute values are normalised by parsers unless line ends and tabs are references (XML 1.0 section 3.3.3). */
function attribute(text: string): string {
  return escaped(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

type Attributes = Readonly<Record<string, string | number>>;

function element(name: string, attributes: Attributes, content: readonly string[] | string = []): string {
  const listed = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(String(value))}"`);
  const head = `<${name}${listed.join('')}`;
  if (typeof content === 'string') return `${head}>${escaped(content)}</${name}>`;
  return content.length === 0 ? `${head}/>` : `${head}>\n${content.join('\n')}\n</${name}>`;
}

function properties(entries: Readonly<Record<string, string | undefined>>): string[] {
  const set = Object.entries(entries).filter((entry): entry is [string, string] => Boolean(entry[1]));
  if (set.length === 0) return [];
  return [
    element(
      'properties',
      {},
      set.map(([name, value]) => element('property', { name, value })),
    ),
  ];
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

const unique = (values: readonly (string | undefined)[]): string =>
  [...new Set(values.filter((value) => value))].join(', ');

interface Sources {
  /** Name of the suite. */
  readonly suite: string;
  /** Invariants that a scenario breaks and that are reported with another one. */
  readonly brokenElsewhere: ReadonlyMap<string, readonly string[]>;
  readonly requirements: ReadonlyMap<string, RequirementResult>;
  readonly exchanges: ReadonlyMap<string, Exchange>;
}

function sourceOf({ requirements }: Result, sources: Sources): string {
  return unique(
    requirements.map((id) => {
      const found = sources.requirements.get(id);
      return found && sourceName(found);
    }),
  );
}

function finding(result: Result, sources: Sources): string {
  const links = unique(result.requirements.map((id) => sources.requirements.get(id)?.link));
  const exchange = result.exchange === undefined ? undefined : sources.exchanges.get(result.exchange);
  const more = (result.affected?.length ?? 0) - 1;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['requirement', `${result.message} [${result.requirements.join(', ')}] ${result.level}`.trimEnd()],
    ['source', [sourceOf(result, sources), links].filter(Boolean).join(' ')],
    ['check', result.check],
    ['expected', result.expected],
    ['actual', result.actual],
    ['flaky', result.flaky && describeFlaky(result.flaky)],
    ['likely cause', result.cause],
    ['known', result.known && `${knownText(result.known)} (${result.known.source})`],
    ['exchange', result.exchange],
    ['document', result.location && locationText(result.location)],
    [
      'also in',
      more > 0 ? `${more} more ${more === 1 ? 'scenario' : 'scenarios'}, see results.json` : undefined,
    ],
    ['try', exchange?.curl],
  ];
  return lines
    .filter(([, value]) => value)
    .map(([label, value]) => `${label}: ${value}`)
    .join('\n');
}

function evidence(results: readonly Result[], sources: Sources): string {
  const ids = [...new Set(results.flatMap(({ exchange }) => (exchange === undefined ? [] : [exchange])))];
  return ids
    .flatMap((id) => {
      const found = sources.exchanges.get(id);
      return found ? [`--- ${id}: request\n${found.request}\n--- ${id}: response\n${found.response}`] : [];
    })
    .join('\n');
}

/** Outcomes that are mentioned beside the verdict of the scenario. */
const remarks = new Set<Result['outcome']>(['warn', 'info', 'waived']);

function verdictElements(
  { outcome, reason }: ScenarioOutcome,
  results: readonly Result[],
  sources: Sources,
): string[] {
  const of = (wanted: Result['outcome']): Result[] => results.filter((result) => result.outcome === wanted);
  switch (outcome) {
    case 'error': {
      const messages = of('error').map(({ message }) => message);
      return [
        element(
          'error',
          { type: 'harness', message: messages[0] ?? reason ?? 'harness error' },
          messages.join('\n'),
        ),
      ];
    }
    case 'fail': {
      const failures = of('fail');
      const message = failures.map(({ message, check }) => `${message} (${check})`).join('; ');
      const text = failures.map((result) => finding(result, sources)).join('\n\n');
      return [element('failure', { type: 'non-conformance', message }, text)];
    }
    case 'inconclusive':
    case 'not-applicable':
      return [
        element('skipped', {
          message: reason ?? results.find((one) => one.outcome === outcome)?.message ?? outcome,
        }),
      ];
    default:
      return [];
  }
}

/** Many CI servers put the files of all targets together: what is of one says so. */
const suiteName = ({ target }: Pick<Results, 'target'>): string =>
  ['token-conformance', target.name].filter(Boolean).join('.');

function testCase(
  scenario: ScenarioOutcome,
  results: readonly Result[],
  seed: number,
  sources: Sources,
): string {
  const sorted = [...results].sort((a, b) => compareOutcomes(a.outcome, b.outcome));
  const decisive = sorted.filter(({ outcome }) => outcome === scenario.outcome);
  const remarked = sorted.filter(({ outcome }) => remarks.has(outcome));
  const shown = sorted.filter(({ outcome }) => outcome === 'fail' || remarks.has(outcome));
  const output = [
    ...remarked.map((result) => `${result.outcome}\n${finding(result, sources)}`),
    evidence(shown, sources),
  ].filter(Boolean);
  return element(
    'testcase',
    {
      classname: [sources.suite, scenario.family, scenario.grant].filter(Boolean).join('.'),
      name: scenario.title === '' ? scenario.id : `${scenario.id}: ${scenario.title}`,
      time: seconds(scenario.milliseconds),
    },
    [
      ...properties({
        outcome: scenario.outcome,
        requirements: unique(decisive.flatMap(({ requirements }) => requirements)),
        level: unique(decisive.map(({ level }) => level)),
        source: unique(decisive.map((result) => sourceOf(result, sources))),
        cause: unique(decisive.map(({ cause }) => cause)),
        'also-breaks': unique(sources.brokenElsewhere.get(scenario.id) ?? []),
        'known-deviation': unique(
          sorted.map(({ check, known }) => known && `${check}: ${knownText(known)} (${known.source})`),
        ),
        waiver: unique(sorted.map(({ waiver }) => waiver && waiverText(waiver))),
        flaky: unique(sorted.map(({ check, flaky }) => flaky && `${check}: ${describeFlaky(flaky)}`)),
        warnings: unique(sorted.filter(({ outcome }) => outcome === 'warn').map(({ check }) => check)),
        seed: String(seed),
      }),
      ...verdictElements(scenario, sorted, sources),
      ...(output.length > 0 ? [element('system-out', {}, output.join('\n\n'))] : []),
    ],
  );
}

function waiverText({ owner, reason, expires }: Waiver): string {
  return `${owner}, until ${expires}: ${reason}`;
}

/** Faults outside any scenario, a failed preflight and an empty selection must not read as an empty, green file. */
function runCases({ results, preflight, scenarios, target }: Results): string[] {
  const classname = `${suiteName({ target })}.run`;
  const faults = results.filter(({ scenario, outcome }) => scenario === '' && outcome === 'error');
  const runCase = (name: string, message: string, text: string, type: string): string =>
    element('testcase', { classname, name, time: '0.000' }, [element('error', { type, message }, text)]);
  return [
    ...faults.map(({ message }) => runCase('the harness works', message, message, 'harness')),
    ...(preflight?.ok === false
      ? [
          runCase(
            'preflight',
            'the valid request does not work, so nothing else was sent',
            preflight.page,
            'transport',
          ),
        ]
      : scenarios.length === 0 && faults.length === 0
        ? [runCase('selection', 'no scenario matches the selection', '', 'usage')]
        : []),
  ];
}

/** Who sees only the counts of this file must not take a part for the whole: what was not run cannot be listed here. */
function incompleteCases({ run, partial, scenarios, target }: Results): string[] {
  if (!run.aborted && !partial) return [];
  const judged = scenarios.filter(({ outcome }) => outcome !== 'inconclusive').length;
  const [name, message] = run.aborted
    ? ['error', 'the run was ended from outside before it was complete']
    : ['skipped', `only a part of the scenarios was judged (${judged}): no verdict on the whole`];
  return [
    element(
      'testcase',
      { classname: `${suiteName({ target })}.run`, name: 'every scenario was judged', time: '0.000' },
      [element(name, { ...(run.aborted ? { type: 'harness' } : {}), message })],
    ),
  ];
}

/** A stale waiver fails the run, so that it has to fail a test case, too. */
function staleCases({ staleWaivers, target }: Results): string[] {
  const classname = `${suiteName({ target })}.waivers`;
  return staleWaivers.map(({ waiver, why }) =>
    element('testcase', { classname, name: waiverName(waiver), time: '0.000' }, [
      element('failure', { type: 'stale-waiver', message: why }, `${why}\n${waiverText(waiver)}`),
    ]),
  );
}

function brokenElsewhere({ results }: Results): Map<string, string[]> {
  const broken = new Map<string, string[]>();
  for (const { check, scenario: reported, affected } of results)
    for (const { scenario } of affected ?? [])
      if (scenario !== reported)
        broken.set(scenario, [...(broken.get(scenario) ?? []), `${check} (see ${reported})`]);
  return broken;
}

/** The whole document, with the target and the verdict of the run as properties of the suite. */
export function junitXml(results: Results): string {
  const { run, tool, target, scenarios } = results;
  const byScenario = new Map<string, Result[]>();
  for (const result of results.results)
    byScenario.set(result.scenario, [...(byScenario.get(result.scenario) ?? []), result]);
  const suite = suiteName(results);
  const sources: Sources = {
    suite,
    brokenElsewhere: brokenElsewhere(results),
    requirements: new Map(results.requirements.map((entry) => [entry.id, entry])),
    exchanges: new Map(results.exchanges.map((entry) => [entry.id, entry])),
  };
  const stale = staleCases(results);
  const faulty = runCases(results);
  const incomplete = faulty.length > 0 ? [] : incompleteCases(results);
  const outer = [...faulty, ...incomplete, ...stale];
  const count = (...outcomes: readonly Result['outcome'][]): number =>
    scenarios.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const totals = {
    tests: scenarios.length + outer.length,
    failures: count('fail') + stale.length,
    errors: count('error') + faulty.length + (run.aborted ? incomplete.length : 0),
    skipped: count('inconclusive', 'not-applicable') + (run.aborted ? 0 : incomplete.length),
    time: seconds(scenarios.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
  };
  const listed = element('testsuite', { name: suite, timestamp: run.startedAt, ...totals }, [
    ...properties({
      target: target.baseUrl,
      contract: `${target.contract.title} ${target.contract.version} (${target.contract.file})`,
      'contract-sha256': target.contract.sha256,
      profile: target.profile,
      verdict: results.verdict,
      complete: run.aborted || results.partial ? 'no' : 'yes',
      'not-verified': String(results.notVerified.length),
      seed: String(run.seed),
      'requirements-revision': tool.requirementsRevision,
      'tool-version': tool.version,
    }),
    ...outer,
    ...scenarios.map((scenario) => testCase(scenario, byScenario.get(scenario.id) ?? [], run.seed, sources)),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: suite, ...totals }, [listed])}\n`;
}
