/** How long it takes to refuse a user who exists, and one who does not. */
import type { Grant } from '../../contract/contract.js';
import type { Scenario, Step } from '../scenario.js';
import { unknownSecret, unknownUser } from '../values.js';
import { roleValues } from './role-values.js';
import { tagsOf } from './variation.js';

/** Samples of each kind. */
const samples = 32;

const named = (kind: 'known' | 'unknown', at: number): string => `${kind}-${at + 1}`;

/** The names of the samples, in the order of their pairs. */
export const timingSamples = {
  known: Array.from({ length: samples }, (_, at) => named('known', at)),
  unknown: Array.from({ length: samples }, (_, at) => named('unknown', at)),
} as const;

/** Interleaved, and in turn: known first, unknown first. What slows the machine down slows both down. */
export function timing(grant: Grant): Scenario {
  const sample = (kind: 'known' | 'unknown', at: number): Step => ({
    name: named(kind, at),
    probe: `timing/${kind}-user`,
    build: (context) =>
      context.valid(grant.type, {
        values: {
          username:
            kind === 'known'
              ? (roleValues(context, 'DISPOSABLE', 'username').username ?? '')
              : unknownUser(context.random),
          password: unknownSecret(context.random),
        },
      }),
  });
  return {
    id: `${grant.type}/timing/users`,
    family: 'abuse',
    grant: grant.type,
    title: 'A user who exists and users who do not, each with a wrong password, many times',
    tags: tagsOf('abuse', grant.type),
    needs: [{ role: 'DISPOSABLE', parameters: ['username', 'password'] }],
    optIns: ['timing'],
    steps: Array.from({ length: samples }, (_, at): Step[] =>
      at % 2 === 0
        ? [sample('known', at), sample('unknown', at)]
        : [sample('unknown', at), sample('known', at)],
    ).flat(),
  };
}
