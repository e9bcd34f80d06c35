/** Defects of the successful response: RFC 6749 section 5.1. */
import type { Members } from '../decisions/answers.js';
import type { Field } from '../model.js';
import type { Policy } from '../policy.js';
import { type Fault, inArea } from './fault.js';

const withMembers =
  (change: (members: Members) => Members) =>
  (policy: Policy): Partial<Policy> => ({
    successMembers: (server, issued) => change(policy.successMembers(server, issued)),
  });

const without = (name: string) =>
  withMembers((members) => Object.fromEntries(Object.entries(members).filter(([given]) => given !== name)));

const withBody =
  (change: (body: string) => string) =>
  (policy: Policy): Partial<Policy> => ({
    successBody: (members) => change(policy.successBody(members)),
  });

const withHeaders =
  (change: (headers: Field[]) => Field[]) =>
  (policy: Policy): Partial<Policy> => ({
    successHeaders: (...given) => change(policy.successHeaders(...given)),
  });

const replaced = (name: string, value: string) =>
  withHeaders((headers) => headers.map((field) => (field[0] === name ? [name, value] : field)));

export const successFaults: readonly Fault[] = inArea('success', [
  {
    id: 'success-status-201',
    breaks: ['RFC6749-5.1-status-200'],
    sentence: 'A token is handed out with the framework default for POST, 201 Created.',
    bend: () => ({ successStatus: () => 201 }),
  },
  {
    id: 'success-labelled-html',
    breaks: ['RFC6749-5.1-media-type-json', 'CONTRACT-media-type-documented'],
    sentence: 'The JSON of a token response is labelled text/html.',
    bend: replaced('Content-Type', 'text/html;charset=UTF-8'),
  },
  {
    id: 'success-in-envelope',
    breaks: ['RFC6749-5.1-json-object'],
    sentence: 'A gateway wraps the token response in an envelope.',
    bend: withMembers((members) => ({ data: members, status: 'ok' })),
  },
  {
    id: 'success-byte-order-mark',
    breaks: ['RFC8259-8.1-utf8-no-bom'],
    sentence: 'The writer of the JSON begins with a byte order mark.',
    bend: withBody((body) => `\uFEFF${body}`),
  },
  {
    id: 'success-camel-case',
    breaks: ['RFC6749-5.1-access-token-required'],
    sentence: 'The serializer writes accessToken for access_token.',
    bend: withMembers(({ access_token, ...rest }) => ({ accessToken: access_token, ...rest })),
  },
  {
    id: 'success-token-newline',
    breaks: ['RFC6749-A.12-access-token-charset', 'RFC6750-2.1-bearer-b64token'],
    sentence: 'The access token ends with the line break of the file it was written to.',
    bend: withMembers((members) => ({ ...members, access_token: `${members.access_token}\n` })),
  },
  {
    id: 'success-token-with-pipe',
    breaks: ['RFC6750-2.1-bearer-b64token'],
    sentence:
      'The access token is prefixed with its row number and a pipe, which no Authorization header may hold.',
    bend: withMembers((members) => ({ ...members, access_token: `17|${members.access_token}` })),
  },
  {
    id: 'token-type-missing',
    breaks: ['RFC6749-5.1-token-type-required'],
    sentence: 'token_type is left out, because everyone knows it is bearer.',
    bend: without('token_type'),
  },
  {
    id: 'token-type-padded',
    breaks: ['RFC6749-A.13-token-type-syntax'],
    sentence: 'token_type is "Bearer " with a trailing space.',
    bend: withMembers((members) => ({ ...members, token_type: 'Bearer ' })),
  },
  {
    id: 'token-type-jwt',
    breaks: ['RFC6749-7.1-token-type-expected'],
    sentence: 'token_type names the format, JWT, instead of the type.',
    bend: withMembers((members) => ({ ...members, token_type: 'JWT' })),
  },
  {
    id: 'expires-in-missing',
    breaks: ['RFC6749-5.1-expires-in-recommended', 'CONTRACT-success-schema'],
    sentence: 'The lifetime of the token is not announced.',
    bend: without('expires_in'),
  },
  {
    id: 'expires-in-string',
    breaks: ['RFC6749-A.14-expires-in-integer', 'CONTRACT-success-schema'],
    sentence: 'expires_in is serialised as a string.',
    bend: withMembers((members) => ({ ...members, expires_in: String(members.expires_in) })),
  },
  {
    id: 'expires-in-decimal',
    breaks: ['RFC6749-A.14-expires-in-integer'],
    sentence: 'expires_in is written as 3600.0 by a floating-point serializer.',
    bend: withBody((body) => body.replace(/("expires_in":\d+)/, '$1.0')),
  },
  {
    id: 'expires-in-milliseconds',
    breaks: ['JWT-exp-matches-expires-in', 'RFC6750-5.3-short-lived'],
    sentence: 'expires_in counts milliseconds.',
    bend: withMembers((members) => ({ ...members, expires_in: Number(members.expires_in) * 1000 })),
  },
  {
    id: 'expires-in-timestamp',
    breaks: ['RFC6749-5.1-expires-in-plausible', 'JWT-exp-matches-expires-in'],
    sentence: 'expires_in is the moment of expiry and not a duration.',
    bend: withMembers((members) => ({
      ...members,
      expires_in: Math.floor(Date.now() / 1000) + Number(members.expires_in),
    })),
  },
  {
    id: 'refresh-token-null',
    breaks: ['RFC6749-A.17-refresh-token-charset', 'OAUTH21-JSON-no-null-members', 'CONTRACT-success-schema'],
    sentence: 'refresh_token is null instead of absent when none is issued.',
    bend: withMembers((members) => ({ ...members, refresh_token: null })),
  },
  {
    id: 'refresh-token-object',
    breaks: ['RFC6749-A.17-refresh-token-charset', 'CONTRACT-success-schema'],
    sentence: 'refresh_token is the object that the server keeps, with value and expiration.',
    bend: withMembers((members) => ({
      ...members,
      refresh_token: { value: members.refresh_token, expiration: 86_400 },
    })),
  },
  {
    id: 'scope-array',
    breaks: ['RFC6749-3.3-scope-syntax'],
    sentence: 'scope is an array and not a string.',
    bend: withMembers((members) => ({ ...members, scope: String(members.scope).split(' ') })),
  },
  {
    id: 'scope-member-missing',
    breaks: ['RFC6749-5.1-scope-when-different', 'OAUTH21-3.2.3-scope-recommended'],
    sentence: 'The scope that was granted by default is not reported.',
    bend: without('scope'),
  },
  {
    id: 'success-member-twice',
    breaks: ['RFC6749-3.2-response-params-unique'],
    sentence: 'JSON put together from strings carries scope twice.',
    bend: withBody((body) => body.replace(/}$/, ',"scope":"openid"}')),
  },
  {
    id: 'success-with-error',
    breaks: ['RFC6749-5.1-success-not-mixed'],
    sentence: 'A partial failure is reported beside the token.',
    bend: withMembers((members) => ({ ...members, error: 'profile_unavailable' })),
  },
  {
    id: 'success-cacheable',
    breaks: ['RFC6749-5.1-cache-control-no-store'],
    sentence: 'The framework default "no-cache, private" stands in place of no-store.',
    bend: replaced('Cache-Control', 'no-cache, private'),
  },
  {
    id: 'success-without-cache-control',
    breaks: ['RFC6749-5.1-cache-control-no-store', 'CONTRACT-response-headers'],
    sentence: 'The token response has no Cache-Control.',
    bend: withHeaders((headers) => headers.filter(([name]) => name !== 'Cache-Control')),
  },
  {
    id: 'success-without-pragma',
    breaks: ['RFC6749-5.1-pragma-no-cache', 'CONTRACT-response-headers'],
    sentence: 'The token response has no Pragma.',
    bend: withHeaders((headers) => headers.filter(([name]) => name !== 'Pragma')),
  },
  {
    id: 'success-expires-tomorrow',
    breaks: ['RFC9111-no-contradictory-cache-headers'],
    sentence: 'A proxy adds a lifetime to a response that must not be stored.',
    bend: withHeaders((headers) => [...headers, ['Cache-Control', 'public, max-age=300']]),
  },
  {
    id: 'success-default-scope-wider',
    breaks: ['RFC6749-3.2-empty-scope'],
    sentence: 'scope sent without a value yields every scope the client may have.',
    bend: (policy) => ({
      isOmitted: (name, value) => name !== 'scope' && policy.isOmitted(name, value),
      requestedScope: (server, client, parameters) =>
        parameters.get('scope') === '' ? client.scopes : policy.requestedScope(server, client, parameters),
    }),
  },
]);
