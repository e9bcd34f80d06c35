/** Answers that the document does not announce, and members that say nothing. */
import type { Members } from '../decisions/answers.js';
import { headerValues } from '../model.js';
import type { Policy } from '../policy.js';
import { invalidClient, Refusal } from '../refusal.js';
import type { RunConditions } from '../run-conditions.js';
import { type Fault, inArea } from './fault.js';

const errorsWith =
  (members: Members) =>
  (policy: Policy): Partial<Policy> => ({
    errorMembers: (...given) => {
      const written = policy.errorMembers(...given);
      return written && { ...written, ...members };
    },
  });

/** Of a user name, by the document below. */
const leastLength = 3;

const strict: RunConditions = {
  contract: 'tests/detection/contracts/strict.openapi.yaml',
  variation: 'scope-required',
};

const errorsLabelled =
  (mediaType: string) =>
  (policy: Policy): Partial<Policy> => ({
    errorHeaders: (...given) =>
      policy
        .errorHeaders(...given)
        .map((field) => (field[0] === 'Content-Type' ? [field[0], mediaType] : field)),
  });

export const documentedFaults: readonly Fault[] = inArea('errors', [
  {
    id: 'scope-refused-409',
    breaks: ['CONTRACT-status-documented', 'RFC6749-5.2-status-400'],
    sentence: 'A scope that cannot be granted is a conflict, 409, which the document does not list.',
    bend: (policy) => ({
      errorStatus: (refusal, request) =>
        refusal.code === 'invalid_scope' ? 409 : policy.errorStatus(refusal, request),
    }),
  },
  {
    id: 'error-labelled-text',
    breaks: ['RFC6749-5.2-error-media-type', 'CONTRACT-media-type-documented'],
    sentence: 'The JSON of a refusal is labelled text/plain.',
    bend: errorsLabelled('text/plain;charset=UTF-8'),
  },
  {
    id: 'error-labelled-problem',
    breaks: ['RFC6749-5.2-error-media-type'],
    sentence: 'The OAuth error is labelled as a problem document of RFC 9457.',
    bend: errorsLabelled('application/problem+json'),
  },
  {
    id: 'error-with-null-token',
    breaks: ['OAUTH21-JSON-no-null-members'],
    sentence: 'One class serves both responses: a refusal carries the members of a grant as null.',
    bend: errorsWith({ access_token: null, token_type: null, expires_in: null, refresh_token: null }),
  },
  {
    id: 'success-with-null-error',
    breaks: ['OAUTH21-JSON-no-null-members'],
    sentence: 'One class serves both responses: a grant carries the members of a refusal as null.',
    bend: (policy) => ({
      successMembers: (...given) => ({
        ...policy.successMembers(...given),
        error: null,
        error_description: null,
      }),
    }),
  },
  {
    id: 'body-credentials-not-read',
    breaks: ['OAUTH21-2.4.1-body-supported'],
    sentence: 'Client credentials are read from the Authorization header only.',
    run: strict,
    bend: (policy) => ({
      presentedCredentials: (server, request, parameters) => {
        if (headerValues(request, 'Authorization').length === 0) throw invalidClient();
        return policy.presentedCredentials(server, request, parameters);
      },
    }),
  },
  {
    id: 'documented-scope-not-required',
    breaks: ['CONTRACT-required-body-field'],
    sentence: 'A scope that the document requires may be left out, and comes to every scope of the client.',
    run: strict,
    bend: (policy) => ({
      requestedScope: (server, client, parameters) =>
        parameters.get('grant_type') === 'password' && !parameters.has('scope')
          ? client.scopes
          : policy.requestedScope(server, client, parameters),
    }),
  },
  {
    id: 'invalid-user-name-mocked',
    breaks: ['CONTRACT-enum-const-enforced'],
    sentence:
      'A user name that breaks its schema is answered by the mock of the gateway, with the example of the document.',
    run: strict,
    bend: (policy) => ({
      authenticateUser: (server, request, tenant, parameters) => {
        const [example] = server.directory.users;
        return example && (parameters.get('username') ?? '').length < leastLength
          ? example
          : policy.authenticateUser(server, request, tenant, parameters);
      },
    }),
  },
  {
    id: 'invalid-grant-404',
    breaks: ['CONTRACT-status-documented', 'RFC6749-5.2-status-400'],
    sentence: 'A login of nobody is answered 404, like a resource that does not exist.',
    bend: () => ({
      loginRefusal: () => new Refusal('invalid_grant', 'There is no such user', { status: 404 }),
    }),
  },
]);
