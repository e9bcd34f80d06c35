/** Defects of parsers that make something of what is malformed, empty or not meant for them. */
import { headerValues, type Parameters } from '../model.js';
import { invalidGrant } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

/** Reads `name="…"` and the value of each part, as a lenient parser would. */
function multipartFields(body: string): [string, string][] {
  return [...body.matchAll(/name="([^"]*)"\r\n\r\n([\s\S]*?)\r\n--/g)].map(([, name, value]) => [
    name ?? '',
    value ?? '',
  ]);
}

/** Field lines that a value with line ends would add to a response written by hand. */
function injectedFields(values: Iterable<string>): [string, string][] {
  return [...values].flatMap((value) =>
    [...value.matchAll(/\r\n([A-Za-z-]+): ?([^\r\n]*)/g)].map(([, name, rest]): [string, string] => [
      name ?? '',
      rest ?? '',
    ]),
  );
}

export const leniencyFaults: readonly Fault[] = inArea('parameters', [
  {
    id: 'form-of-the-last-login-kept',
    breaks: ['RFC6749-5.2-degenerate-form', 'RFC6749-5.2-empty-body'],
    sentence:
      'The parsed form is a variable of the module, and a body without parameters leaves the last login in it.',
    bend: (policy) => {
      let last: Parameters | undefined;
      return {
        parameters: (server, request) => {
          const read = policy.parameters(server, request);
          return read.size === 0 && last ? last : read;
        },
        passwordGrant: async (server, request, client, tenant, parameters) => {
          const issued = await policy.passwordGrant(server, request, client, tenant, parameters);
          last = parameters;
          return issued;
        },
      };
    },
  },
  {
    id: 'empty-body-invalid-grant',
    breaks: ['RFC6749-5.2-empty-body'],
    sentence: 'A request without any parameter is refused as invalid_grant.',
    bend: (policy) => ({
      parameters: (server, request) => {
        const read = policy.parameters(server, request);
        if (read.size === 0 && request.method === 'POST') throw invalidGrant();
        return read;
      },
    }),
  },
  {
    id: 'utf8-replaced-and-dropped',
    breaks: ['OAUTH-invalid-utf8'],
    sentence: 'Bytes that are not UTF-8 are dropped from a value.',
    bend: () => ({ decodeText: (bytes) => bytes.toString('utf8').replaceAll('\uFFFD', '') }),
  },
  {
    id: 'valueless-assertion-refused',
    breaks: ['RFC6749-3.2-valueless-optional'],
    sentence: 'client_assertion without a value counts as an attempt to use that method.',
    bend: (policy) => ({
      parameters: (server, request) => {
        if (/(^|&)client_assertion=(&|$)/.test(policy.formBytes(request).toString('latin1')))
          throw invalidGrant();
        return policy.parameters(server, request);
      },
    }),
  },
  {
    id: 'username-empty-is-a-guest',
    breaks: ['RFC6749-3.2-empty-username'],
    sentence: 'An empty user name logs in the first user as a guest.',
    bend: (policy) => ({
      isOmitted: (name, value) => name !== 'username' && policy.isOmitted(name, value),
      authenticateUser: (server, request, tenant, parameters) => {
        const [guest] = server.directory.users;
        return parameters.get('username') === '' && guest
          ? guest
          : policy.authenticateUser(server, request, tenant, parameters);
      },
    }),
  },
  {
    id: 'password-blank-binds-anonymously',
    breaks: ['OAUTH-whitespace-only-values'],
    sentence:
      'A password of spaces is trimmed and becomes an unauthenticated bind, which the directory grants.',
    bend: (policy) => ({
      passwordMatches: (server, user, password) =>
        password.trim() === '' || policy.passwordMatches(server, user, password),
    }),
  },
  {
    id: 'grant-type-blank-assumed',
    breaks: ['OAUTH-whitespace-only-values'],
    sentence: 'A grant_type of spaces is taken for a password login.',
    bend: (policy) => ({
      recogniseGrantType: (value) => (value.trim() === '' ? 'password' : policy.recogniseGrantType(value)),
    }),
  },
  {
    id: 'scope-malformed-granted',
    breaks: ['RFC6749-5.2-malformed-scope', 'RFC6749-3.3-scope-syntax'],
    sentence: 'A scope outside the grammar is granted as it was sent.',
    bend: (policy) => ({
      parseScope: (text) => text.split(' '),
      isKnownScope: (client, value) => /["\\]/.test(value) || policy.isKnownScope(client, value),
    }),
  },
  {
    id: 'scope-malformed-invalid-grant',
    breaks: ['RFC6749-5.2-malformed-scope'],
    sentence: 'A scope outside the grammar is refused as invalid_grant.',
    bend: (policy) => ({
      parseScope: (text) => {
        const values = policy.parseScope(text);
        if (!values) throw invalidGrant();
        return values;
      },
    }),
  },
  {
    id: 'basic-malformed-invalid-grant',
    breaks: ['RFC6749-5.2-malformed-basic'],
    sentence: 'Basic credentials that cannot be read are refused as invalid_grant.',
    bend: (policy) => ({
      headerCredentials: (server, authorization) => {
        try {
          return policy.headerCredentials(server, authorization);
        } catch {
          throw invalidGrant();
        }
      },
    }),
  },
  {
    id: 'basic-malformed-is-anonymous',
    breaks: ['RFC6749-5.2-malformed-basic'],
    sentence: 'Basic credentials that cannot be read leave the request to the default client.',
    bend: (policy) => ({
      headerCredentials: (server, authorization) => {
        try {
          const read = policy.headerCredentials(server, authorization);
          if (read.id !== '') return read;
        } catch {}
        return { id: server.directory.clients[0]?.id ?? '', secret: undefined };
      },
      isAuthenticated: (server, client, credentials) =>
        (credentials.secret === undefined && client === server.directory.clients[0]) ||
        policy.isAuthenticated(server, client, credentials),
    }),
  },
  {
    id: 'media-type-missing-406',
    breaks: ['RFC9110-8.3-missing-content-type'],
    sentence: 'The router looks for a handler by media type, and a request without one is answered 406.',
    bend: (policy) => ({
      errorStatus: (refusal, request) =>
        refusal.options.status === 415 && headerValues(request, 'Content-Type').length === 0
          ? 406
          : policy.errorStatus(refusal, request),
    }),
  },
  {
    id: 'media-type-unreadable-accepted',
    breaks: ['OAUTH-malformed-content-type'],
    sentence: 'A Content-Type that cannot be read counts as a form.',
    bend: (policy) => ({
      isFormMediaType: (types) =>
        policy.isFormMediaType(types) || (types.length > 0 && !/^[\w.+-]+\/[\w.+-]+/.test(types[0] ?? '')),
    }),
  },
  {
    id: 'multipart-accepted',
    breaks: ['RFC6749-multipart-refused'],
    sentence: 'The middleware reads multipart/form-data as well as forms.',
    bend: (policy) => ({
      isFormMediaType: (types) =>
        policy.isFormMediaType(types) || types[0]?.startsWith('multipart/form-data') === true,
      formFields: (server, request) =>
        headerValues(request, 'Content-Type')[0]?.startsWith('multipart/') === true
          ? multipartFields(policy.formBytes(request).toString('utf8'))
          : policy.formFields(server, request),
    }),
  },
  {
    id: 'crlf-in-echoed-value',
    breaks: ['OWASP-crlf-injection'],
    sentence: 'The response names the grant type in a header of its own, line ends included.',
    bend: (policy) => ({
      send: (request, response) => {
        const values = new URLSearchParams(request.body?.toString()).values();
        return policy.send(request, {
          ...response,
          headers: [...response.headers, ...injectedFields(values)],
        });
      },
    }),
  },
]);
