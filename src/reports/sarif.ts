/** `results.sarif` (SARIF 2.1.0) for code scanning: each finding at its place in the contract document. Judges nothing. */
import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Location, Log, ReportingDescriptor, Result as SarifResult } from 'sarif';
import type { Outcome } from '../verdicts/verdict.js';
import type { RequirementResult, Result, Results } from './results.js';
import { sourceLink, sourceName } from './source-link.js';
import { visible } from './text.js';

const levels: Readonly<Partial<Record<Outcome, SarifResult.level>>> = {
  fail: 'error',
  waived: 'error',
  warn: 'warning',
  info: 'note',
};

/** Plain text of a message: no embedded link (section 3.11.6) and no placeholder (3.11.5). */
function plainMessage(text: string): string {
  return visible(text)
    .replaceAll('](', '\\](')
    .replace(/\{(\d+)\}/g, '{{$1}}');
}

/** Relative paths stay relative, so that they are found in the repository (section 3.4.4). */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.split(/[\\/]/).map(encodeURIComponent).join('/');
}

const ruleOf = ({ requirements, check }: Result): string => requirements[0] ?? check;

function rule(id: string, entry: RequirementResult | undefined): ReportingDescriptor {
  if (entry === undefined) return { id };
  const link = sourceLink(entry);
  return {
    id,
    shortDescription: { text: plainMessage(entry.sentence) },
    fullDescription: { text: plainMessage(`${sourceName(entry)} (${entry.level}): ${entry.sentence}`) },
    ...(link === undefined ? {} : { helpUri: link }),
    properties: { level: entry.level, source: sourceName(entry) },
  };
}

/** Where it is to be corrected: the place in the document; of a server only the document that it breaks is known. */
function locationOf({ location, scenario, check }: Result, contract: string): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(location?.file ?? contract) },
      ...(location?.line === undefined ? {} : { region: { startLine: location.line } }),
    },
    logicalLocations: [
      location
        ? { fullyQualifiedName: visible(location.pointer), kind: 'element' }
        : { fullyQualifiedName: visible(`${scenario} ${check}`), kind: 'function' },
    ],
  };
}

function messageOf({ message, expected, actual }: Result): string {
  return [
    message,
    ...(expected === undefined ? [] : [`Expected: ${expected}`]),
    ...(actual === undefined ? [] : [`Actual: ${actual}`]),
  ].join('\n');
}

function finding(
  result: Result,
  level: SarifResult.level,
  rules: readonly string[],
  contract: string,
): SarifResult {
  const id = ruleOf(result);
  const identity = JSON.stringify([id, result.check, result.invariant ? '' : result.scenario]);
  const scenarios = result.affected?.map(({ scenario }) => visible(scenario)) ?? [visible(result.scenario)];
  return {
    ruleId: id,
    ruleIndex: rules.indexOf(id),
    level,
    message: { text: plainMessage(messageOf(result)) },
    locations: [locationOf(result, contract)],
    partialFingerprints: { 'checkAndScenario/v1': createHash('sha256').update(identity).digest('hex') },
    ...(result.waiver
      ? {
          suppressions: [
            { kind: 'external', status: 'accepted', justification: visible(result.waiver.reason) },
          ],
        }
      : {}),
    properties: { check: result.check, scenarios, cause: result.cause, exchange: result.exchange },
  };
}

/** Broken rules as errors, recommendations as warnings, observations as notes; what is waived is suppressed. */
export function sarif(results: Results): Log {
  const { tool, run, target, exitCode } = results;
  const found = results.results.flatMap((result) => {
    const level = levels[result.outcome];
    return level === undefined ? [] : [{ result, level }];
  });
  const rules = [...new Set(found.map(({ result }) => ruleOf(result)))];
  const entries = new Map(results.requirements.map((entry) => [entry.id, entry]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            rules: rules.map((id) => rule(id, entries.get(id))),
          },
        },
        automationDetails: { id: `${tool.name}/${target.profile}/` },
        invocations: [
          {
            executionSuccessful: exitCode !== 4,
            exitCode,
            startTimeUtc: run.startedAt,
            endTimeUtc: run.finishedAt,
          },
        ],
        artifacts: [
          {
            location: { uri: uriOf(target.contract.file) },
            ...(target.contract.sha256 === '' ? {} : { hashes: { 'sha-256': target.contract.sha256 } }),
          },
        ],
        results: found.map(({ result, level }) => finding(result, level, rules, target.contract.file)),
        columnKind: 'utf16CodeUnits',
        properties: {
          target: target.baseUrl,
          verdict: results.verdict,
          partial: results.partial,
          notVerified: results.notVerified.length,
          run: run.id,
          seed: run.seed,
          requirementsRevision: tool.requirementsRevision,
        },
      },
    ],
  };
}
