import { refreshToken } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, tokenResponse } from '../../examples.js';

const literal = { probe: 'valid/minimal', grant: 'client_credentials' };

export const noRefreshTokenForClientCredentials: Check = {
  id: 'no-refresh-token-for-client-credentials',
  title: 'A client credentials grant brings no refresh token.',
  requirements: ['RFC6749-4.4.3-no-refresh-token'],
  on: { probes: ['valid/minimal', 'valid/every-optional'] },
  judge({ observation, grant }) {
    if (grant !== 'client_credentials') return notApplicable('another grant');
    return refreshToken(observation) === undefined ? pass : violation('no refresh_token', 'a refresh_token');
  },
  examples: {
    conforming: [
      example('none', { json: { ...tokenResponse, refresh_token: undefined } }, literal),
      example('another grant', {}, { ...literal, grant: 'password' }),
    ],
    violating: [
      example('one', {}, literal),
      example('one with a scope', {}, { ...literal, probe: 'valid/every-optional' }),
    ],
  },
};
