/** Applies the checks for which nothing is sent: on the document, and on the configuration. */
import type { Judgement } from '../checks/check.js';
import type { Configuration } from '../checks/configuration/configuration-check.js';
import { configurationChecks } from '../checks/configuration/index.js';
import type { DocumentCheck, Finding } from '../checks/document/document-check.js';
import { documentChecks } from '../checks/document/index.js';
import type { TokenDocument } from '../contract/token-document.js';
import { requirement } from '../requirements/catalogue.js';
import type { StaticPart } from '../scenarios/static-part.js';
import type { CheckSummary } from '../verdicts/aggregate.js';
import { fromHere, type Location, locationText } from '../verdicts/location.js';
import { compareOutcomes } from '../verdicts/outcomes.js';
import type { Verdict } from '../verdicts/verdict.js';

/** More places of one defect than these are counted. */
const shownPlaces = 4;

export function staticChecksFor(part: StaticPart): readonly CheckSummary[] {
  return part === 'configuration'
    ? configurationChecks
    : documentChecks.filter((check) => check.part === part);
}

interface Judged {
  readonly check: CheckSummary;
  readonly judgement: Judgement | { readonly kind: 'error'; readonly reason: string };
  readonly location?: Location;
}

function verdictOf(scenario: string, { check, judgement, location }: Judged): Verdict {
  const rule = requirement(check.requirements[0] ?? '');
  const violated = judgement.kind === 'violation' ? judgement : undefined;
  return {
    scenario,
    check: check.id,
    requirements: check.requirements,
    level: rule.level,
    outcome: judgement.kind === 'violation' ? (judgement.severity ?? rule.severity) : judgement.kind,
    message: 'reason' in judgement ? judgement.reason : check.title,
    expected: violated?.expected,
    actual: violated?.actual,
    cause: violated ? (violated.cause ?? 'contract') : undefined,
    exchange: undefined,
    ...(location ? { location } : {}),
    invariant: false,
    repeats: false,
  };
}

interface Located {
  readonly finding: Finding;
  readonly location: Location;
}

/** A shared component is one place, however often the document refers to it. */
function distinct(located: readonly Located[]): Located[] {
  const key = ({ finding, location }: Located) => `${locationText(location)} ${finding.actual}`;
  return located.filter((one, at) => located.findIndex((other) => key(other) === key(one)) === at);
}

/** The finding that weighs most, which names the other places. */
function judgementOf(check: DocumentCheck, document: TokenDocument): Omit<Judged, 'check'> {
  const judged = check.judge(document);
  if ('notApplicable' in judged)
    return { judgement: { kind: 'not-applicable', reason: judged.notApplicable } };
  const weight = ({ severity }: Finding) => severity ?? requirement(check.requirements[0]).severity;
  const located = distinct(
    judged.map((finding) => ({ finding, location: fromHere(document.locate(finding.at)) })),
  );
  const [worst, ...others] = located.toSorted((one, other) =>
    compareOutcomes(weight(one.finding), weight(other.finding)),
  );
  if (!worst) return { judgement: { kind: 'pass' } };
  const { expected, actual, severity } = worst.finding;
  const places = others
    .slice(0, shownPlaces)
    .map(({ finding, location }) => `${finding.actual}, ${locationText(location)}`);
  const more = others.length - places.length;
  return {
    judgement: {
      kind: 'violation',
      expected,
      actual: [actual, ...places, ...(more > 0 ? [`${more} more`] : [])].join('; '),
      ...(severity ? { severity } : {}),
    },
    location: worst.location,
  };
}

function guarded(check: CheckSummary, judge: () => Omit<Judged, 'check'>): Judged {
  try {
    return { check, ...judge() };
  } catch (problem) {
    const reason = `the check failed to judge: ${problem instanceof Error ? problem.message : problem}`;
    return { check, judgement: { kind: 'error', reason } };
  }
}

export function judgeDocument(
  scenario: string,
  part: Exclude<StaticPart, 'configuration'>,
  document: TokenDocument,
): Verdict[] {
  return documentChecks
    .filter((check) => check.part === part)
    .map((check) =>
      verdictOf(
        scenario,
        guarded(check, () => judgementOf(check, document)),
      ),
    );
}

export function judgeConfiguration(scenario: string, configuration: Configuration): Verdict[] {
  return configurationChecks.map((check) =>
    verdictOf(
      scenario,
      guarded(check, () => ({ judgement: check.judge(configuration) })),
    ),
  );
}
