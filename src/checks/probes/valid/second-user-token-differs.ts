import { accessToken, refreshToken } from '../../../http/answer.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { granted } from '../outcome.js';

const literal = { probe: 'valid/second-user' };
const another = { access_token: 'Uo-1', token_type: 'Bearer', refresh_token: 'zz-2' };

export const secondUserTokenDiffers: Check = {
  id: 'second-user-token-differs',
  title: 'Two users never share an access token or a refresh token.',
  requirements: ['RFC6749-10.10-token-unique'],
  on: { probes: ['valid/second-user'] },
  judge(subject) {
    const { observation, control } = subject;
    const judgement = granted(subject);
    if (judgement.kind !== 'pass')
      return judgement.kind === 'violation'
        ? notApplicable('the second user got no token: judged by a rule of its own')
        : judgement;
    if (!control) return inconclusive('the valid request was not sent for comparison');
    const shared = [
      ...(accessToken(observation) === accessToken(control) ? ['access token'] : []),
      ...(refreshToken(observation) !== undefined && refreshToken(observation) === refreshToken(control)
        ? ['refresh token']
        : []),
    ];
    return shared.length === 0 ? pass : violation('tokens of their own', `the same ${shared.join(' and ')}`);
  },
  examples: {
    conforming: [
      example('other tokens', { json: another }, literal),
      example(
        'no refresh tokens at all',
        { json: { ...another, refresh_token: undefined } },
        {
          ...literal,
          control: observation({ json: { ...tokenResponse, refresh_token: undefined } }),
        },
      ),
      example('the second user is refused: nothing to compare', oauthError('invalid_grant'), literal),
    ],
    violating: [example('the same tokens', {}, literal)],
  },
};
