import type { Observation } from '../../../http/observation.js';
import { timingSamples } from '../../../scenarios/families/timing.js';
import { type Check, inconclusive, notApplicable, pass, type Subject, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { median, slower } from '../../statistics.js';
import { tokenIssued } from '../outcome.js';

const refusal = observation(oauthError('invalid_grant'));

function samples({ step }: Subject, kind: keyof typeof timingSamples): Observation[] {
  return timingSamples[kind].flatMap((name) => step(name) ?? []);
}

/** The measurements of an example, with the noise of a machine. */
function measured(known: (at: number) => number, unknown: (at: number) => number) {
  const noise = (at: number): number => (at * 7919) % 13;
  const named = (kind: keyof typeof timingSamples, time: (at: number) => number) =>
    timingSamples[kind].map(
      (name, at) => [name, { ...refusal, milliseconds: time(at) + noise(at) }] as const,
    );
  return {
    probe: 'timing/known-user',
    steps: Object.fromEntries([...named('known', known), ...named('unknown', unknown)]),
  };
}

export const usersNotTimed: Check = {
  id: 'users-not-timed',
  title: 'The time that a refusal takes does not tell whether the user exists.',
  requirements: ['ASVS5-6.3.8-user-enumeration-timing'],
  on: { probes: ['timing/*'] },
  judge(subject) {
    const [known, unknown] = [samples(subject, 'known'), samples(subject, 'unknown')];
    const all = [...known, ...unknown];
    if (known.length < 30 || unknown.length < 30) return inconclusive('too few answers were measured');
    if (all.some(tokenIssued)) return notApplicable('one of them was granted: judged by rules of their own');
    const blocked = all.map(shielded).find((reason) => reason !== undefined);
    if (blocked !== undefined) return inconclusive(blocked);
    if (new Set(all.map(({ response }) => response?.status)).size > 1)
      return inconclusive('the answers differ in status, so their times say nothing more');
    // Two measurements, one after the other: what a busy machine does by chance it does not do twice alike.
    const half = Math.floor(known.length / 2);
    const times = (given: readonly Observation[]) => given.map(({ milliseconds }) => milliseconds);
    const [first, second] = [
      slower(times(known.slice(0, half)), times(unknown.slice(0, half))),
      slower(times(known.slice(half)), times(unknown.slice(half))),
    ];
    if (first === 0 && second === 0) return pass;
    if (first !== second) return inconclusive('the times vary more than they differ');
    const [one, other] = [median(times(known)), median(times(unknown))].map((value) => value.toFixed(1));
    return violation(
      'refusals that take equally long',
      `${one} ms for a user who exists and ${other} ms for one who does not, in the median`,
    );
  },
  examples: {
    conforming: [
      example(
        'equally long',
        refusal,
        measured(
          () => 20,
          () => 22,
        ),
      ),
      example(
        'a little longer',
        refusal,
        measured(
          () => 24,
          () => 20,
        ),
      ),
      example(
        'a machine that gets slower',
        refusal,
        measured(
          (at) => 20 + 5 * at,
          (at) => 22 + 5 * at,
        ),
      ),
    ],
    violating: [
      example(
        'a hash for users who exist only',
        refusal,
        measured(
          () => 80,
          () => 20,
        ),
      ),
      example(
        'a search for users who do not exist',
        refusal,
        measured(
          () => 20,
          () => 45,
        ),
      ),
    ],
  },
};
