import { isThrottled } from '../../../scenarios/reaction.js';
import { type Check, notApplicable, pass, type Subject, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { tokenIssued } from '../outcome.js';

const limited = observation({ status: 429, json: { error: 'slow_down' } });

/** The wrong password in between was refused with 429, and so was one after it: throttling was in force throughout. */
function throttledAround({ step }: Subject, ...names: readonly string[]): boolean {
  return names.every((name) => {
    const made = step(name);
    return made !== undefined && isThrottled(made);
  });
}

const throttlingBlind: Check = {
  id: 'throttling-blind',
  title: 'While wrong passwords are throttled, the right one is not confirmed.',
  requirements: ['RFC6585-4-429-no-oracle'],
  on: { probes: ['abuse/password/right'] },
  judge(subject) {
    if (!throttledAround(subject, 'still', 'again'))
      return notApplicable('the target did not throttle before and after it');
    return tokenIssued(subject.observation)
      ? violation('a refusal, as for wrong passwords at that time', whatCame(subject.observation))
      : pass;
  },
  examples: {
    conforming: [
      example('throttled, too', limited, {
        probe: 'abuse/password/right',
        steps: { still: limited, again: limited },
      }),
      example(
        'throttling was over',
        {},
        {
          probe: 'abuse/password/right',
          steps: { still: limited, again: observation(oauthError('invalid_grant')) },
        },
      ),
    ],
    violating: [
      example(
        'the right password gets through',
        {},
        {
          probe: 'abuse/password/right',
          steps: { still: limited, again: limited },
        },
      ),
    ],
  },
};

const throttlingNotSpoofable: Check = {
  id: 'throttling-not-spoofable',
  title: 'Throttling is not evaded by what callers say about where they come from.',
  requirements: ['ASVS5-15.3.4-rate-limit-not-spoofable'],
  on: { probes: ['abuse/password/disguised'] },
  judge(subject) {
    if (!throttledAround(subject, 'still')) return notApplicable('the target no longer throttled after it');
    const { observation: given } = subject;
    // A request that is refused for its form was not counted as a guess.
    const evaded =
      given.response !== undefined && !isThrottled(given) && whatCame(given).includes('invalid_grant');
    return evaded || tokenIssued(given)
      ? violation('HTTP 429, as without the headers', whatCame(given))
      : pass;
  },
  examples: {
    conforming: [
      example('throttled, too', limited, { probe: 'abuse/password/disguised', steps: { still: limited } }),
      example('the header is refused', oauthError('invalid_request'), {
        probe: 'abuse/password/disguised',
        steps: { still: limited },
      }),
      example('throttling was over', oauthError('invalid_grant'), {
        probe: 'abuse/password/disguised',
        steps: { still: observation(oauthError('invalid_grant')) },
      }),
    ],
    violating: [
      example('counted anew for another address', oauthError('invalid_grant'), {
        probe: 'abuse/password/disguised',
        steps: { still: limited },
      }),
    ],
  },
};

/** What is sent while the target throttles. */
export const throttlingInForce: readonly Check[] = [throttlingBlind, throttlingNotSpoofable];
