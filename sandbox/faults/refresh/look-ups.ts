/** Defects in looking a refresh token up: what is no such token finds one (RFC 6749 sections 5.2 and 10.4). */
import { type Grant, headerValues } from '../../model.js';
import type { Policy } from '../../policy.js';
import { type Fault, inArea } from '../fault.js';

/** A refresh token of that meaning finds the login that was granted last. */
const meaning =
  (matches: (token: string) => boolean) =>
  (policy: Policy): Partial<Policy> => {
    let last: Grant | undefined;
    return {
      newGrant: (...given) => {
        last = policy.newGrant(...given);
        return last;
      },
      findRefreshToken: (server, token) =>
        last && matches(token) ? { grant: last, used: false } : policy.findRefreshToken(server, token),
    };
  };

/** A refresh token is looked for among all that were issued, by a comparison of its own. */
const finding =
  (matches: (known: string, token: string) => boolean) =>
  (policy: Policy): Partial<Policy> => {
    const issued: string[] = [];
    return {
      newRefreshToken: (grant) => {
        const token = policy.newRefreshToken(grant);
        issued.push(token);
        return token;
      },
      findRefreshToken: (server, token) =>
        policy.findRefreshToken(server, token) ??
        policy.findRefreshToken(
          server,
          issued.findLast((known) => token.length > 8 && matches(known, token)) ?? '',
        ),
    };
  };

export const lookUpFaults: readonly Fault[] = inArea('refresh', [
  {
    id: 'refresh-null-accepted',
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence: 'The refresh token "null" finds the first login that has none stored.',
    bend: meaning((token) => token === 'null'),
  },
  {
    id: 'refresh-wildcard-accepted',
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence: 'Refresh tokens are looked up by a pattern: "%" matches any.',
    bend: meaning((token) => token === '%'),
  },
  {
    id: 'refresh-operator-accepted',
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence: 'A refresh token that reads as a query is run as one.',
    bend: meaning((token) => token.startsWith('{')),
  },
  {
    id: 'refresh-sql-accepted',
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence: 'The refresh token is put into the text of an SQL statement.',
    bend: meaning((token) => /' or '1'='1/i.test(token)),
  },
  {
    id: 'refresh-unsigned-accepted',
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence: 'A refresh token that is a JWT of alg none is believed.',
    bend: meaning((token) => /^ey[\w-]+\.[\w-]+\.$/.test(token)),
  },
  {
    id: 'refresh-unicode-500',
    breaks: ['RFC6749-5.2-never-5xx'],
    sentence: 'A refresh token outside ASCII crashes the look-up.',
    bend: (policy) => ({
      findRefreshToken: (server, token) => {
        if (/[^ -~]/.test(token)) throw new Error('not encodable');
        return policy.findRefreshToken(server, token);
      },
    }),
  },
  {
    id: 'refresh-prefix-accepted',
    breaks: ['RFC6749-10.4-tampered-refresh-token'],
    sentence: 'A refresh token is found by its beginning.',
    bend: finding((known, token) => known.startsWith(token)),
  },
  {
    id: 'refresh-extended-accepted',
    breaks: ['RFC6749-10.4-tampered-refresh-token'],
    sentence: 'What follows a refresh token is cut off, as by a column that is too short.',
    bend: (policy) => ({ refreshTokenKey: (token) => policy.refreshTokenKey(token.slice(0, 43)) }),
  },
  {
    id: 'refresh-quotes-stripped',
    breaks: ['OAUTH-refresh-token-exact'],
    sentence: 'Quotes around a refresh token are taken off.',
    bend: (policy) => ({ refreshTokenKey: (token) => policy.refreshTokenKey(token.replaceAll('"', '')) }),
  },
  {
    id: 'refresh-scheme-stripped',
    breaks: ['OAUTH-refresh-token-exact'],
    sentence: 'A scheme before the refresh token is taken off, as in a header.',
    bend: (policy) => ({
      refreshTokenKey: (token) => policy.refreshTokenKey(token.replace(/^bearer /i, '')),
    }),
  },
  {
    id: 'refresh-token-in-header',
    breaks: ['RFC6749-6-refresh-token-not-in-uri'],
    sentence: 'A refresh token in the Authorization header is taken where the parameter is missing.',
    bend: (policy) => ({
      receive: (sent) => {
        const request = policy.receive(sent);
        const bearer = /^Bearer (.+)$/.exec(headerValues(request, 'Authorization')[0] ?? '')?.[1];
        const body = request.body?.toString() ?? '';
        if (bearer === undefined || !body.includes('=refresh_token') || /(^|&)refresh_token=/.test(body))
          return request;
        return {
          ...request,
          headers: request.headers.filter(([name]) => name.toLowerCase() !== 'authorization'),
          body: Buffer.from(`${body}&${new URLSearchParams({ refresh_token: bearer })}`),
        };
      },
    }),
  },
]);
