import { refreshToken } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import {
  type Check,
  inconclusive,
  type Judgement,
  notApplicable,
  pass,
  type Severity,
  type Subject,
  violation,
} from '../../check.js';
import { contract, example, oauthError, observation, tokenResponse } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { tokenIssued } from '../outcome.js';
import { presentedToken } from '../refresh/presented.js';
import { sentTogether, togetherSteps } from './together.js';

const literal = { probe: 'concurrent/refresh', grant: 'refresh_token' };

/** "documented grace window: info; confidential client: info", unless the contract promises rotation. */
function weight({ contract: { declared, clientAuthentication } }: Subject): { readonly severity?: Severity } {
  const isPublic =
    clientAuthentication.length > 0 && clientAuthentication.every((method) => method === 'none');
  const promised = declared.rotation === 'required' && declared.graceSeconds === 0;
  return promised || (isPublic && declared.graceSeconds === 0) ? {} : { severity: 'info' };
}

function newTokens(burst: readonly Observation[]): Set<string> {
  const presented = presentedToken(burst[0]);
  const returned = burst.filter(tokenIssued).flatMap((given) => refreshToken(given) ?? []);
  return new Set(returned.filter((token) => token !== presented));
}

const promising = { contract: { declared: { ...contract.declared, rotation: 'required' as const } } };
const sent = { form: [['refresh_token', 'r1']] } as const;
const redeemed = (refresh_token: string) => observation({ json: { ...tokenResponse, refresh_token } }, sent);
const refused = observation(oauthError('invalid_grant'), sent);
const together = (...burst: Observation[]) => ({ ...literal, burst });
const forked = (...tried: [Observation, Observation]) => ({
  ...literal,
  ...promising,
  probe: 'concurrent/successor',
  steps: {
    ...togetherSteps(redeemed('r2'), redeemed('r3')),
    'successor-1': tried[0],
    'successor-2': tried[1],
  },
});

function judgeBurst({ burst }: Subject): Judgement {
  if (burst.filter((given) => given.response && shielded(given) === undefined).length < 2)
    return inconclusive('fewer than two of the refreshes were answered');
  const { size } = newTokens(burst);
  if (size === 0) return notApplicable('no refresh brought a new refresh token');
  return size === 1 ? pass : notApplicable('there are several: judged where they are tried');
}

function judgeSuccessors(subject: Subject): Judgement {
  const { size } = newTokens(sentTogether(subject));
  const tried = [subject.step('successor-1'), subject.step('successor-2')];
  if (!tried.every((given) => given !== undefined)) return inconclusive('only one of them was tried');
  return tried.every(tokenIssued)
    ? violation(
        'one live successor of a refresh token at most',
        `${size} different refresh tokens from one; two of them were tried, and both work`,
        weight(subject),
      )
    : pass;
}

export const concurrentRefreshSingleUse: Check = {
  id: 'concurrent-refresh-single-use',
  title: 'A refresh token redeemed several times at the same moment has one live successor at most.',
  requirements: ['OAUTH-concurrent-refresh-single-use'],
  on: { probes: ['concurrent/refresh', 'concurrent/successor'] },
  judge(subject) {
    if (subject.contract.declared.rotation === 'none')
      return notApplicable('the contract declares that nothing is rotated');
    return subject.probe === 'concurrent/refresh' ? judgeBurst(subject) : judgeSuccessors(subject);
  },
  examples: {
    conforming: [
      example('one success', redeemed('r2'), together(redeemed('r2'), refused, refused)),
      example('the same successor again', redeemed('r2'), together(redeemed('r2'), redeemed('r2'), refused)),
      example('nothing is rotated', redeemed('r1'), together(redeemed('r1'), redeemed('r1'))),
      example('only the last one lives', redeemed('r4'), forked(refused, redeemed('r4'))),
      example('none is left alive', refused, forked(refused, refused)),
    ],
    violating: [
      example('two live siblings', redeemed('r4'), forked(redeemed('r4'), redeemed('r5'))),
      example(
        'and rotation is not promised',
        redeemed('r4'),
        { ...forked(redeemed('r4'), redeemed('r5')), contract: {} },
        'info',
      ),
    ],
  },
};
