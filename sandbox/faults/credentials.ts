/** Defects in verifying users and clients. */
import { headerValues } from '../model.js';
import { invalidClient, Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

export const credentialFaults: readonly Fault[] = inArea('credentials', [
  {
    id: 'password-not-checked',
    breaks: ['RFC6749-4.3.2-wrong-password', 'RFC6749-5.2-wrong-password-invalid-grant'],
    sentence: 'Any password is right for a user who exists.',
    bend: () => ({ passwordMatches: (_server, user) => user !== undefined }),
  },
  {
    id: 'password-any-case',
    breaks: ['ASVS5-6.2.8-password-verbatim'],
    sentence: 'Passwords are compared without regard to case.',
    bend: (policy) => ({
      passwordDigest: (server, password) => policy.passwordDigest(server, password.toLowerCase()),
    }),
  },
  {
    id: 'password-trimmed',
    breaks: ['ASVS5-6.2.8-password-verbatim'],
    sentence: 'Passwords are trimmed before they are compared.',
    bend: (policy) => ({
      passwordDigest: (server, password) => policy.passwordDigest(server, password.trim()),
    }),
  },
  {
    id: 'password-truncated-8',
    breaks: ['ASVS5-6.2.8-password-verbatim'],
    sentence: 'Only the first eight characters of a password count, as in the old crypt.',
    bend: (policy) => ({
      passwordDigest: (server, password) => policy.passwordDigest(server, password.slice(0, 8)),
    }),
  },
  {
    id: 'password-truncated-72',
    breaks: ['ASVS5-6.2.8-bcrypt-72'],
    sentence: 'Only the first 72 bytes of a password count, as in bcrypt.',
    bend: (policy) => ({
      passwordDigest: (server, password) =>
        policy.passwordDigest(server, Buffer.from(password).subarray(0, 72).toString('latin1')),
    }),
  },
  {
    id: 'password-ends-at-nul',
    breaks: ['ASVS5-6.2.8-password-verbatim', 'OAUTH-control-characters'],
    sentence: 'A password is compared as a C string, so what follows a NUL is ignored.',
    bend: (policy) => ({
      hasForbiddenCharacter: (value) => policy.hasForbiddenCharacter(value.replaceAll('\0', '')),
      passwordDigest: (server, password) => policy.passwordDigest(server, password.split('\0', 1)[0] ?? ''),
    }),
  },
  {
    id: 'password-of-anyone',
    breaks: ['ASVS5-6.2.8-password-verbatim', 'RFC6749-4.3.2-wrong-password'],
    sentence: 'The password of another user opens the account, too.',
    bend: (policy) => ({
      passwordMatches: (server, user, password) =>
        user !== undefined &&
        server.directory.users.some((other) => policy.passwordMatches(server, other, password)),
    }),
  },
  {
    id: 'user-of-cache',
    breaks: ['RFC6749-4.3.2-username-exact-user', 'JWT-sub-client-consistent'],
    sentence: 'A cache keyed by the client gives each later user the token of the first one.',
    bend: (policy) => {
      const users = new Map<string, Parameters<typeof policy.newGrant>[1]>();
      return {
        newGrant: (client, user, scope) => {
          const first = users.get(client.id) ?? user;
          users.set(client.id, first);
          return policy.newGrant(client, first, scope);
        },
      };
    },
  },
  {
    id: 'disabled-user-accepted',
    breaks: ['RFC6749-5.2-disabled-user'],
    sentence: 'A disabled account still obtains tokens.',
    bend: () => ({ isActive: () => true }),
  },
  {
    id: 'login-sql-injection',
    breaks: ['ASVS5-1.2.4-sql-injection'],
    sentence: 'The user name is put into a statement, so a quotation mark and OR select the first user.',
    bend: (policy) => ({
      authenticateUser: (server, request, tenant, parameters) => {
        const injected = /['"] *\)? *or +/i.test(
          `${parameters.get('username')} ${parameters.get('password')}`,
        );
        const [first] = server.directory.users;
        return injected && first ? first : policy.authenticateUser(server, request, tenant, parameters);
      },
    }),
  },
  {
    id: 'login-ldap-injection',
    breaks: ['ASVS5-1.2.6-ldap-nosql-injection', 'RFC6749-5.2-never-5xx'],
    sentence: 'A user name that breaks the LDAP filter crashes the login.',
    bend: (policy) => ({
      findUser: (server, tenant, username) => {
        if (/[*()]/.test(username)) throw new Error('bad search filter');
        return policy.findUser(server, tenant, username);
      },
    }),
  },
  {
    id: 'special-user-latin1',
    breaks: ['RFC6749-4.3.2-utf8-credentials'],
    sentence: 'The bytes of the form are decoded as ISO 8859-1.',
    bend: () => ({ decodeText: (bytes) => bytes.toString('latin1') }),
  },
  {
    id: 'special-user-decoded-twice',
    breaks: ['RFC6749-B-form-encoding-reserved'],
    sentence: 'Values are decoded twice, so %2B becomes a space.',
    bend: (policy) => ({
      decodeComponent: (server, text) => {
        const once = policy.decodeComponent(server, text);
        try {
          return policy.decodeComponent(server, Buffer.from(once).toString('latin1'));
        } catch {
          return once;
        }
      },
    }),
  },
  {
    id: 'plus-not-a-space',
    breaks: ['RFC6749-B-plus-equals-percent20', 'RFC6749-B-form-encoding-reserved'],
    sentence: 'A plus sign in the form stays a plus sign.',
    bend: (policy) => ({ decodeBytes: (text) => policy.decodeBytes(text.replaceAll('+', '%2B')) }),
  },
  {
    id: 'secret-not-checked',
    breaks: ['RFC6749-5.2-wrong-secret-body', 'RFC6749-5.2-basic-wrong-secret-401', 'RFC6749-6-wrong-secret'],
    sentence: 'Any secret is right for a client that exists.',
    bend: () => ({ secretMatches: () => true }),
  },
  {
    id: 'secret-optional',
    breaks: ['RFC6749-3.2.1-client-auth-required', 'RFC6749-6-client-auth-required'],
    sentence: 'A confidential client need not send its secret.',
    bend: (policy) => ({
      isAuthenticated: (server, client, credentials) =>
        credentials.secret === undefined
          ? client !== undefined
          : policy.isAuthenticated(server, client, credentials),
    }),
  },
  {
    id: 'secret-empty-accepted',
    breaks: ['RFC6749-3.2-empty-client-secret'],
    sentence: 'An empty secret bypasses the comparison.',
    bend: (policy) => ({
      isOmitted: (name, value) => name !== 'client_secret' && policy.isOmitted(name, value),
      secretMatches: (server, client, secret) =>
        secret === '' || policy.secretMatches(server, client, secret),
    }),
  },
  {
    id: 'secret-any-case',
    breaks: ['OAUTH-secret-verbatim'],
    sentence: 'The collation of the table makes secrets equal in any case.',
    bend: (policy) => ({
      secretDigest: (server, secret) => policy.secretDigest(server, secret.toLowerCase()),
    }),
  },
  {
    id: 'secret-trimmed',
    breaks: ['OAUTH-secret-verbatim'],
    sentence: 'Secrets are trimmed before they are compared.',
    bend: (policy) => ({ secretDigest: (server, secret) => policy.secretDigest(server, secret.trim()) }),
  },
  {
    id: 'secret-prefix-accepted',
    breaks: ['OAUTH-secret-verbatim'],
    sentence: 'Only as many characters of the secret are compared as the shortest secret has.',
    bend: (policy) => ({ secretDigest: (server, secret) => policy.secretDigest(server, secret.slice(0, 5)) }),
  },
  {
    id: 'secret-of-another-client',
    breaks: ['OAUTH-secret-verbatim', 'RFC6749-5.2-wrong-secret-body'],
    sentence: 'The secret of any client authenticates every client.',
    bend: (policy) => ({
      secretMatches: (server, _client, secret) =>
        server.directory.clients.some((other) => policy.secretMatches(server, other, secret)),
    }),
  },
  {
    id: 'wrong-secret-unauthorized-client',
    breaks: ['RFC6749-5.2-wrong-secret-body', 'RFC6749-5.2-unknown-client-body'],
    sentence: 'A client that fails to authenticate is told unauthorized_client.',
    bend: () => ({
      clientRefusal: () => new Refusal('unauthorized_client', 'Client authentication failed'),
    }),
  },
  {
    id: 'client-unknown-accepted',
    breaks: ['RFC6749-5.2-unknown-client-body', 'RFC6749-5.2-basic-unknown-client-401'],
    sentence: 'A client nobody registered is served as the first one.',
    bend: (policy) => ({
      authenticateClient: (server, request, parameters) => {
        const { id } = server.policy.presentedCredentials(server, request, parameters);
        const [first] = server.directory.clients;
        return policy.findClient(server, id) || !first
          ? policy.authenticateClient(server, request, parameters)
          : first;
      },
    }),
  },
  {
    id: 'client-identification-optional',
    breaks: ['RFC6749-5.2-no-client-identification'],
    sentence: 'A request that names no client is served as the first one.',
    bend: (policy) => ({
      authenticateClient: (server, request, parameters) => {
        const [first] = server.directory.clients;
        const named = parameters.has('client_id') || headerValues(request, 'Authorization').length > 0;
        return named || !first ? policy.authenticateClient(server, request, parameters) : first;
      },
    }),
  },
  {
    id: 'client-id-any-case',
    breaks: ['RFC6749-5.2-unknown-client-body'],
    sentence: 'Client ids are compared without regard to case.',
    bend: () => ({
      findClient: ({ directory }, id) =>
        directory.clients.find((client) => client.id.toLowerCase() === id.toLowerCase()),
    }),
  },
  {
    id: 'restricted-client-accepted',
    breaks: ['RFC6749-5.2-unauthorized-client'],
    sentence: 'Every client can use every grant.',
    bend: () => ({ mayUse: () => true }),
  },
  {
    id: 'restricted-client-invalid-scope',
    breaks: ['RFC6749-5.2-unauthorized-client'],
    sentence: 'A client that must not use the grant is refused as if its scope were wrong.',
    bend: (policy) => ({
      mayUse: (client, grantType) => {
        if (!policy.mayUse(client, grantType)) throw new Refusal('invalid_scope', 'The scope is not allowed');
        return true;
      },
    }),
  },
  {
    id: 'grant-before-client',
    breaks: ['RFC6749-10.2-client-auth-before-grant'],
    sentence: 'The user is checked before the client, so anybody can try passwords.',
    bend: (policy) => ({
      authenticateClient: (server, request, parameters) => {
        if (
          parameters.get('grant_type') === 'password' &&
          parameters.has('username') &&
          parameters.has('password')
        )
          policy.authenticateUser(server, request, policy.tenant(server, request), parameters);
        return policy.authenticateClient(server, request, parameters);
      },
    }),
  },
  {
    id: 'basic-not-supported',
    breaks: ['RFC6749-2.3.1-basic-supported'],
    sentence: 'Only credentials in the body are read.',
    bend: () => ({
      headerCredentials: () => {
        throw invalidClient();
      },
    }),
  },
  {
    id: 'basic-not-form-decoded',
    breaks: ['RFC6749-2.3.1-basic-form-decoding', 'RFC6749-2.3.1-basic-encoded-unreserved'],
    sentence: 'Id and secret in Basic are compared as they were encoded.',
    bend: () => ({ decodeBasicPart: (_server, text) => text }),
  },
  {
    id: 'basic-scheme-case-sensitive',
    breaks: ['RFC9110-11.1-scheme-case-insensitive'],
    sentence: 'The scheme must be written Basic.',
    bend: () => ({ isBasicScheme: (scheme) => scheme === 'Basic' }),
  },
  {
    id: 'basic-any-scheme',
    breaks: ['RFC6749-5.2-unsupported-auth-scheme'],
    sentence: 'The name of the scheme is not looked at.',
    bend: () => ({ isBasicScheme: () => true }),
  },
  {
    id: 'basic-split-at-every-colon',
    breaks: ['RFC7617-2-secret-with-colon', 'RFC6749-2.3.1-basic-form-decoding'],
    sentence: 'What follows a second colon in the decoded credentials is dropped.',
    bend: (policy) => ({
      splitUserPass: (text) => {
        const parts = policy.splitUserPass(text);
        return parts && [parts[0], parts[1].replaceAll('%3A', ':').split(':', 1)[0] ?? ''];
      },
    }),
  },
  {
    id: 'basic-malformed-500',
    breaks: ['RFC6749-5.2-malformed-basic', 'RFC6749-5.2-never-5xx'],
    sentence: 'Basic credentials without a colon crash the parser.',
    bend: (policy) => ({
      splitUserPass: (text) => {
        const parts = policy.splitUserPass(text);
        if (!parts) throw new Error('index 1 is out of bounds');
        return parts;
      },
    }),
  },
  {
    id: 'basic-and-body-accepted',
    breaks: ['RFC6749-2.3-two-methods-identical'],
    sentence: 'A client may authenticate twice, when both say the same.',
    bend: (policy) => ({
      usesTwoMethods: () => false,
      presentedCredentials: (server, request, parameters) => {
        const credentials = policy.presentedCredentials(server, request, parameters);
        const secret = parameters.get('client_secret');
        if (secret !== undefined && credentials.secret !== secret) throw invalidClient();
        return credentials;
      },
    }),
  },
  {
    id: 'basic-beats-body',
    breaks: ['RFC6749-2.3-two-methods-conflicting', 'RFC6749-2.3-two-methods-identical'],
    sentence: 'Where Basic and body disagree, Basic counts.',
    bend: () => ({ usesTwoMethods: () => false }),
  },
  {
    id: 'basic-other-client-id-accepted',
    breaks: ['FAPI1-5.2.2-19-mismatched-client-id'],
    sentence: 'A client_id beside Basic that names another client is not noticed.',
    bend: () => ({ contradicts: () => false }),
  },
  {
    id: 'basic-client-id-refused',
    breaks: ['RFC6749-3.2.1-basic-plus-client-id'],
    sentence: 'A client_id beside Basic counts as a second way to authenticate.',
    bend: () => ({
      usesTwoMethods: (authorization, parameters) =>
        authorization !== undefined && (parameters.has('client_secret') || parameters.has('client_id')),
    }),
  },
]);
