/** Answers that break what the document promises: statuses, media types and headers; and values that are none. */
import type { Field, IncomingRequest } from '../model.js';
import type { Policy } from '../policy.js';
import { invalidClient, Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

const isRefresh = ({ body }: IncomingRequest): boolean => /grant_type=refresh_token/.test(String(body));

const renamed = (headers: readonly Field[], name: string, value: string): Field[] =>
  headers.map((field) => (field[0] === name ? [name, value] : field));

const successWith =
  (change: (headers: Field[], request: IncomingRequest) => Field[]) =>
  (policy: Policy): Partial<Policy> => ({
    successHeaders: (server, request, issued) =>
      change(policy.successHeaders(server, request, issued), request),
  });

const refusalsWith =
  (code: string, change: (headers: Field[]) => Field[]) =>
  (policy: Policy): Partial<Policy> => ({
    errorHeaders: (server, refusal, request) => {
      const headers = policy.errorHeaders(server, refusal, request);
      return refusal.code === code ? change(headers) : headers;
    },
  });

export const promiseFaults: readonly Fault[] = inArea('errors', [
  {
    id: 'refresh-refused-410',
    breaks: ['CONTRACT-status-documented', 'RFC6749-5.2-status-400'],
    sentence: 'A refresh token that cannot be used is gone: 410, which the document does not list.',
    bend: (policy) => ({
      errorStatus: (refusal, request) =>
        refusal.code === 'invalid_grant' && isRefresh(request) ? 410 : policy.errorStatus(refusal, request),
    }),
  },
  {
    id: 'unsupported-grant-406',
    breaks: ['CONTRACT-status-documented', 'RFC6749-5.2-status-400'],
    sentence: 'A grant type that is not offered is answered 406, which the document does not list.',
    bend: () => ({
      unsupportedGrantType: () =>
        new Refusal('unsupported_grant_type', 'The grant type is not supported', { status: 406 }),
    }),
  },
  {
    id: 'success-status-203',
    breaks: ['CONTRACT-status-documented', 'RFC6749-5.1-status-200'],
    sentence: 'A proxy that touched the token answers 203, which the document does not list.',
    bend: () => ({ successStatus: () => 203 }),
  },
  {
    id: 'success-labelled-text-json',
    breaks: ['CONTRACT-media-type-documented', 'RFC6749-5.1-media-type-json'],
    sentence: 'A token response is labelled text/json.',
    bend: successWith((headers) => renamed(headers, 'Content-Type', 'text/json')),
  },
  {
    id: 'refreshed-labelled-vendor-json',
    breaks: ['CONTRACT-media-type-documented', 'RFC6749-5.1-media-type-json'],
    sentence: 'A refreshed token comes from a newer version of the API, with a media type of its own.',
    bend: successWith((headers, request) =>
      isRefresh(request) ? renamed(headers, 'Content-Type', 'application/vnd.bank.v2+json') : headers,
    ),
  },
  {
    id: 'client-refusal-labelled-html',
    breaks: ['CONTRACT-media-type-documented', 'RFC6749-5.2-error-media-type'],
    sentence: 'The refusal of a client is labelled as a page.',
    bend: refusalsWith('invalid_client', (headers) => renamed(headers, 'Content-Type', 'text/html')),
  },
  {
    id: 'challenge-without-scheme',
    breaks: ['CONTRACT-response-headers'],
    sentence: 'WWW-Authenticate names the realm and no scheme.',
    bend: () => ({ clientChallenge: () => 'realm="sandbox"' }),
  },
  {
    id: 'refreshed-without-pragma',
    breaks: ['CONTRACT-response-headers', 'RFC6749-5.1-pragma-no-cache'],
    sentence: 'Pragma, which the document promises, is missing where a token was refreshed.',
    bend: successWith((headers, request) =>
      isRefresh(request) ? headers.filter(([name]) => name !== 'Pragma') : headers,
    ),
  },
  {
    id: 'success-private',
    breaks: ['CONTRACT-response-headers', 'RFC6749-5.1-cache-control-no-store'],
    sentence: 'Cache-Control of a token response is private instead of no-store.',
    bend: successWith((headers) => renamed(headers, 'Cache-Control', 'private')),
  },
  {
    id: 'username-empty-found-by-password',
    breaks: ['RFC6749-3.2-empty-username'],
    sentence: 'Without a user name, whoever has the password is logged in.',
    bend: (policy) => ({
      isOmitted: (name, value) => name !== 'username' && policy.isOmitted(name, value),
      findUser: (server, tenant, username) =>
        username === '' ? server.directory.users[0] : policy.findUser(server, tenant, username),
    }),
  },
  {
    id: 'username-empty-blames-client',
    breaks: ['RFC6749-3.2-empty-username'],
    sentence: 'An empty user name is taken for a client that failed to authenticate.',
    bend: (policy) => ({
      isOmitted: (name, value) => name !== 'username' && policy.isOmitted(name, value),
      findUser: (server, tenant, username) => {
        if (username === '') throw invalidClient();
        return policy.findUser(server, tenant, username);
      },
    }),
  },
  {
    id: 'username-blank-is-a-guest',
    breaks: ['OAUTH-whitespace-only-values'],
    sentence: 'A user name of spaces is trimmed to nothing, and nobody is a guest with any password.',
    bend: (policy) => ({
      authenticateUser: (server, request, tenant, parameters) => {
        const [guest] = server.directory.users;
        return parameters.get('username')?.trim() === '' && guest
          ? guest
          : policy.authenticateUser(server, request, tenant, parameters);
      },
    }),
  },
  {
    id: 'refresh-token-blank-is-the-latest',
    breaks: ['OAUTH-whitespace-only-values'],
    sentence: 'A refresh token of spaces stands for the latest one of the client.',
    bend: (policy) => {
      let latest = '';
      return {
        issueRefreshToken: (server, grant) => {
          latest = policy.issueRefreshToken(server, grant);
          return latest;
        },
        findRefreshToken: (server, token) =>
          policy.findRefreshToken(server, token.trim() === '' ? latest : token),
      };
    },
  },
]);
