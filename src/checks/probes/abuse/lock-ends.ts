import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { tokenIssued } from '../outcome.js';

const probe = 'abuse/password/recovered';
const refused = observation(oauthError('invalid_grant'));
const after = { locked: refused, 'look-1': refused, 'look-2': refused };

export const lockEnds: Check = {
  id: 'lock-ends',
  title: 'Whoever guesses passwords cannot lock the user out for good.',
  requirements: ['OWASP-lockout-recovers'],
  on: { probes: ['abuse/password/locked', probe] },
  judge({ observation: given, step, probe: at }) {
    if (at !== probe) return notApplicable('judged after the wait');
    if (tokenIssued(given)) return pass;
    const looks = ['look-1', 'look-2', 'look-3'].flatMap((name) => step(name) ?? []);
    return looks.at(-1) === given
      ? violation('a login with the right password, some time after wrong ones', whatCame(given))
      : notApplicable('looked at again later');
  },
  examples: {
    conforming: [
      example('it works again', {}, { probe, steps: { locked: refused } }),
      example('not yet the last look', refused, {
        probe,
        steps: { locked: refused, 'look-1': refused, 'look-2': observation() },
      }),
    ],
    violating: (() => {
      const last = observation(oauthError('invalid_grant'));
      return [example('it stays locked', last, { probe, steps: { ...after, 'look-3': last } })];
    })(),
  },
};
