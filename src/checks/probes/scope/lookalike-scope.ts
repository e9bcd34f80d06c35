/** Checks on a scope that resembles a known one: refused, or not taken for it (RFC 6749 section 3.3). */
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { refused, tokenIssued } from '../outcome.js';
import { sentForm } from '../sent.js';
import { sameSet, statedScope } from '../token-facts.js';

interface LookalikeCheck {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly probe: string;
  /** What is asked for in the examples, where `read` and `write` are the known scopes. */
  readonly sent: string;
  /** True when what was granted is a known scope that the requested one only resembles. */
  readonly isTaken: (granted: ReadonlySet<string>, requested: string) => boolean;
}

const answer = (scope?: string) => ({ json: { ...tokenResponse, scope } });

export function lookalikeCheck({ id, title, requirement, probe, sent, isTaken }: LookalikeCheck): Check {
  const request = { form: [['scope', sent]] } as const;
  const refusing = { probe, peers: { 'scope/unknown': observation(oauthError('invalid_scope')) } };
  const ignoring = { probe, peers: { 'scope/unknown': observation(answer('read write')) } };
  const expected = 'invalid_scope, or a grant without the scope that it resembles';
  return {
    id,
    title,
    requirements: [requirement],
    on: { probes: [probe] },
    judge(subject) {
      const { observation: given, peer } = subject;
      if (!tokenIssued(given)) return refused(subject);
      const unknown = peer('scope/unknown');
      if (!unknown) return inconclusive('no unknown scope was tried for comparison');
      const granted = statedScope(given);
      if (granted === undefined)
        return tokenIssued(unknown)
          ? notApplicable('the grant does not say its scope, and an unknown one is ignored')
          : violation(expected, 'a grant, though an unknown scope is refused');
      const requested = sentForm(given).get('scope') ?? '';
      if (!tokenIssued(unknown) && requested.split(' ').some((one) => granted.has(one)))
        return violation(expected, 'a grant that repeats it, though an unknown scope is refused');
      if (!isTaken(granted, requested)) return pass;
      const usual = tokenIssued(unknown) ? statedScope(unknown) : undefined;
      return usual && sameSet(usual, granted)
        ? notApplicable('an unknown scope brings the same: what was asked for is ignored')
        : violation(expected, 'a grant of the scope that it resembles');
    },
    examples: {
      conforming: [
        example('refused', oauthError('invalid_scope'), refusing),
        example('a default', observation(answer('profile'), request), refusing),
        example('any unknown scope brings the same', observation(answer('read write'), request), ignoring),
        example('it is not said, and unknown scopes are ignored', observation(answer(), request), ignoring),
      ],
      violating: [
        example('granted by the name that was asked for', observation(answer(sent), request), refusing),
        example('granted as the known one', observation(answer('read write'), request), refusing),
        example('granted without a word', observation(answer(), request), refusing),
      ],
    },
  };
}
