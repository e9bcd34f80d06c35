/** Defects of refusals: RFC 6749 section 5.2 and the challenges of RFC 9110. */
import type { Members } from '../decisions/answers.js';
import { type Field, headerValues, type IncomingRequest } from '../model.js';
import type { Policy } from '../policy.js';
import { invalidRequest, Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

const withMembers =
  (change: (members: Members, refusal: Refusal) => Members) =>
  (policy: Policy): Partial<Policy> => ({
    errorMembers: (server, refusal, request) => {
      const members = policy.errorMembers(server, refusal, request);
      return members && change(members, refusal);
    },
  });

const withHeaders =
  (change: (headers: Field[], refusal: Refusal) => Field[]) =>
  (policy: Policy): Partial<Policy> => ({
    errorHeaders: (server, refusal, request) =>
      change(policy.errorHeaders(server, refusal, request), refusal),
  });

const labelled = (headers: readonly Field[], mediaType: string): Field[] =>
  headers.map((field) => (field[0] === 'Content-Type' ? [field[0], mediaType] : field));

const htmlPage = '<!doctype html><title>Error</title><h1>The request could not be processed</h1>';

const usesHeader = (request: IncomingRequest): boolean => headerValues(request, 'Authorization').length > 0;

export const errorFaults: readonly Fault[] = inArea('errors', [
  {
    id: 'error-status-200',
    breaks: ['RFC6749-5.2-error-not-200', 'RFC6749-5.2-status-400'],
    sentence: 'Refusals are answered with 200 and an error in the body.',
    bend: () => ({ errorStatus: () => 200 }),
  },
  {
    id: 'error-status-401-for-login',
    breaks: ['RFC6749-5.2-status-400'],
    sentence: 'A wrong password is answered with 401 invalid_grant.',
    bend: (policy) => ({
      errorStatus: (refusal, request) =>
        refusal.code === 'invalid_grant' ? 401 : policy.errorStatus(refusal, request),
    }),
  },
  {
    id: 'error-status-422',
    breaks: ['RFC6749-5.2-status-400'],
    sentence: 'Missing parameters are answered with 422, as the validation framework does.',
    bend: (policy) => ({
      errorStatus: (refusal, request) => {
        const status = policy.errorStatus(refusal, request);
        return refusal.code === 'invalid_request' && status === 400 ? 422 : status;
      },
    }),
  },
  {
    id: 'error-body-empty',
    breaks: ['RFC6749-5.2-error-required'],
    sentence: 'Refusals have no body.',
    bend: () => ({ errorBody: () => '' }),
  },
  {
    id: 'error-html',
    breaks: ['RFC6749-5.2-error-media-type', 'RFC6749-5.2-error-required', 'OPS-uniform-error-shape'],
    sentence: 'Refusals are the HTML page of the container.',
    bend: (policy) => ({
      ...withHeaders((headers) => labelled(headers, 'text/html;charset=UTF-8'))(policy),
      errorBody: () => htmlPage,
    }),
  },
  {
    id: 'error-html-for-browsers',
    breaks: ['RFC6749-5.2-accept-error-json'],
    sentence: 'A request that prefers HTML is refused with an HTML page.',
    bend: (policy) => ({
      failure: (server, refusal, request) => {
        const response = policy.failure(server, refusal, request);
        if (!headerValues(request, 'Accept').join().includes('text/html')) return response;
        return { ...response, headers: labelled(response.headers, 'text/html'), body: htmlPage };
      },
    }),
  },
  {
    id: 'error-problem-json',
    breaks: ['RFC6749-5.2-error-media-type', 'RFC6749-5.2-error-required'],
    sentence: 'Refusals are problem documents of RFC 9457 instead of OAuth errors.',
    bend: (policy) => ({
      ...withHeaders((headers) => labelled(headers, 'application/problem+json'))(policy),
      ...withMembers((members) => ({ type: 'about:blank', title: members.error, status: 400 }))(policy),
    }),
  },
  {
    id: 'error-container-body',
    breaks: ['RFC6749-5.2-error-required', 'CONTRACT-error-schema'],
    sentence: 'Refusals have the error body of the framework: timestamp, status and path.',
    bend: withMembers(() => ({ timestamp: '2026-01-01T00:00:00Z', status: 400, path: '/oauth/token' })),
  },
  {
    id: 'error-code-unauthorized',
    breaks: ['RFC6749-5.2-wrong-password-invalid-grant', 'RFC6749-5.2-unknown-user-invalid-grant'],
    sentence: 'A failed login is reported with the code unauthorized.',
    bend: () => ({ loginRefusal: () => new Refusal('unauthorized', 'Bad credentials') }),
  },
  {
    id: 'error-code-unregistered',
    breaks: ['RFC6749-5.2-error-code-registered'],
    sentence: 'Invalid requests carry a code of the vendor.',
    bend: withMembers((members) =>
      members.error === 'invalid_request' ? { ...members, error: 'E1042_BAD_REQUEST' } : members,
    ),
  },
  {
    id: 'error-code-quoted',
    breaks: ['RFC6749-5.2-error-charset'],
    sentence: 'The error code is built with quotation marks.',
    bend: withMembers((members) => ({ ...members, error: `"${members.error}"` })),
  },
  {
    id: 'error-description-quotes',
    breaks: ['RFC6749-5.2-error-description-charset'],
    sentence: 'The description names parameters in double quotes.',
    bend: (policy) => ({
      errorDescription: (refusal, request) => `${policy.errorDescription(refusal, request)}: "request"`,
    }),
  },
  {
    id: 'error-description-localised',
    breaks: ['RFC6749-5.2-accept-language-ascii', 'RFC6749-5.2-error-description-charset'],
    sentence: 'The description is German with umlauts when the client prefers German.',
    bend: (policy) => ({
      errorDescription: (refusal, request) =>
        headerValues(request, 'Accept-Language').some((value) => value.startsWith('de'))
          ? 'Ungültige Anmeldedaten'
          : policy.errorDescription(refusal, request),
    }),
  },
  {
    id: 'error-description-null',
    breaks: ['OAUTH21-JSON-no-null-members', 'RFC6749-5.2-error-description-charset'],
    sentence: 'error_description is null when there is nothing to say.',
    bend: withMembers((members) => ({ ...members, error_description: null })),
  },
  {
    id: 'error-uri-prose',
    breaks: ['RFC6749-5.2-error-uri-syntax'],
    sentence: 'error_uri is a sentence and not a URI.',
    bend: withMembers((members) => ({ ...members, error_uri: 'see the page of the documentation' })),
  },
  {
    id: 'error-member-twice',
    breaks: ['RFC6749-3.2-response-params-unique'],
    sentence: 'The error body carries error twice.',
    bend: (policy) => ({
      errorBody: (members) => policy.errorBody(members).replace(/}$/, ',"error":"bad_request"}'),
    }),
  },
  {
    id: 'error-cacheable',
    breaks: ['RFC6749-5.2-cache-control-on-errors'],
    sentence: 'Refusals may be cached for five minutes.',
    bend: withHeaders((headers) =>
      headers.map((field) => (field[0] === 'Cache-Control' ? [field[0], 'max-age=300'] : field)),
    ),
  },
  {
    id: 'error-with-token',
    breaks: ['RFC6749-5.2-no-token-on-error', 'RFC6749-5.1-success-not-mixed'],
    sentence: 'The generic response object carries a token member in refusals, too.',
    bend: withMembers((members) => ({ ...members, access_token: 'c2FuZGJveC1sZWZ0b3Zlcg' })),
  },
  {
    id: 'challenge-missing',
    breaks: ['RFC9110-15.5.2-401-has-challenge'],
    sentence: 'A client that is not authenticated gets 401 without WWW-Authenticate.',
    bend: () => ({ clientChallenge: () => undefined }),
  },
  {
    id: 'challenge-other-scheme',
    breaks: ['RFC6749-5.2-basic-www-authenticate'],
    sentence: 'A client that failed by Basic is challenged with Bearer.',
    bend: () => ({ clientChallenge: () => 'Bearer realm="sandbox"' }),
  },
  {
    id: 'challenge-without-realm',
    breaks: ['RFC7617-2-basic-realm'],
    sentence: 'The Basic challenge has no realm.',
    bend: () => ({ clientChallenge: () => 'Basic' }),
  },
  {
    id: 'challenge-unbalanced-quote',
    breaks: ['RFC9110-11.6.1-challenge-syntax'],
    sentence: 'The challenge has a comma after the scheme and a quotation mark that nothing closes.',
    bend: () => ({ clientChallenge: () => 'Basic, realm="sandbox' }),
  },
  {
    id: 'basic-failure-400',
    breaks: ['RFC6749-5.2-basic-wrong-secret-401', 'RFC6749-5.2-basic-unknown-client-401'],
    sentence: 'A client that failed by the Authorization header gets 400.',
    bend: (policy) => ({
      errorStatus: (refusal, request) =>
        refusal.code === 'invalid_client' && usesHeader(request) ? 400 : policy.errorStatus(refusal, request),
    }),
  },
  {
    id: 'basic-unknown-client-400',
    breaks: ['RFC6749-5.2-basic-unknown-client-401'],
    sentence: 'An unknown client in Basic takes another path and gets 400 without a challenge.',
    bend: (policy) => ({
      clientRefusal: (request, client, credentials) =>
        client || !usesHeader(request)
          ? policy.clientRefusal(request, client, credentials)
          : invalidRequest('Client authentication failed'),
    }),
  },
]);
