import type { Observation } from '../../../http/observation.js';
import type { RequirementId } from '../../../requirements/catalogue.js';
import { guesses } from '../../../scenarios/families/abuse.js';
import { reactionTo } from '../../../scenarios/reaction.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { tokenIssued } from '../outcome.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: RequirementId;
  readonly probe: string;
  readonly what: string;
}

const rows: readonly Row[] = [
  {
    id: 'password-guesses-noticed',
    title: 'Many wrong passwords for one user bring about a reaction.',
    requirement: 'RFC6749-4.3.2-brute-force-password',
    probe: 'abuse/password/right',
    what: 'wrong passwords',
  },
  {
    id: 'secret-guesses-noticed',
    title: 'Many wrong secrets for one client bring about a reaction.',
    requirement: 'RFC6749-2.3.1-brute-force-client',
    probe: 'abuse/client/right',
    what: 'wrong client secrets',
  },
  {
    id: 'revocation-guesses-noticed',
    title: 'Many wrong secrets at the revocation endpoint bring about a reaction.',
    requirement: 'RFC7009-5-brute-force',
    probe: 'abuse/revocation/right',
    what: 'wrong client secrets',
  },
];

function times(count: number, given: (at: number) => Observation): Record<string, Observation> {
  return Object.fromEntries(guesses.slice(0, count).map((name, at) => [name, given(at)]));
}

const wrong = observation(oauthError('invalid_grant'));
const all = guesses.length;

export const guessesNoticed: readonly Check[] = rows.map(({ id, title, requirement, probe, what }) => ({
  id,
  title,
  requirements: [requirement],
  on: { probes: [probe] },
  judge({ observation: right, step }) {
    const attempts = guesses.flatMap((name) => step(name) ?? []);
    if (attempts.length === 0) return inconclusive('nothing was guessed');
    if (attempts.some(tokenIssued)) return notApplicable('a guess was granted: judged by rules of their own');
    if (reactionTo(attempts)) return pass;
    const blocked = shielded(right);
    if (blocked !== undefined) return pass;
    const accepted = right.response !== undefined && right.response.status < 300;
    return accepted
      ? violation(
          'a limit, a lock or a growing delay',
          `${attempts.length} ${what} and the right one at the end were answered as if nothing had happened`,
        )
      : pass;
  },
  examples: {
    conforming: [
      example('a limit', observation({ status: 429, body: '' }), {
        probe,
        steps: { ...times(5, () => wrong), [guesses[5] ?? '']: observation({ status: 429, body: '' }) },
      }),
      example('a lock: the right one is refused, too', oauthError('invalid_grant'), {
        probe,
        steps: times(all, () => wrong),
      }),
      example(
        'another answer',
        {},
        {
          probe,
          steps: {
            ...times(9, () => wrong),
            [guesses[9] ?? '']: observation(oauthError('access_denied', 403)),
          },
        },
      ),
      example(
        'each answer later',
        {},
        {
          probe,
          steps: times(all, (at) => ({ ...wrong, milliseconds: 20 + 50 * at })),
        },
      ),
    ],
    violating: [
      example('as if nothing had happened', {}, { probe, steps: times(all, () => wrong) }),
      example(
        'a slow answer in between is chance',
        {},
        {
          probe,
          steps: times(all, (at) => ({ ...wrong, milliseconds: at === all - 1 ? 900 : 20 })),
        },
      ),
    ],
  },
}));
