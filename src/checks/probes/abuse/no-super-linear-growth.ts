import type { Observation } from '../../../http/observation.js';
import { growthStep, tries } from '../../../scenarios/families/growth.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation, unanswered } from '../../examples.js';

const probe = 'growth/username-letters';

/** Four times the length may take four times as long; eight times as long is more than chance adds to the best of three. */
const mostGrowth = 8;

/** Less is not worth a word, milliseconds. */
const leastTime = 60;

/** Longer than this is too long, whatever the shorter text took. */
const longest = 2000;

function times(short: number, long: number | 'none') {
  const refused = (milliseconds: number): Observation => ({
    ...observation(oauthError('invalid_grant')),
    milliseconds,
  });
  const steps: Record<string, Observation> = {};
  for (let at = 1; at <= tries; at++) {
    steps[growthStep('short', at)] = refused(short + at);
    steps[growthStep('long', at)] = long === 'none' ? unanswered('timeout') : refused(long + 10 * at);
  }
  return { probe, steps };
}

export const noSuperLinearGrowth: Check = {
  id: 'no-super-linear-growth',
  title: 'The time that a request takes grows no faster than its values.',
  requirements: ['ASVS5-1.3.12-redos'],
  on: { probes: ['growth/*'] },
  judge({ step }) {
    const made = (length: 'short' | 'long'): Observation[] =>
      Array.from({ length: tries }, (_, at) => step(growthStep(length, at + 1)) ?? []).flat();
    const [short, long] = [made('short'), made('long')];
    const answered = (given: readonly Observation[]) =>
      given.flatMap(({ response, milliseconds }) => (response ? [milliseconds] : []));
    if (answered(short).length < tries || long.length < tries)
      return inconclusive('there was no answer to a shorter value');
    if (long.every(({ response }) => [413, 414, 431].includes(response?.status ?? 0)))
      return notApplicable('values of that length are refused for their length');
    const quick = Math.min(...answered(short));
    if (long.every(({ failure }) => failure?.kind === 'timeout'))
      return violation(
        'an answer within the deadline',
        `none, and after ${quick} ms for a quarter of the length`,
      );
    if (answered(long).length < tries) return inconclusive('there was no answer to a longer value');
    const slow = Math.min(...answered(long));
    const grows = slow >= mostGrowth * Math.max(quick, 1) && slow >= leastTime;
    return grows || (slow >= longest && quick < longest / 2)
      ? violation(
          'about four times the time for four times the length',
          `${quick.toFixed(0)} ms, and ${slow.toFixed(0)} ms for four times the length`,
        )
      : pass;
  },
  examples: {
    conforming: [
      example('the same', {}, times(20, 25)),
      example('in proportion', {}, times(100, 400)),
      example('a quick one grows', {}, times(1, 30)),
    ],
    violating: [example('sixteen times', {}, times(20, 320)), example('no answer', {}, times(20, 'none'))],
  },
};
