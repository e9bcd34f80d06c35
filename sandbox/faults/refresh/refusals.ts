/** Defects in how a refresh token that was never issued is refused (RFC 6749 section 5.2). */
import { invalidGrant, invalidRequest, Refusal } from '../../refusal.js';
import { type Fault, inArea } from '../fault.js';

export const refusalFaults: readonly Fault[] = inArea('refresh', [
  {
    id: 'refresh-garbage-500',
    breaks: ['RFC6749-5.2-invalid-refresh-token', 'RFC6749-5.2-never-5xx'],
    sentence: 'A refresh token that is not known crashes the look-up.',
    bend: (policy) => ({
      findRefreshToken: (server, token) => {
        const record = policy.findRefreshToken(server, token);
        if (!record) throw new Error('no row');
        return record;
      },
    }),
  },
  {
    id: 'refresh-garbage-invalid-request',
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence: 'A refresh token that is not known is refused as invalid_request.',
    bend: (policy) => ({
      findRefreshToken: (server, token) => {
        const record = policy.findRefreshToken(server, token);
        if (!record) throw invalidRequest('The token is not known');
        return record;
      },
    }),
  },
  {
    id: 'refresh-garbage-401',
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence: 'A refresh token that is not known is refused as the resource server would, 401 invalid_token.',
    bend: (policy) => ({
      findRefreshToken: (server, token) => {
        const record = policy.findRefreshToken(server, token);
        if (!record) throw new Refusal('invalid_token', 'Cannot read the token');
        return record;
      },
    }),
  },
  {
    id: 'refresh-tampered-accepted',
    breaks: ['RFC6749-10.4-tampered-refresh-token'],
    sentence: 'Only the first half of a refresh token is looked at.',
    bend: (policy) => ({ refreshTokenKey: (token) => policy.refreshTokenKey(token.slice(0, 21)) }),
  },
  {
    id: 'refresh-any-case',
    breaks: ['OAUTH-refresh-token-exact'],
    sentence: 'Refresh tokens are compared without regard to case.',
    bend: (policy) => ({ refreshTokenKey: (token) => policy.refreshTokenKey(token.toLowerCase()) }),
  },
  {
    id: 'refresh-always-refused',
    breaks: ['RFC6749-6-refresh-success'],
    sentence: 'A refresh is always refused.',
    bend: () => ({
      refreshTokenGrant: async () => {
        throw invalidGrant();
      },
    }),
  },
]);
