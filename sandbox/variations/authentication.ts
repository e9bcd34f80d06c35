/** How clients authenticate: RFC 6749 section 2.3. */
import { headerValues, type IncomingRequest } from '../model.js';
import { invalidClient, invalidRequest } from '../refusal.js';
import type { Variation } from './variation.js';

const bodyOnly =
  'the contract documents credentials in the body only; RFC 6749 section 2.3.1 lets a server support the body';

const withoutAuthorization = (request: IncomingRequest): IncomingRequest => ({
  ...request,
  headers: request.headers.filter(([name]) => name.toLowerCase() !== 'authorization'),
});

export const authenticationVariations: readonly Variation[] = [
  {
    id: 'basic-refused',
    sentence: 'HTTP Basic is not supported: a client that uses it is refused with invalid_client.',
    allowedBy: `${bodyOnly}; section 5.2: invalid_client, "unsupported authentication method"`,
    bend: () => ({
      headerCredentials: () => {
        throw invalidClient();
      },
    }),
  },
  {
    id: 'authorization-unread',
    sentence: 'The Authorization header is not looked at: credentials count in the body alone.',
    allowedBy: bodyOnly,
    bend: (policy) => ({
      presentedCredentials: (server, request, parameters) =>
        policy.presentedCredentials(server, withoutAuthorization(request), parameters),
    }),
  },
  {
    id: 'two-methods-invalid-client',
    sentence: 'Two ways of authentication in one request are invalid_client.',
    allowedBy: 'RFC 6749 section 5.2: no authentication counts, so "no client authentication included"',
    bend: (policy) => ({
      presentedCredentials: (server, request, parameters) => {
        if (policy.usesTwoMethods(headerValues(request, 'Authorization')[0], parameters))
          throw invalidClient();
        return policy.presentedCredentials(server, request, parameters);
      },
    }),
  },
  {
    id: 'two-methods-agreeing-accepted',
    sentence: 'The same credentials in header and body are accepted.',
    allowedBy: 'RFC 6749 section 2.3: the MUST NOT binds the client; the catalogue warns',
    bend: (policy) => ({
      usesTwoMethods: () => false,
      presentedCredentials: (server, request, parameters) => {
        const credentials = policy.presentedCredentials(server, request, parameters);
        const inBody = parameters.get('client_secret');
        if (inBody !== undefined && inBody !== credentials.secret)
          throw invalidRequest('The client uses more than one authentication method');
        return credentials;
      },
    }),
  },
  {
    id: 'client-id-contradiction-invalid-request',
    sentence: 'A client_id beside HTTP Basic that names another client is invalid_request.',
    allowedBy: 'RFC 6749 section 5.2: invalid_request, "otherwise malformed"',
    bend: (policy) => ({
      presentedCredentials: (server, request, parameters) => {
        const [authorization] = headerValues(request, 'Authorization');
        if (authorization !== undefined && !parameters.has('client_secret')) {
          const credentials = policy.headerCredentials(server, authorization);
          if (policy.contradicts(credentials, parameters)) throw invalidRequest('Two clients are named');
        }
        return policy.presentedCredentials(server, request, parameters);
      },
    }),
  },
  {
    id: 'basic-malformed-invalid-request',
    sentence: 'An Authorization header that cannot be read is invalid_request.',
    allowedBy: 'RFC 6749 section 5.2: invalid_request, "otherwise malformed"',
    bend: (policy) => ({
      headerCredentials: (server, authorization) => {
        const token = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
        if (/^basic\b/i.test(authorization) && !Buffer.from(token ?? '', 'base64').includes(':'))
          throw invalidRequest('The header Authorization is malformed');
        return policy.headerCredentials(server, authorization);
      },
    }),
  },
];
