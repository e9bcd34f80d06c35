/** Defects of the metadata document: RFC 8414. */
import type { Members } from '../decisions/answers.js';
import type { OutgoingResponse, Server } from '../model.js';
import type { Policy } from '../policy.js';
import { invalidClient } from '../refusal.js';
import { forServices } from '../run-conditions.js';
import { type Fault, inArea } from './fault.js';

type Bend = (policy: Policy) => Partial<Policy>;

/** Other members; `undefined` takes one away. */
const saying =
  (change: (members: Members, server: Server) => Members): Bend =>
  (policy) => ({
    metadataMembers: (server) => {
      const members = policy.metadataMembers(server);
      return { ...members, ...change(members, server) };
    },
  });

const answering =
  (change: (response: OutgoingResponse) => OutgoingResponse): Bend =>
  (policy) => ({
    metadataEndpoint: async (server, request) => change(await policy.metadataEndpoint(server, request)),
  });

const labelled =
  (type: string) =>
  (response: OutgoingResponse): OutgoingResponse => ({
    ...response,
    headers: [['Content-Type', type], ...response.headers.filter(([name]) => name !== 'Content-Type')],
  });

const text = (value: unknown): string => String(value);

/** Of another server, or of the same one as it is seen from inside. */
const elsewhere = (url: unknown, origin: string): string => origin + new URL(text(url)).pathname;

const codeGrant = (members: Members, { location }: Server): Members => ({
  authorization_endpoint: `${location.url}/oauth/authorize`,
  response_types_supported: ['code'],
  grant_types_supported: [...(members.grant_types_supported as string[]), 'authorization_code'],
});

/** RFC 8628 section 3.4. */
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

