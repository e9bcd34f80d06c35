/** Defects that take what is almost right, or what is something else altogether, for the right credentials. */
import type { User } from '../directory.js';
import type { Field, IncomingRequest, Server } from '../model.js';
import type { Policy } from '../policy.js';
import { invalidClient, invalidGrant, Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

const digesting =
  (form: (password: string) => string) =>
  (policy: Policy): Partial<Policy> => ({
    passwordDigest: (server, password) => policy.passwordDigest(server, form(password)),
  });

const formOf = (request: IncomingRequest): URLSearchParams => new URLSearchParams(request.body?.toString());

/** What stands in the form for a value that a parser made an object of; no value looks like it. */
const object = '\uE000';

/** A parameter with such a suffix is read as the parameter, and its value as an object. */
const readingAsObject =
  (name: string, suffix: RegExp) =>
  (policy: Policy): Partial<Policy> => ({
    formFields: (server, request) =>
      policy
        .formFields(server, request)
        .map(
          ([given, value]): Field =>
            given.startsWith(name) && suffix.test(given.slice(name.length)) ? [name, object] : [given, value],
        )
        // Several members make one object.
        .filter(
          ([given, value], index, fields) =>
            value !== object || fields.findIndex(([other]) => other === given) === index,
        ),
    passwordMatches: (server, user, password) =>
      (password === object && user !== undefined) || policy.passwordMatches(server, user, password),
    secretMatches: (server, client, secret) =>
      secret === object || policy.secretMatches(server, client, secret),
  });

/** Matches whole texts, with the wildcard for any number of characters. */
const pattern = (text: string, wildcard: string): RegExp =>
  new RegExp(
    `^${text
      .split(wildcard)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );

const findingBy = (wildcard: string) => (): Partial<Policy> => ({
  findUser: ({ directory }, tenant, username) =>
    directory.users.find((user) => user.tenant === tenant && pattern(username, wildcard).test(user.username)),
});

/** The refresh token that was issued last, for look-ups that find any. */
const lastIssued =
  (matches: (token: string) => boolean) =>
  (policy: Policy): Partial<Policy> => {
    let last: ReturnType<Policy['findRefreshToken']>;
    return {
      issueRefreshToken: (server, grant) => {
        const token = policy.issueRefreshToken(server, grant);
        last = policy.findRefreshToken(server, token);
        return token;
      },
      findRefreshToken: (server, token) => (matches(token) ? last : policy.findRefreshToken(server, token)),
      isBoundTo: () => true,
      onReplay: () => {},
    };
  };

const subjectOf = (token: string): unknown => {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub;
  } catch {
    return undefined;
  }
};

const asserted =
  (
    isMeant: (assertion: string) => boolean,
    then: (server: Server, id: string | null) => ReturnType<Policy['findClient']>,
  ) =>
  (policy: Policy): Partial<Policy> => ({
    authenticateClient: (server, request, parameters) => {
      const form = formOf(request);
      const assertion = form.get('client_assertion');
      const client = assertion && isMeant(assertion) ? then(server, form.get('client_id')) : undefined;
      return client ?? policy.authenticateClient(server, request, parameters);
    },
  });

/** A JSON body as a form; what is no text becomes whatever the server makes of it. */
const readingJson =
  (value: (given: unknown) => string) =>
  (policy: Policy): Partial<Policy> => ({
    receive: (request) => {
      if (!request.headers.some(([name, type]) => /^content-type$/i.test(name) && /json/.test(type)))
        return policy.receive(request);
      try {
        const members = Object.entries(JSON.parse(request.body?.toString() ?? ''));
        return policy.receive({
          ...request,
          headers: request.headers.map(([name, type]) =>
            /^content-type$/i.test(name) ? [name, 'application/x-www-form-urlencoded'] : [name, type],
          ),
          body: Buffer.from(
            new URLSearchParams(
              members.map(([name, given]): [string, string] => [name, value(given)]),
            ).toString(),
          ),
        });
      } catch {
        return request;
      }
    },
    passwordMatches: (server, user, password) =>
      (password === object && user !== undefined) || policy.passwordMatches(server, user, password),
    secretMatches: (server, client, secret) =>
      secret === object || policy.secretMatches(server, client, secret),
  });

const texts = (given: unknown): string => (typeof given === 'string' ? given : '');

export const nearMissFaults: readonly Fault[] = inArea('credentials', [
  {
    id: 'password-width-folded',
    breaks: ['ASVS5-6.2.8-password-verbatim'],
    sentence: 'Passwords are brought into the compatibility form, so full-width letters count as plain ones.',
    bend: digesting((password) => password.normalize('NFKC')),
  },
  {
    id: 'password-accents-ignored',
    breaks: ['ASVS5-6.2.8-password-verbatim'],
    sentence: 'The collation of the passwords does not tell letters with accents from those without.',
    bend: digesting((password) => password.normalize('NFD').replace(/\p{M}/gu, '')),
  },
  {
    id: 'password-ascii-only',
    breaks: ['ASVS5-6.2.8-password-verbatim'],
    sentence: 'Passwords are kept in ASCII: every other letter is a question mark.',
    bend: digesting((password) => password.replace(/[^\x00-\x7F]/gu, '?')),
  },
  {
    id: 'password-end-ignored',
    breaks: ['ASVS5-6.2.8-password-verbatim'],
    sentence: 'The last character of a password is taken for a line break and dropped.',
    bend: digesting((password) => password.slice(0, -1)),
  },
  {
    id: 'password-truncated-64',
    breaks: ['ASVS5-6.2.8-bcrypt-72'],
    sentence: 'Only the first 64 bytes of a password count: the column is no longer.',
    bend: digesting((password) => Buffer.from(password).subarray(0, 64).toString('latin1')),
  },
  {
    id: 'password-may-be-refresh-token',
    breaks: ['RFC6749-4.3.2-wrong-password'],
    sentence: 'A refresh token of the user passes for the password.',
    bend: (policy) => ({
      passwordMatches: (server, user, password) =>
        (user !== undefined && policy.findRefreshToken(server, password)?.grant.username === user.username) ||
        policy.passwordMatches(server, user, password),
    }),
  },
  {
    id: 'password-may-be-access-token',
    breaks: ['RFC6749-4.3.2-wrong-password'],
    sentence: 'A JWT about the user passes for the password.',
    bend: (policy) => ({
      passwordMatches: (server, user, password) =>
        (user !== undefined && subjectOf(password) === user.username) ||
        policy.passwordMatches(server, user, password),
    }),
  },
  {
    id: 'user-name-like',
    breaks: ['ASVS5-1.2.4-sql-injection'],
    sentence: 'Users are looked up by LIKE, so a percent sign matches the rest of a name.',
    bend: findingBy('%'),
  },
  {
    id: 'user-name-ldap-pattern',
    breaks: ['ASVS5-1.2.6-ldap-nosql-injection'],
    sentence: 'Users are looked up by an LDAP filter, so an asterisk matches the rest of a name.',
    bend: findingBy('*'),
  },
  {
    id: 'client-sql-injection',
    breaks: ['ASVS5-1.2.4-sql-injection'],
    sentence: 'The client secret is put into a statement, so a quotation mark and OR make it right.',
    bend: (policy) => ({
      secretMatches: (server, client, secret) =>
        /' *or +'/i.test(secret) || policy.secretMatches(server, client, secret),
    }),
  },
  {
    id: 'client-id-sql-injection',
    breaks: ['ASVS5-1.2.4-sql-injection', 'RFC6749-5.2-never-5xx'],
    sentence: 'A quotation mark in the client id breaks the statement.',
    bend: (policy) => ({
      findClient: (server, id) => {
        if (id.includes("'")) throw new Error('unterminated string');
        return policy.findClient(server, id);
      },
    }),
  },
  {
    id: 'refresh-token-sql-injection',
    breaks: ['ASVS5-1.2.4-sql-injection'],
    sentence: 'The refresh token is put into a statement, so a quotation mark and OR find one.',
    bend: lastIssued((token) => /' *or +'/i.test(token)),
  },
  {
    id: 'refresh-token-like',
    breaks: ['ASVS5-1.2.4-sql-injection'],
    sentence: 'Refresh tokens are looked up by LIKE, so a percent sign finds one.',
    bend: lastIssued((token) => token === '%'),
  },
  {
    id: 'password-nosql-operator',
    breaks: ['ASVS5-1.2.6-ldap-nosql-injection'],
    sentence: 'Brackets in a name make an object of it, and the query takes password[$ne] for a comparison.',
    bend: readingAsObject('password', /^\[\$/),
  },
  {
    id: 'password-array',
    breaks: ['ASVS5-1.2.6-ldap-nosql-injection'],
    sentence: 'The comparison of an array with the password yields null, which passes for equal.',
    bend: readingAsObject('password', /^\[\]$/),
  },
  {
    id: 'password-json-operator',
    breaks: ['ASVS5-1.2.6-ldap-nosql-injection'],
    sentence: 'A password that is an object in JSON goes into the query as one.',
    bend: (policy) => ({
      passwordMatches: (server, user, password) =>
        (password.startsWith('{"$') && user !== undefined) || policy.passwordMatches(server, user, password),
    }),
  },
  {
    id: 'secret-nosql-operator',
    breaks: ['ASVS5-1.2.6-ldap-nosql-injection'],
    sentence: 'The query takes client_secret[$ne] for a comparison.',
    bend: readingAsObject('client_secret', /^\[\$/),
  },
  {
    id: 'refresh-token-nosql-operator',
    breaks: ['ASVS5-1.2.6-ldap-nosql-injection'],
    sentence: 'The query takes refresh_token[$ne] for a comparison, and finds any token.',
    bend: (policy) => {
      const found = lastIssued((token) => token === object)(policy);
      return { ...readingAsObject('refresh_token', /^\[\$/)(policy), ...found };
    },
  },
  {
    id: 'client-logs-in',
    breaks: ['RFC6749-4.3.2-wrong-password'],
    sentence: 'Clients and users share a table, so a client logs in with its id and secret.',
    bend: (policy) => ({
      authenticateUser: (server, request, tenant, parameters) => {
        const id = parameters.get('username') ?? '';
        const client = policy.findClient(server, id);
        if (!client || !policy.secretMatches(server, client, parameters.get('password') ?? ''))
          return policy.authenticateUser(server, request, tenant, parameters);
        return { tenant, userId: 99, username: id, passwordDigest: Buffer.alloc(32) } satisfies User;
      },
    }),
  },
  {
    id: 'user-authenticates-as-client',
    breaks: ['RFC6749-5.2-unknown-client-body'],
    sentence: 'Clients and users share a table, so a user passes for a client.',
    bend: (policy) => ({
      authenticateClient: (server, request, parameters) => {
        const user = server.directory.users.find(({ username }) => username === parameters.get('client_id'));
        const [first] = server.directory.clients;
        return user && first && policy.passwordMatches(server, user, parameters.get('client_secret') ?? '')
          ? first
          : policy.authenticateClient(server, request, parameters);
      },
    }),
  },
  {
    id: 'secret-ends-at-nul',
    breaks: ['OAUTH-secret-verbatim'],
    sentence: 'A client secret is compared as a C string, so what follows a NUL is ignored.',
    bend: (policy) => ({
      hasForbiddenCharacter: (value) => policy.hasForbiddenCharacter(value.replaceAll('\0', '')),
      secretDigest: (server, secret) => policy.secretDigest(server, secret.split('\0', 1)[0] ?? ''),
    }),
  },
  {
    id: 'secret-end-ignored',
    breaks: ['OAUTH-secret-verbatim'],
    sentence: 'The last character of a client secret is taken for padding and dropped.',
    bend: (policy) => ({
      secretDigest: (server, secret) => policy.secretDigest(server, secret.slice(0, -1)),
    }),
  },
  {
    id: 'secret-expired-accepted',
    breaks: ['RFC7591-3.2.1-expired-client-secret'],
    sentence: 'The expiry of client secrets is kept and not looked at.',
    bend: () => ({ secretHasExpired: () => false }),
  },
  {
    id: 'secret-expired-invalid-grant',
    breaks: ['RFC7591-3.2.1-expired-client-secret'],
    sentence: 'A client whose secret has expired is told that its grant is invalid.',
    bend: (policy) => ({
      clientRefusal: (request, client, credentials) =>
        client && policy.secretHasExpired(client)
          ? invalidGrant()
          : policy.clientRefusal(request, client, credentials),
    }),
  },
  {
    id: 'assertion-not-verified',
    breaks: ['RFC7521-4.2-unknown-assertion-type'],
    sentence: 'A client that sends any assertion at all counts as authenticated.',
    bend: asserted(
      () => true,
      ({ directory }, id) => directory.clients.find((client) => client.id === id),
    ),
  },
  {
    id: 'assertion-malformed-500',
    breaks: ['RFC7521-4.2-unknown-assertion-type', 'RFC6749-5.2-never-5xx'],
    sentence: 'An assertion that is no JWT crashes the parser.',
    bend: asserted(
      (assertion) => assertion.includes('.'),
      () => {
        throw new Error('unexpected token in JSON');
      },
    ),
  },
  {
    id: 'assertion-unsupported-grant',
    breaks: ['RFC7521-4.2-unknown-assertion-type'],
    sentence: 'A client assertion of unknown type is refused as a grant that is not supported.',
    bend: asserted(
      (assertion) => !assertion.includes('.'),
      () => {
        throw new Refusal('unsupported_grant_type', 'The assertion type is not supported');
      },
    ),
  },
  {
    id: 'json-object-is-operator',
    breaks: ['OAUTH-json-type-confusion', 'RFC6749-4.3.2-json-body'],
    sentence: 'JSON is accepted, and an object in place of a text goes into the query as an operator.',
    bend: readingJson((given) => (typeof given === 'object' && given !== null ? object : texts(given))),
  },
  {
    id: 'json-true-is-right',
    breaks: ['OAUTH-json-type-confusion', 'RFC6749-4.3.2-json-body'],
    sentence: 'JSON is accepted, and true is compared loosely with the password.',
    bend: readingJson((given) => (given === true ? object : texts(given))),
  },
  {
    id: 'json-number-is-right',
    breaks: ['OAUTH-json-type-confusion', 'RFC6749-4.3.2-json-body'],
    sentence: 'JSON is accepted, and 0 is compared loosely with the password.',
    bend: readingJson((given) => (given === 0 ? object : texts(given))),
  },
  {
    id: 'json-null-crashes',
    breaks: ['OAUTH-json-type-confusion', 'RFC6749-4.3.2-json-body', 'RFC6749-5.2-never-5xx'],
    sentence: 'JSON is accepted, and a null in place of a text crashes the comparison.',
    bend: (policy) => {
      const bent = readingJson((given) => (given === null ? '\uE001' : texts(given)))(policy);
      return {
        ...bent,
        passwordMatches: (server, user, password) => {
          if (password === '\uE001') throw new Error('null has no length');
          return policy.passwordMatches(server, user, password);
        },
      };
    },
  },
  {
    id: 'basic-empty-secret-accepted',
    breaks: ['RFC6749-3.2-empty-client-secret'],
    sentence: 'HTTP Basic with an empty secret is taken for a client that need not have one.',
    bend: (policy) => ({
      headerCredentials: (server, authorization) => {
        const { id, secret } = policy.headerCredentials(server, authorization);
        return { id, secret: secret ?? object };
      },
      secretMatches: (server, client, secret) =>
        secret === object || policy.secretMatches(server, client, secret),
    }),
  },
  {
    id: 'basic-empty-id-accepted',
    breaks: ['RFC6749-5.2-malformed-basic'],
    sentence: 'HTTP Basic without a client id is served as the first client.',
    bend: (policy) => ({
      authenticateClient: (server, request, parameters) => {
        const [first] = server.directory.clients;
        const { id } = policy.presentedCredentials(server, request, parameters);
        return id === '' && first ? first : policy.authenticateClient(server, request, parameters);
      },
    }),
  },
  {
    id: 'body-beats-basic',
    breaks: ['RFC6749-2.3-two-methods-conflicting', 'RFC6749-2.3-two-methods-identical'],
    sentence: 'Where Basic and body disagree, the body counts.',
    bend: (policy) => ({
      presentedCredentials: (server, request, parameters) => {
        const [id, secret] = [parameters.get('client_id'), parameters.get('client_secret')];
        return id !== undefined && secret !== undefined
          ? { id, secret }
          : policy.presentedCredentials(server, request, parameters);
      },
    }),
  },
  {
    id: 'two-clients-accepted',
    breaks: ['RFC6749-2.3-two-methods-conflicting', 'FAPI1-5.2.2-19-mismatched-client-id'],
    sentence: 'Two clients in one request are accepted, when both prove their secret.',
    bend: (policy) => ({
      usesTwoMethods: () => false,
      contradicts: () => false,
      authenticateClient: (server, request, parameters) => {
        const client = policy.authenticateClient(server, request, parameters);
        const [id, secret] = [parameters.get('client_id'), parameters.get('client_secret')];
        if (id !== undefined && secret !== undefined) {
          const other = policy.findClient(server, id);
          if (!policy.isAuthenticated(server, other, { id, secret })) throw invalidClient();
        }
        return client;
      },
    }),
  },
]);
