/** The order in which a server checks, and how it reads: where several refusals are right, any may come first. */
import { headerValues, type IncomingRequest, type Server } from '../model.js';
import { invalidClient, invalidGrant, invalidRequest, invalidScope, Refusal } from '../refusal.js';
import type { Bend, Variation } from './variation.js';

type Stage = (server: Server, request: IncomingRequest) => void;

const tenant: Stage = (server, request) => server.policy.tenant(server, request);

const device: Stage = (server, request) => {
  server.policy.requireClientAddress(server, request);
  server.policy.requireDevice(server, request);
};

const client: Stage = (server, request) => {
  const { policy } = server;
  policy.authenticateClient(server, request, policy.readForm(server, request));
};

const grantType: Stage = (server, request) => {
  const { policy } = server;
  policy.grantType(server, policy.readForm(server, request));
};

/** What the grant cannot do without. */
const parameters: Stage = (server, request) => {
  const { policy } = server;
  const given = policy.readForm(server, request);
  const names = policy.grantType(server, given) === 'password' ? ['username', 'password'] : ['refresh_token'];
  for (const name of names) policy.requiredParameter(given, name);
};

/** These before all others. None of them changes anything, so that the rest can follow in the usual order. */
const first =
  (...stages: readonly Stage[]): Bend =>
  (policy) => ({
    tokenEndpoint: async (server, request) => {
      for (const stage of stages) stage(server, request);
      return policy.tokenEndpoint(server, request);
    },
  });

/** Failed logins in a row before a user is locked. */
const tolerated = 5;

const anyOrder = 'RFC 6749 section 5.2 sets no order of precedence';

/** Grants that many servers know and few clients may use. */
const knownGrants = [
  'client_credentials',
  'authorization_code',
  'urn:ietf:params:oauth:grant-type:device_code',
];