export const metadataFaults: readonly Fault[] = inArea(
  'metadata',
  [
    {
      id: 'metadata-html',
      breaks: ['RFC8414-3.2-json-200'],
      sentence: 'In place of the metadata stands a login page.',
      bend: answering((response) => ({ ...labelled('text/html')(response), body: '<html>Log in</html>' })),
    },
    {
      id: 'metadata-as-text',
      breaks: ['RFC8414-3.2-json-200'],
      sentence: 'The metadata is labelled text/plain.',
      bend: answering(labelled('text/plain')),
    },
    {
      id: 'metadata-created',
      breaks: ['RFC8414-3.2-json-200'],
      sentence: 'The metadata is answered with 201.',
      bend: answering((response) => ({ ...response, status: 201 })),
    },
    {
      id: 'metadata-moved',
      breaks: ['RFC8414-3.2-json-200'],
      sentence: 'The metadata has moved.',
      bend: answering((response) => ({
        status: 301,
        headers: [...response.headers, ['Location', '/.well-known/openid-configuration']],
        body: '',
      })),
    },
    {
      id: 'metadata-missing',
      breaks: ['RFC8414-3.2-json-200'],
      sentence: 'There is no metadata where it should be.',
      bend: (policy) => ({
        metadataEndpoint: async () => {
          throw policy.notFound();
        },
      }),
    },
    {
      id: 'metadata-in-a-list',
      breaks: ['RFC8414-3.2-json-200'],
      sentence: 'The metadata is an array of one document.',
      bend: answering((response) => ({ ...response, body: `[${response.body}]` })),
    },
    {
      id: 'metadata-member-twice',
      breaks: ['RFC8414-3.2-json-200'],
      sentence: 'The metadata names the issuer twice.',
      bend: answering((response) => ({
        ...response,
        body: response.body.replace('{', '{"issuer":"https://other.example",'),
      })),
    },
    {
      id: 'metadata-issuer-internal',
      breaks: ['RFC8414-3.3-issuer-match'],
      sentence: 'The issuer is the name of the host inside the cluster.',
      bend: saying(() => ({ issuer: 'http://auth-server.internal:8080' })),
    },
    {
      id: 'metadata-issuer-https',
      breaks: ['RFC8414-3.3-issuer-match'],
      sentence: 'The issuer has another scheme than the URL, as behind a proxy.',
      bend: saying(({ issuer }) => ({ issuer: text(issuer).replace('http:', 'https:') })),
    },
    {
      id: 'metadata-issuer-of-another-realm',
      breaks: ['RFC8414-3.3-issuer-match'],
      sentence: 'The issuer is that of another realm on the same host.',
      bend: saying(({ issuer }) => ({ issuer: `${issuer}/realms/other` })),
    },
    {
      id: 'metadata-issuer-absent',
      breaks: ['RFC8414-3.3-issuer-match'],
      sentence: 'The metadata names no issuer.',
      bend: saying(() => ({ issuer: undefined })),
    },
    {
      id: 'metadata-issuer-host-only',
      breaks: ['RFC8414-3.3-issuer-match'],
      sentence: 'The issuer is a host and no URL.',
      bend: saying(({ issuer }) => ({ issuer: new URL(text(issuer)).host })),
    },
    {
      id: 'metadata-issuer-with-query',
      breaks: ['RFC8414-3.3-issuer-match'],
      sentence: 'The issuer has a query.',
      bend: saying(({ issuer }) => ({ issuer: `${issuer}?tenant=main` })),
    },
    {
      id: 'metadata-token-endpoint-of-staging',
      breaks: ['RFC8414-2-token-endpoint-match'],
      sentence: 'The token endpoint is that of another environment.',
      bend: saying(({ token_endpoint }) => ({
        token_endpoint: elsewhere(token_endpoint, 'https://staging.example'),
      })),
    },
    {
      id: 'metadata-token-endpoint-relative',
      breaks: ['RFC8414-2-token-endpoint-match'],
      sentence: 'The token endpoint is a path.',
      bend: saying(({ token_endpoint }) => ({ token_endpoint: new URL(text(token_endpoint)).pathname })),
    },
    {
      id: 'metadata-token-endpoint-absent',
      breaks: ['RFC8414-2-token-endpoint-match'],
      sentence: 'The metadata names no token endpoint.',
      bend: saying(() => ({ token_endpoint: undefined })),
    },
    {
      id: 'metadata-token-endpoint-old-path',
      breaks: ['RFC8414-2-token-endpoint-match'],
      sentence: 'The token endpoint is one of an older version.',
      bend: saying(({ issuer }) => ({ token_endpoint: `${issuer}/oauth/v1/token` })),
    },
    {
      id: 'metadata-revocation-endpoint-relative',
      breaks: ['RFC8414-2-token-endpoint-match'],
      sentence: 'The revocation endpoint is a path.',
      bend: saying(() => ({ revocation_endpoint: '/oauth/revoke' })),
    },
    {
      id: 'metadata-introspection-endpoint-elsewhere',
      breaks: ['RFC8414-2-token-endpoint-match'],
      sentence: 'The introspection endpoint is another path than documented.',
      bend: saying(({ issuer }) => ({ introspection_endpoint: `${issuer}/oauth/check_token` })),
    },
    {
      id: 'metadata-methods-post-refused',
      breaks: ['RFC8414-2-auth-methods-truthful'],
      sentence: 'client_secret_post is listed, and only Basic works.',
      bend: (policy) => ({
        presentedCredentials: (server, request, parameters) => {
          const hasHeader = request.headers.some(([name]) => name.toLowerCase() === 'authorization');
          if (parameters.has('client_secret') && !hasHeader) throw invalidClient();
          return policy.presentedCredentials(server, request, parameters);
        },
      }),
    },
    {
      id: 'metadata-methods-of-keys-only',
      breaks: ['RFC8414-2-auth-methods-truthful'],
      sentence: 'Only private_key_jwt is listed, and clients authenticate with secrets.',
      bend: saying(() => ({
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
        token_endpoint_auth_signing_alg_values_supported: ['ES256'],
      })),
    },
    {
      id: 'metadata-methods-none-only',
      breaks: ['RFC8414-2-auth-methods-truthful'],
      sentence: 'Only none is listed, and clients authenticate with secrets.',
      bend: saying(() => ({ token_endpoint_auth_methods_supported: ['none'] })),
    },
    {
      id: 'metadata-grant-not-listed',
      breaks: ['RFC8414-2-grant-types-truthful'],
      sentence: 'client_credentials works and is not listed.',
      bend: saying(() => ({ grant_types_supported: ['password', 'refresh_token'] })),
    },
    {
      id: 'metadata-grants-omitted',
      breaks: ['RFC8414-2-grant-types-truthful'],
      sentence: 'No grants are listed, which means authorization_code and implicit.',
      bend: saying(() => ({ grant_types_supported: undefined })),
    },
    {
      id: 'metadata-grant-unsupported',
      breaks: ['RFC8414-2-grant-types-truthful'],
      sentence: 'The device grant is listed and not supported.',
      bend: (policy) => ({
        ...saying(({ grant_types_supported }) => ({
          grant_types_supported: [...(grant_types_supported as string[]), deviceGrant],
        }))(policy),
        recogniseGrantType: (value) => (value === deviceGrant ? undefined : policy.recogniseGrantType(value)),
      }),
    },
    {
      id: 'metadata-algorithms-absent',
      breaks: ['RFC8414-2-signing-alg-listed'],
      sentence: 'private_key_jwt is listed without its algorithms.',
      bend: saying(({ token_endpoint_auth_methods_supported: methods }) => ({
        token_endpoint_auth_methods_supported: [...(methods as string[]), 'private_key_jwt'],
      })),
    },
    {
      id: 'metadata-algorithm-none',
      breaks: ['RFC8414-2-signing-alg-listed'],
      sentence: 'Assertions of clients may be unsigned.',
      bend: saying(({ token_endpoint_auth_methods_supported: methods }) => ({
        token_endpoint_auth_methods_supported: [...(methods as string[]), 'client_secret_jwt'],
        token_endpoint_auth_signing_alg_values_supported: ['HS256', 'none'],
      })),
    },
    {
      id: 'metadata-algorithms-absent-at-introspection',
      breaks: ['RFC8414-2-signing-alg-listed'],
      sentence: 'private_key_jwt is listed for introspection without its algorithms.',
      bend: saying(() => ({ introspection_endpoint_auth_methods_supported: ['private_key_jwt'] })),
    },
    {
      id: 'metadata-empty-list',
      breaks: ['RFC8414-3.2-no-empty-arrays'],
      sentence: 'The scopes are an empty array.',
      bend: saying(() => ({ scopes_supported: [] })),
    },
    {
      id: 'metadata-empty-list-of-vendor',
      breaks: ['RFC8414-3.2-no-empty-arrays'],
      sentence: 'An extension of the vendor is an empty array.',
      bend: saying(() => ({ ui_locales_supported: [] })),
    },
    {
      id: 'metadata-list-as-text',
      breaks: ['RFC8414-3.2-no-empty-arrays'],
      sentence: 'The scopes are a text with spaces.',
      bend: saying(() => ({ scopes_supported: 'all read' })),
    },
    {
      id: 'metadata-list-null',
      breaks: ['RFC8414-3.2-no-empty-arrays'],
      sentence: 'The scopes are null.',
      bend: saying(() => ({ scopes_supported: null })),
    },
    {
      id: 'metadata-pkce-absent',
      breaks: ['RFC9700-2.1.1-pkce-published'],
      sentence: 'The code grant is listed, and nothing about PKCE.',
      bend: saying(codeGrant),
    },
    {
      id: 'metadata-pkce-plain',
      breaks: ['RFC9700-2.1.1-pkce-published'],
      sentence: 'The code grant is listed, with PKCE by plain only.',
      bend: saying((members, server) => ({
        ...codeGrant(members, server),
        code_challenge_methods_supported: ['plain'],
      })),
    },
  ],
  forServices,
);
