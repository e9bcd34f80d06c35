/** The findings of a run as people read them: one for each check, outcome, cause and known deviation, however many scenarios show it. */
import type { Cause } from '../checks/check.js';
import type { Outcome } from '../verdicts/verdict.js';
import type { KnownFinding, Result } from './results.js';

export interface Finding {
  readonly first: Result;
  /** Every place that shows it, the first one included. */
  readonly places: readonly { readonly scenario: string; readonly actual: string | undefined }[];
}

/** The findings with that outcome; what shows in most places first: it is the likeliest root of the rest. */
export function findingsOf(results: readonly Result[], outcome: Outcome, cause?: Cause): Finding[] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    if (result.outcome !== outcome) continue;
    if (cause !== undefined && (result.cause ?? 'implementation') !== cause) continue;
    // What is known and what is not are two findings, so that the one does not stand for the other.
    const key = JSON.stringify([result.check, result.cause, result.known?.what]);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const findings = [...groups.values()].flatMap((group): Finding[] => {
    const [first] = group;
    if (!first) return [];
    const places = group.flatMap(
      (result) =>
        result.affected?.map(({ scenario, actual }) => ({ scenario, actual })) ?? [
          { scenario: result.scenario, actual: result.actual },
        ],
    );
    return [{ first, places }];
  });
  return findings.sort((a, b) => b.places.length - a.places.length);
}

/** Who has to mend what, in the order in which it is told. */
export const causes: readonly { readonly cause: Cause; readonly title: string; readonly remedy: string }[] = [
  {
    cause: 'implementation',
    title: 'THE SERVER has to change',
    remedy: 'Mend the server, or take the exchange below to whoever runs it.',
  },
  {
    cause: 'contract',
    title: 'THE CONTRACT DOCUMENT has to change',
    remedy: 'Correct the OpenAPI document: it contradicts the standard, or itself.',
  },
  {
    cause: 'configuration',
    title: 'THE CONFIGURATION has to change',
    remedy: 'Correct the TOKEN_… settings of this run: credentials, URL or headers.',
  },
];

const evidenceWords: Readonly<Record<KnownFinding['evidence'], string>> = {
  documentation: 'documented',
  source: 'read in its source',
  issue: 'reported',
  measured: 'measured',
  inferred: 'likely, not proved',
};

/** A finding that is a known deviation, in one line: of what product, how it is known, and what it is. */
export function knownText({ product, what, evidence }: KnownFinding): string {
  return `known deviation of ${product} (${evidenceWords[evidence]}): ${what}`;
}