export const orderVariations: readonly Variation[] = [
  {
    id: 'client-before-headers',
    sentence: 'The client is authenticated before the headers of the request are looked at.',
    allowedBy: anyOrder,
    bend: first(client),
  },
  {
    id: 'headers-before-form',
    sentence: 'A gateway looks at the headers before anybody reads the body.',
    allowedBy: anyOrder,
    bend: first(tenant, device),
  },
  {
    id: 'device-before-tenant',
    sentence: 'The device headers come before the tenant.',
    allowedBy: anyOrder,
    bend: first(device),
  },
  {
    id: 'grant-type-before-client',
    sentence: 'A grant type that is missing or unknown is refused before the client is authenticated.',
    allowedBy: anyOrder,
    bend: first(grantType),
  },
  {
    id: 'parameters-before-client',
    sentence: 'A missing parameter is refused before the client is authenticated.',
    allowedBy: anyOrder,
    bend: first(parameters),
  },
  {
    id: 'headers-last',
    sentence: 'Headers are looked at when everything in the form is right.',
    allowedBy: anyOrder,
    bend: first(client, grantType, parameters),
  },
  {
    id: 'user-before-scope',
    sentence: 'The scope is looked at when the user has logged in.',
    allowedBy: anyOrder,
    bend: (policy) => ({
      passwordGrant: (server, request, known, realm, given) => {
        server.policy.authenticateUser(server, request, realm, given);
        return policy.passwordGrant(server, request, known, realm, given);
      },
    }),
  },
  {
    id: 'refresh-token-before-scope',
    sentence: 'The refresh token is looked at before the scope.',
    allowedBy: anyOrder,
    bend: (policy) => ({
      refreshTokenGrant: (server, request, known, realm, given) => {
        server.policy.redeemable(
          server,
          known,
          realm,
          server.policy.requiredParameter(given, 'refresh_token'),
        );
        return policy.refreshTokenGrant(server, request, known, realm, given);
      },
    }),
  },
  {
    id: 'no-client-is-invalid-request',
    sentence: 'A request that names no client at all lacks a parameter: invalid_request.',
    allowedBy: 'RFC 6749 section 5.2: invalid_request, "missing a required parameter"; section 3.2.1',
    bend: (policy) => ({
      presentedCredentials: (server, request, given) => {
        if (headerValues(request, 'Authorization').length === 0 && !given.has('client_id'))
          throw invalidRequest('The parameter client_id is missing');
        return policy.presentedCredentials(server, request, given);
      },
    }),
  },
  {
    id: 'known-grants-unauthorized',
    sentence: 'Grants that the server knows and the client may not use are unauthorized_client.',
    allowedBy: 'RFC 6749 section 5.2: unauthorized_client',
    bend: (policy) => ({
      grantType: (server, given) => {
        if (knownGrants.includes(given.get('grant_type') ?? ''))
          throw new Refusal('unauthorized_client', 'The client may not use this grant type');
        return policy.grantType(server, given);
      },
    }),
  },
  {
    id: 'blank-is-missing',
    sentence: 'A parameter of spaces only counts as missing.',
    allowedBy: 'RFC 6749 section 5.2: invalid_request covers unsupported parameter values',
    bend: (policy) => ({
      isOmitted: (name, value) => policy.isOmitted(name, value.trim()),
    }),
  },
  {
    id: 'duplicates-worded-otherwise',
    sentence: 'A repeated parameter is refused after all values were read, and named in the description.',
    allowedBy: 'RFC 6749 section 5.2: invalid_request, "repeats a parameter"; never_fail_on: any wording',
    bend: (policy) => ({
      parameters: (server, request) => {
        const names = policy.formFields(server, request).map(([name]) => name);
        const repeated = names.find((name, at) => policy.isRecognised(name) && names.indexOf(name) !== at);
        if (repeated !== undefined) throw invalidRequest(`OAuth 2.0 Parameter: ${repeated}`);
        return policy.parameters(server, request);
      },
    }),
  },
  {
    id: 'unrecognised-duplicates-refused',
    sentence: 'A parameter that nobody knows must not be repeated either.',
    allowedBy: 'RFC 6749 section 3.2: "Request and response parameters MUST NOT be included more than once."',
    bend: (policy) => ({
      parameters: (server, request) => {
        const names = policy.formFields(server, request).map(([name]) => name);
        if (new Set(names).size < names.length) throw invalidRequest('A parameter is repeated');
        return policy.parameters(server, request);
      },
    }),
  },
  {
    id: 'control-characters-compared',
    sentence: 'Control characters get no treatment of their own: the value is simply another one.',
    allowedBy: 'RFC 6749 section 5.2: the code of whatever the value is wrong for',
    bend: () => ({ hasForbiddenCharacter: () => false }),
  },
  {
    id: 'encoding-read-leniently',
    sentence: 'Broken encodings are read as browsers do: a lone % stays, a stray byte becomes U+FFFD.',
    allowedBy:
      'RFC 6749 appendix B refers to HTML forms; URL standard: percent-decode, UTF-8 decode without BOM',
    bend: () => ({
      decodeBytes: (text) =>
        Buffer.from(
          text
            .replaceAll('+', ' ')
            .replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) =>
              String.fromCharCode(Number.parseInt(digits, 16)),
            ),
          'latin1',
        ),
      decodeText: (bytes) => bytes.toString('utf8'),
    }),
  },
  {
    id: 'form-separated-by-semicolons',
    sentence: 'Semicolons separate parameters like ampersands do.',
    allowedBy:
      'HTML 4.01 section B.2.2, to which RFC 6749 appendix B refers: "support the use of ";" in place of "&""',
    bend: (policy) => ({
      formBytes: (request) =>
        Buffer.from(policy.formBytes(request).toString('latin1').replaceAll(';', '&'), 'latin1'),
    }),
  },
  {
    id: 'header-lines-combined',
    sentence: 'Repeated header lines are one list, as HTTP combines them.',
    allowedBy: 'RFC 9110 section 5.3: lines of one name may be combined, separated by commas',
    bend: () => ({
      singleHeader: (request, name) => {
        const values = headerValues(request, name);
        return values.length === 0 ? undefined : values.join(', ');
      },
    }),
  },
  {
    id: 'device-not-asked-for',
    sentence: 'The headers about the device are logged and not required.',
    allowedBy: 'the contract: x-enforced is unknown',
    bend: () => ({ requireClientAddress: () => {}, requireDevice: () => {} }),
  },
  {
    id: 'usernames-folded',
    sentence: 'User names are compared without regard to case and surrounding spaces.',
    allowedBy: 'RFC 6749 section 4.3.2 leaves it to the server who is meant by a user name',
    bend: (policy) => ({
      findUser: (server, realm, username) =>
        policy.findUser(server, realm, username) ??
        server.directory.users.find(
          (user) => user.tenant === realm && user.username.toLowerCase() === username.trim().toLowerCase(),
        ),
    }),
  },
  {
    id: 'unknown-scope-ignored',
    sentence: 'Unknown scope values are left out; the response says what was granted.',
    allowedBy:
      'RFC 6749 section 3.3: the server "MAY fully or partially ignore the scope requested by the client"',
    bend: (policy) => ({
      requestedScope: (_server, known, given) => {
        const text = given.get('scope');
        if (text === undefined) return undefined;
        const values = text.split(' ').filter((value) => policy.isKnownScope(known, value));
        return values.length > 0 ? [...new Set(values)] : undefined;
      },
      refreshedScope: (_server, { grant }, requested = []) => {
        const narrower = requested.filter((value) => grant.scope.includes(value));
        return narrower.length > 0 ? narrower : grant.scope;
      },
    }),
  },
  {
    id: 'malformed-scope-invalid-request',
    sentence: 'A scope that breaks the grammar is invalid_request, an unknown one invalid_scope.',
    allowedBy: 'RFC 6749 section 5.2: invalid_request, "otherwise malformed"',
    bend: (policy) => ({
      requestedScope: (server, known, given) => {
        const text = given.get('scope');
        if (text !== undefined && !policy.parseScope(text)) throw invalidRequest('The scope is malformed');
        return policy.requestedScope(server, known, given);
      },
    }),
  },
  {
    id: 'scope-always-whole',
    sentence: 'Every token has every scope of its client, and the response says so.',
    allowedBy: 'RFC 6749 section 3.3: the server may ignore the scope requested, "based on policy"',
    bend: (policy) => ({
      requestedScope: (server, known, given) => {
        policy.requestedScope(server, known, given);
        return known.scopes;
      },
      defaultScope: (known) => known.scopes,
    }),
  },
  {
    id: 'scope-required',
    sentence: 'A login without a scope is refused with invalid_scope.',
    allowedBy: 'RFC 6749 section 3.3: a default scope "or fail the request indicating an invalid scope"',
    bend: (policy) => ({
      requestedScope: (server, known, given) => {
        if (given.get('grant_type') === 'password' && !given.has('scope')) throw invalidScope();
        return policy.requestedScope(server, known, given);
      },
    }),
  },
  {
    id: 'clients-of-one-tenant',
    sentence: 'A client exists in its own tenant only: elsewhere it is unknown, invalid_client.',
    allowedBy: 'RFC 6749 section 5.2: invalid_client, "unknown client"',
    bend: (policy) => ({
      authenticateClient: (server, request, given) => {
        const [home] = server.directory.tenants;
        if (policy.tenant(server, request) !== home) throw invalidClient();
        return policy.authenticateClient(server, request, given);
      },
    }),
  },
  {
    id: 'login-locked-after-failures',
    sentence: 'After five failed logins in a row a user is locked for a while.',
    allowedBy: 'RFC 6749 section 4.3.2: the server "MUST protect the endpoint against brute force attacks"',
    bend: (policy) => {
      const failures = new Map<string, number>();
      return {
        authenticateUser: (server, request, realm, given) => {
          const name = given.get('username') ?? '';
          const failed = failures.get(name) ?? 0;
          if (failed >= tolerated) throw invalidGrant();
          try {
            const user = policy.authenticateUser(server, request, realm, given);
            failures.delete(name);
            return user;
          } catch (error) {
            failures.set(name, failed + 1);
            throw error;
          }
        },
      };
    },
  },
];
