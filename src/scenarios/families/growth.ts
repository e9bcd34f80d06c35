/** Texts that make a careless regular expression try again and again, in two lengths. */
import type { Grant } from '../../contract/contract.js';
import { withValue } from '../request.js';
import type { Scenario, Step } from '../scenario.js';
import { parameterOf } from './grants.js';
import { tagsOf } from './variation.js';

const patterns: Readonly<Record<string, (length: number) => string>> = {
  letters: (length) => `${'a'.repeat(length)}!`,
  spaces: (length) => `x${' '.repeat(length)}x`,
  dots: (length) => '.@'.repeat(length / 2),
};

/** Characters. The first one is for comparison. */
const lengths = { short: 2000, long: 8000 } as const;

/** The best of as many counts. */
export const tries = 3;

export const growthStep = (length: keyof typeof lengths, at: number): string => `${length}-${at}`;

export function growths(grant: Grant): Scenario[] {
  return ['username', 'client_id', 'scope'].flatMap((name) => {
    const parameter = parameterOf(grant, name);
    if (!parameter) return [];
    return Object.entries(patterns).map(
      ([kind, text]): Scenario => ({
        id: `${grant.type}/growth/${name}-${kind}`,
        family: 'abuse',
        grant: grant.type,
        title: `Long values of ${name} that a regular expression may stumble over: ${kind}`,
        tags: tagsOf('abuse', grant.type, parameter),
        needs: [],
        optIns: ['large', 'timing'],
        steps: (['short', 'long'] as const).flatMap((length) =>
          Array.from(
            { length: tries },
            (_, at): Step => ({
              name: growthStep(length, at + 1),
              probe: `growth/${name}-${kind}`,
              parameter,
              build: ({ valid }) =>
                withValue(
                  valid(grant.type, name === 'client_id' ? { authentication: 'client_secret_post' } : {}),
                  parameter,
                  text(lengths[length]),
                ),
            }),
          ),
        ),
      }),
    );
  });
}
