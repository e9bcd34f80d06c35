/** Verdicts, scenario results and runs in a line or two each. */
import { buildResults, type Judged, type Results, type RunRecord } from '../../src/reports/results.js';
import type { RunInfo } from '../../src/reports/run-info.js';
import type { ScenarioSummary } from '../../src/reports/scenario-annotations.js';
import type { Exchange, ScenarioResult, Verdict } from '../../src/verdicts/verdict.js';

export const status200 = 'RFC6749-5.1-status-200';
export const mediaType = 'RFC6749-5.1-media-type-json';

export function verdict(overrides: Partial<Verdict> = {}): Verdict {
  const outcome = overrides.outcome ?? 'pass';
  const violated = outcome === 'fail' || outcome === 'warn' || outcome === 'info' || outcome === 'waived';
  return {
    scenario: 'password/valid/minimal',
    check: 'granted-with-200',
    requirements: [status200],
    level: 'MUST',
    outcome,
    message: 'a granted request is answered with HTTP 200',
    expected: violated ? 'HTTP 200' : undefined,
    actual: violated ? 'HTTP 201' : undefined,
    cause: violated ? 'implementation' : undefined,
    exchange: violated ? 'password/valid/minimal#request' : undefined,
    invariant: false,
    repeats: false,
    ...overrides,
  };
}

export function exchange(overrides: Partial<Exchange> = {}): Exchange {
  return {
    id: 'password/valid/minimal#request',
    scenario: 'password/valid/minimal',
    request: 'POST /oauth/token HTTP/1.1\r\nHost: server.example\r\n\r\ngrant_type=password',
    response: 'HTTP/1.1 201 Created\r\n\r\n{"access_token":"[access_token]"}',
    curl: `curl -sS 'https://server.example/oauth/token' --data-urlencode "password=$TOKEN_PASSWORD"`,
    milliseconds: 12,
    ...overrides,
  };
}

/** The verdicts take the id of the scenario. */
export function scenarioResult(
  scenario: string,
  verdicts: readonly Partial<Verdict>[] = [{}],
  overrides: Partial<ScenarioResult> = {},
): ScenarioResult {
  return {
    scenario,
    verdicts: verdicts.map((one) => verdict({ ...one, scenario })),
    satisfied: [],
    inconclusive: undefined,
    controlLost: undefined,
    exchanges: [],
    requests: 1,
    ...overrides,
  };
}

/** A scenario that could not be judged, with the verdicts that the session gives it. */
export function unjudged(
  scenario: string,
  reason: string,
  overrides: Partial<ScenarioResult> = {},
): ScenarioResult {
  return scenarioResult(scenario, [{ outcome: 'inconclusive', message: reason, cause: 'configuration' }], {
    inconclusive: reason,
    ...overrides,
  });
}

/** A place in a document, for findings about it. */
export const location = {
  file: 'specs/example.openapi.yaml',
  pointer: '#/components/schemas/Token',
  line: 41,
};

export const info: RunInfo = {
  runId: '7b0f3c52-8f0f-4bb5-9d0c-2f6a6f1f6f10',
  reportDir: '/nowhere',
  seed: 7,
  fuzz: 0,
  target: 'https://server.example',
  contract: { file: 'specs/example.openapi.yaml', title: 'Example', version: '1.0', sha256: 'ab'.repeat(32) },
  profile: 'default',
  knownDeviations: { product: 'As the document says', deviations: [] },
  capabilities: ['client_secret', 'grant:password', 'grant:refresh_token'],
  observes: false,
  failOn: 'must',
  failOnUnverified: false,
  waivers: [],
  reports: ['html', 'junit', 'json'],
  since: undefined,
  github: { stepSummary: undefined, annotations: false },
  color: false,
  verbosity: 'normal',
  interactive: false,
  version: '0.1.0',
  totalScenarios: 0,
};

export function summaryOf(id: string): ScenarioSummary {
  return { id, title: 'required parameters only', family: 'valid-grants', grant: id.split('/')[0] ?? '' };
}

/** A run of these scenarios and no others, unless `info.totalScenarios` says that there are more. */
export function record(
  results: readonly ScenarioResult[],
  overrides: Partial<Omit<RunRecord, 'info'>> & { readonly info?: Partial<RunInfo> } = {},
): RunRecord {
  const judged = results.map((result): [string, Judged] => [
    result.scenario,
    { kind: 'result', result, milliseconds: 20 },
  ]);
  const selected = overrides.selected ?? results.map(({ scenario }) => summaryOf(scenario));
  return {
    selected,
    judged: overrides.judged ?? new Map(judged),
    faults: overrides.faults ?? [],
    startedAt: '2026-09-21T13:33:20.000Z',
    finishedAt: '2026-09-21T13:33:50.000Z',
    info: { ...info, totalScenarios: selected.length, ...overrides.info },
  };
}

export function run(...given: Parameters<typeof record>): Results {
  return buildResults(record(...given));
}
