import type { Observation } from '../../../http/observation.js';
import { type Check, inconclusive, notApplicable, type Subject } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { granted } from '../outcome.js';
import { presentedToken } from './presented.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly sameToken: boolean;
  readonly otherwise: string;
}

const rows: readonly Row[] = [
  {
    id: 'rotated-refresh-token-works',
    title: 'A newly issued refresh token works, over a chain of refreshes.',
    requirement: 'RFC6749-6-rotated-token-works',
    sameToken: false,
    otherwise: 'the refresh before this one returned no new refresh token',
  },
  {
    id: 'unrotated-refresh-token-stays-valid',
    title: 'A refresh token stays valid when the refresh returns no new one.',
    requirement: 'RFC6749-6-no-new-token-old-stays-valid',
    sameToken: true,
    otherwise: 'the refresh before this one returned a new refresh token',
  },
];

const probes = ['refresh/second', 'refresh/third'] as const;

function previous({ probe, peer }: Subject): Observation | undefined {
  return peer(probe === 'refresh/third' ? 'refresh/second' : 'refresh/first');
}

export const nextRefreshSucceeds: readonly Check[] = rows.map((row) => {
  const { id, title, requirement, sameToken, otherwise } = row;
  const sent = (token: string) => ({ form: [['refresh_token', token]] as const });
  const literal = {
    probe: 'refresh/second',
    grant: 'refresh_token',
    peers: { 'refresh/first': observation({}, sent('r1')) },
  };
  const [mine, other] = sameToken ? ['r1', 'r2'] : ['r2', 'r1'];
  return {
    id,
    title,
    requirements: [requirement],
    on: { probes },
    judge(subject) {
      const before = previous(subject);
      if (!before) return inconclusive('the refresh before this one was not sent');
      const same = presentedToken(before) === presentedToken(subject.observation);
      return same === sameToken ? granted(subject) : notApplicable(otherwise);
    },
    examples: {
      conforming: [
        example('granted', observation({}, sent(mine)), literal),
        example('the other case', observation(oauthError('invalid_grant'), sent(other)), literal),
      ],
      violating: [example('refused', observation(oauthError('invalid_grant'), sent(mine)), literal)],
    },
  };
});
