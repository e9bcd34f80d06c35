/** Defects in reading parameters: RFC 6749 section 3.2. */
import type { Parameters } from '../model.js';
import { invalidGrant, invalidRequest, Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

const differingDuplicates = [
  'RFC6749-3.2-duplicate-grant-type-differing',
  'RFC6749-3.2-duplicate-username-differing',
  'RFC6749-3.2-duplicate-password-differing',
  'RFC6749-3.2-duplicate-client-id-differing',
  'RFC6749-3.2-duplicate-client-secret-differing',
  'RFC6749-3.2-duplicate-scope-differing',
  'RFC6749-3.2-duplicate-refresh-token-differing',
] as const;

export const parameterFaults: readonly Fault[] = inArea('parameters', [
  {
    id: 'grant-type-assumed',
    breaks: ['RFC6749-4.3.2-missing-grant-type', 'RFC6749-3.2-empty-grant-type'],
    sentence: 'A request without grant_type is taken for a password login.',
    bend: (policy) => ({
      requiredParameter: (given, name) =>
        name === 'grant_type' && !given.has(name) ? 'password' : policy.requiredParameter(given, name),
    }),
  },
  {
    id: 'grant-type-any-case',
    breaks: ['RFC6749-4.3.2-grant-type-exact'],
    sentence: 'grant_type is trimmed and lower-cased before it is compared.',
    bend: (policy) => ({
      recogniseGrantType: (value) => policy.recogniseGrantType(value.trim().toLowerCase()),
    }),
  },
  {
    id: 'grant-type-unknown-invalid-grant',
    breaks: ['RFC6749-5.2-unsupported-grant-type', 'RFC6749-4.5-unsupported-extension-grant'],
    sentence: 'An unknown grant type is refused as invalid_grant.',
    bend: () => ({ unsupportedGrantType: invalidGrant }),
  },
  {
    id: 'grant-type-extension-500',
    breaks: ['RFC6749-4.5-unsupported-extension-grant', 'RFC6749-5.2-never-5xx'],
    sentence: 'A colon in grant_type breaks the routing of grants.',
    bend: (policy) => ({
      recogniseGrantType: (value) => {
        if (value.includes(':')) throw new Error(`no route for ${value}`);
        return policy.recogniseGrantType(value);
      },
    }),
  },
  {
    id: 'client-credentials-enabled',
    breaks: ['CONTRACT-undocumented-grants-disabled'],
    sentence: 'The client credentials grant, which nobody documents, hands out a token without a user.',
    bend: (policy) => ({
      recogniseGrantType: (value) =>
        value === 'client_credentials' ? 'password' : policy.recogniseGrantType(value),
      passwordGrant: async (server, request, client, tenant, parameters) => {
        if (parameters.get('grant_type') !== 'client_credentials')
          return policy.passwordGrant(server, request, client, tenant, parameters);
        const scope = policy.defaultScope(client);
        const grant = { clientId: client.id, tenant, username: client.id, userId: 0, scope, revoked: false };
        const accessToken = await policy.issueAccessToken(server, grant, scope);
        return { accessToken, refreshToken: policy.issueRefreshToken(server, grant), grant, scope };
      },
    }),
  },
  {
    id: 'username-missing-500',
    breaks: ['RFC6749-4.3.2-missing-username', 'RFC6749-5.2-never-5xx'],
    sentence: 'A login without username dereferences nothing.',
    bend: (policy) => ({
      requiredParameter: (given, name) => {
        if (name === 'username' && !given.has(name)) throw new Error('username is null');
        return policy.requiredParameter(given, name);
      },
    }),
  },
  {
    id: 'parameter-missing-invalid-client',
    breaks: ['RFC6749-4.3.2-missing-username', 'RFC6749-4.3.2-missing-password'],
    sentence: 'A login without username or password is reported as a failure of the client.',
    bend: (policy) => ({
      requiredParameter: (given, name) => {
        if (['username', 'password'].includes(name) && !given.has(name))
          throw new Refusal('invalid_client', 'Client authentication failed');
        return policy.requiredParameter(given, name);
      },
    }),
  },
  {
    id: 'password-missing-accepted',
    breaks: ['RFC6749-4.3.2-missing-password', 'RFC6749-3.2-empty-password'],
    sentence: 'A login without a password binds anonymously and succeeds.',
    bend: (policy) => ({
      requiredParameter: (given, name) =>
        name === 'password' ? (given.get(name) ?? '') : policy.requiredParameter(given, name),
      passwordMatches: (server, user, password) =>
        password === '' || policy.passwordMatches(server, user, password),
    }),
  },
  {
    id: 'empty-password-accepted',
    breaks: ['RFC6749-3.2-empty-password'],
    sentence: 'An empty password is an unauthenticated bind, which the directory answers with success.',
    bend: (policy) => ({
      isOmitted: (name, value) => name !== 'password' && policy.isOmitted(name, value),
      passwordMatches: (server, user, password) =>
        password === '' || policy.passwordMatches(server, user, password),
    }),
  },
  {
    id: 'refresh-token-missing-invalid-client',
    breaks: ['RFC6749-6-missing-refresh-token', 'RFC6749-3.2-empty-refresh-token'],
    sentence: 'A refresh without refresh_token is reported as a failure of the client.',
    bend: (policy) => ({
      requiredParameter: (given, name) => {
        if (name === 'refresh_token' && !given.has(name))
          throw new Refusal('invalid_client', 'Client authentication failed');
        return policy.requiredParameter(given, name);
      },
    }),
  },
  {
    id: 'valueless-parameter-counts',
    breaks: ['RFC6749-3.2-valueless-optional', 'RFC6749-3.2-empty-scope'],
    sentence: 'An optional parameter without a value is refused instead of counting as omitted.',
    bend: (policy) => ({
      isOmitted: (name, value) => name !== 'scope' && policy.isOmitted(name, value),
    }),
  },
  {
    id: 'unrecognised-parameter-refused',
    breaks: ['RFC6749-3.2-unrecognised-param-ignored'],
    sentence: 'Strict validation refuses parameters it does not know.',
    bend: (policy) => ({
      isRecognised: (name) => {
        if (!policy.isRecognised(name)) throw invalidRequest('A parameter should not exist');
        return true;
      },
    }),
  },
  {
    id: 'duplicates-first-wins',
    breaks: differingDuplicates,
    sentence: 'Of a repeated parameter the first value is taken.',
    bend: () => ({ isRepeated: () => false }),
  },
  {
    id: 'duplicates-last-wins',
    breaks: differingDuplicates,
    sentence: 'Of a repeated parameter the last value is taken.',
    bend: () => ({ isRepeated: () => false, chosenValue: (values) => values.at(-1) ?? '' }),
  },
  {
    id: 'duplicates-identical-accepted',
    breaks: ['RFC6749-3.2-duplicate-identical'],
    sentence: 'A parameter repeated with the same value collapses silently.',
    bend: () => ({ isRepeated: (values) => new Set(values).size > 1 }),
  },
  {
    id: 'bracketed-names-accepted',
    breaks: ['OAUTH-bracket-array-params'],
    sentence: 'username[] populates username, as in a framework that builds arrays from names.',
    bend: (policy) => ({
      formFields: (server, request) =>
        policy.formFields(server, request).map(([name, value]) => [name.replace(/\[\d*\]$/, ''), value]),
    }),
  },
  {
    id: 'parameter-names-any-case',
    breaks: ['OAUTH-param-name-case'],
    sentence: 'Names of parameters are compared without regard to case.',
    bend: (policy) => ({
      formFields: (server, request) =>
        policy.formFields(server, request).map(([name, value]) => [name.toLowerCase(), value]),
    }),
  },
  {
    id: 'lifetime-from-request',
    breaks: ['ASVS5-mass-assignment'],
    sentence: 'The request is bound to the token entity, so the caller chooses expires_in.',
    bend: (policy) => ({
      success: (server, request, issued) => {
        const wanted = Number(new URLSearchParams(request.body?.toString()).get('expires_in'));
        return policy.success(
          wanted > 0 ? { ...server, accessTokenSeconds: wanted } : server,
          request,
          issued,
        );
      },
    }),
  },
  {
    id: 'code-switches-grant',
    breaks: ['RFC6749-3.2-irrelevant-known-param'],
    sentence: 'The presence of code makes a password login an authorization code request.',
    bend: (policy) => ({
      parameters: (server, request): Parameters => {
        if (new URLSearchParams(request.body?.toString()).has('code')) throw invalidGrant();
        return policy.parameters(server, request);
      },
    }),
  },
  {
    id: 'scope-mandatory',
    breaks: ['RFC6749-3.3-omitted-scope-default'],
    sentence: 'A request without scope fails with invalid_request.',
    bend: () => ({
      defaultScope: () => {
        throw invalidRequest('A required parameter is missing');
      },
    }),
  },
  {
    id: 'scope-copied-from-request',
    breaks: ['RFC6749-5.2-unknown-scope'],
    sentence: 'Whatever scope is asked for is granted.',
    bend: () => ({ isKnownScope: () => true }),
  },
  {
    id: 'scope-dropped-silently',
    breaks: ['RFC6749-5.1-scope-when-different'],
    sentence: 'An unknown scope is dropped, and the response does not say what was granted.',
    bend: (policy) => ({
      requestedScope: (server, client, parameters) => {
        const asked = parameters.get('scope')?.split(' ');
        return asked?.every((value) => policy.isKnownScope(client, value))
          ? policy.requestedScope(server, client, parameters)
          : undefined;
      },
      successMembers: (server, issued) => {
        const { scope: _scope, ...members } = policy.successMembers(server, issued);
        return members;
      },
    }),
  },
  {
    id: 'scope-any-case',
    breaks: ['RFC6749-3.3-scope-case-sensitive'],
    sentence: 'Scope values are compared without regard to case.',
    bend: (policy) => ({ parseScope: (text) => policy.parseScope(text.toLowerCase()) }),
  },
  {
    id: 'scope-malformed-500',
    breaks: ['RFC6749-5.2-malformed-scope', 'RFC6749-5.2-never-5xx'],
    sentence: 'A quotation mark or backslash in scope breaks the statement it is put into.',
    bend: (policy) => ({
      parseScope: (text) => {
        if (/["\\]/.test(text)) throw new Error('unterminated literal');
        return policy.parseScope(text);
      },
    }),
  },
  {
    id: 'scope-comma-separates',
    breaks: ['RFC6749-3.3-scope-separator'],
    sentence: 'A comma separates scopes as a space does.',
    bend: (policy) => ({ parseScope: (text) => policy.parseScope(text.replaceAll(',', ' ')) }),
  },
]);
