import { accessToken } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { shielded } from '../../predicates.js';

const literal = { probe: 'concurrent/code', grant: 'authorization_code' };

const issued = (access_token: string) => observation({ json: { ...tokenResponse, access_token } });
const refused = observation(oauthError('invalid_grant'));
const together = (...burst: Observation[]) => ({ ...literal, burst });

export const concurrentCodeExchangedOnce: Check = {
  id: 'concurrent-code-exchanged-once',
  title: 'A code that is presented several times at the same moment brings one access token.',
  requirements: ['OAUTH-code-concurrent-exchange'],
  on: { probes: [literal.probe] },
  judge({ burst }) {
    if (burst.filter((given) => given.response && shielded(given) === undefined).length < 2)
      return inconclusive('fewer than two of the exchanges were answered');
    // The same answer once more gives nobody more than one token.
    const { size } = new Set(burst.flatMap((given) => accessToken(given) ?? []));
    if (size === 0) return inconclusive('none of the exchanges was granted');
    return size === 1
      ? pass
      : violation('one access token for one code', `${size} different access tokens for one code`);
  },
  examples: {
    conforming: [
      example('one success', issued('a'), together(issued('a'), refused, refused)),
      example('the same answer again', issued('a'), together(issued('a'), issued('a'), refused)),
    ],
    violating: [example('two tokens', issued('a'), together(issued('a'), issued('b'), refused))],
  },
};
