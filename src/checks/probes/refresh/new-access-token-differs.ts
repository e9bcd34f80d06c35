import { accessToken } from '../../../http/answer.js';
import { type Check, pass, violation } from '../../check.js';
import { example, observation, tokenResponse } from '../../examples.js';
import { comparedWithIssue } from './refreshed-token.js';

const literal = { probe: 'refresh/first', grant: 'refresh_token', peers: { issue: observation() } };

export const newAccessTokenDiffers: Check = {
  id: 'new-access-token-differs',
  title: 'A refresh brings a new access token, not a copy of the old one.',
  requirements: ['RFC6749-6-new-access-token-differs'],
  on: { probes: ['refresh/first', 'refresh/second', 'refresh/third'] },
  judge: (subject) =>
    comparedWithIssue(subject, (issued) => {
      const own = accessToken(subject.observation);
      const earlier = ['first', 'second'].flatMap((name) => subject.step(name) ?? []);
      return [issued, ...earlier].some((one) => one !== subject.observation && accessToken(one) === own)
        ? violation('another access token than before the refresh', 'the same access token')
        : pass;
    }),
  examples: {
    conforming: [example('a new one', { json: { ...tokenResponse, access_token: 'n1' } }, literal)],
    violating: [
      example('the old one', {}, literal),
      example(
        'that of the refresh before',
        { json: { ...tokenResponse, access_token: 'n1' } },
        {
          ...literal,
          probe: 'refresh/second',
          steps: { first: observation({ json: { ...tokenResponse, access_token: 'n1' } }) },
        },
      ),
    ],
  },
};
