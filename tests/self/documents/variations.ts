/** Documents that describe a conforming token endpoint, each in a way of its own. */
import {
  contentOf,
  errorOf,
  form,
  type Json,
  operationOf,
  passwordOf,
  refreshOf,
  refusalMedia,
  responsesOf,
  successOf,
  tokenMedia,
} from './document-fault.js';

export interface DocumentVariation {
  /** Kebab-case, unique. */
  readonly id: string;
  /** What is described otherwise than in the default document, in one plain sentence. */
  readonly sentence: string;
  change(document: Json): void;
}

/** The form as one schema, without examples, which would have to follow it. */
function withForm(document: Json, schema: Json): void {
  contentOf(document)[form] = { schema };
}

function onlyGrant(document: Json, schema: Json): void {
  withForm(document, schema);
  delete successOf(document).properties.refresh_token;
  successOf(document).required = ['access_token', 'token_type', 'expires_in'];
  for (const example of Object.values<Json>(tokenMedia(document).examples))
    delete example.value.refresh_token;
}

const text = { type: 'string' };
const secret = { type: 'string', format: 'password' };

/** OpenAPI 3.0 has no const, and one example to a schema. */
function asOpenApi30(node: Json): void {
  if (typeof node !== 'object' || node === null) return;
  if (typeof node.const === 'string') {
    node.enum = [node.const];
    delete node.const;
  }
  if (Array.isArray(node.examples)) {
    node.example = node.examples[0];
    delete node.examples;
  }
  for (const inner of Object.values(node)) asOpenApi30(inner);
}

export const documentVariations: readonly DocumentVariation[] = [
  { id: 'as-it-is', sentence: 'The default document, in one file.', change: () => {} },
  {
    id: 'openapi-3-0',
    sentence: 'OpenAPI 3.0 instead of 3.1.',
    change: (document) => {
      document.openapi = '3.0.3';
      delete document.info.summary;
      asOpenApi30(document.components.schemas);
      successOf(document).properties.scope.nullable = false;
    },
  },
  {
    id: 'openapi-3-0-limits',
    sentence: 'OpenAPI 3.0 with a boolean exclusive limit for the lifetime.',
    change: (document) => {
      document.openapi = '3.0.1';
      delete document.info.summary;
      asOpenApi30(document.components.schemas);
      successOf(document).properties.expires_in = { type: 'integer', minimum: 0, exclusiveMinimum: true };
    },
  },
  {
    id: 'one-form-for-all-grants',
    sentence: 'One schema, with the grant types as an enum.',
    change: (document) =>
      withForm(document, {
        type: 'object',
        required: ['grant_type', 'client_id', 'client_secret'],
        properties: {
          grant_type: { type: 'string', enum: ['password', 'refresh_token'] },
          username: text,
          password: secret,
          refresh_token: secret,
          client_id: text,
          client_secret: secret,
          scope: text,
        },
      }),
  },
  {
    id: 'grant-types-by-pattern',
    sentence: 'The grant types stand in a pattern.',
    change: (document) => {
      passwordOf(document).properties.grant_type = { type: 'string', pattern: '^password$' };
      refreshOf(document).properties.grant_type = { type: 'string', pattern: '^(refresh_token)$' };
    },
  },
  {
    id: 'form-by-all-of',
    sentence: 'The parameters of the client are shared by allOf.',
    change: (document) => {
      document.components.schemas.Client = {
        type: 'object',
        required: ['client_id', 'client_secret'],
        properties: { client_id: text, client_secret: secret },
      };
      for (const grant of [passwordOf(document), refreshOf(document)]) {
        const { client_id: _, client_secret: __, ...own } = grant.properties;
        const { required } = grant;
        delete grant.required;
        grant.allOf = [
          { $ref: '#/components/schemas/Client' },
          { type: 'object', properties: own, required },
        ];
        delete grant.properties;
      }
    },
  },
  {
    id: 'form-by-any-of',
    sentence: 'The grants are alternatives of anyOf.',
    change: (document) => {
      const { schema } = contentOf(document)[form];
      schema.anyOf = schema.oneOf;
      delete schema.oneOf;
    },
  },
  {
    id: 'form-said-to-be-open',
    sentence: 'Further parameters are allowed in so many words.',
    change: (document) => {
      passwordOf(document).additionalProperties = true;
      refreshOf(document).additionalProperties = { type: 'string' };
    },
  },
  {
    id: 'form-with-charset',
    sentence: 'The media type of the form has a parameter.',
    change: (document) => {
      const { [form]: media } = contentOf(document);
      operationOf(document).requestBody.content = { [`${form}; charset=utf-8`]: media };
    },
  },
  {
    id: 'basic-scheme',
    sentence: 'The client authenticates by HTTP Basic alone.',
    change: (document) => {
      operationOf(document)['x-token-endpoint'].clientAuthentication = ['client_secret_basic'];
      operationOf(document).security = [{ client: [] }];
      document.components.securitySchemes.client = { type: 'http', scheme: 'basic' };
      for (const grant of [passwordOf(document), refreshOf(document)]) {
        delete grant.properties.client_id;
        delete grant.properties.client_secret;
        grant.required = grant.required.filter((name: string) => !name.startsWith('client_'));
      }
    },
  },
  {
    id: 'basic-scheme-or-form',
    sentence: 'HTTP Basic for the whole document, credentials in the form as the other way.',
    change: (document) => {
      delete operationOf(document).security;
      document.security = [{ client: [] }, {}];
      document.components.securitySchemes.client = { type: 'http', scheme: 'Basic' };
    },
  },
  {
    id: 'client-credentials-only',
    sentence: 'The client credentials grant alone, without refresh token.',
    change: (document) =>
      onlyGrant(document, {
        type: 'object',
        required: ['grant_type', 'client_id', 'client_secret'],
        properties: {
          grant_type: { const: 'client_credentials' },
          client_id: text,
          client_secret: secret,
          scope: text,
        },
      }),
  },
  {
    id: 'authorization-code-and-pkce',
    sentence: 'A public client exchanges a code with its verifier.',
    change: (document) =>
      onlyGrant(document, {
        type: 'object',
        required: ['grant_type', 'code', 'redirect_uri', 'client_id', 'code_verifier'],
        properties: {
          grant_type: { const: 'authorization_code' },
          code: text,
          redirect_uri: { type: 'string', format: 'uri' },
          client_id: text,
          code_verifier: { type: 'string', pattern: '^[A-Za-z0-9._~-]{43,128}$' },
        },
      }),
  },
  {
    id: 'client-assertion',
    sentence: 'The client authenticates by a signed JWT.',
    change: (document) =>
      onlyGrant(document, {
        type: 'object',
        required: ['grant_type', 'client_assertion_type', 'client_assertion'],
        properties: {
          grant_type: { const: 'client_credentials' },
          client_assertion_type: { const: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' },
          client_assertion: secret,
        },
      }),
  },
  {
    id: 'token-exchange-with-resources',
    sentence: 'Token exchange, whose resource may be repeated.',
    change: (document) =>
      onlyGrant(document, {
        type: 'object',
        required: ['grant_type', 'subject_token', 'subject_token_type', 'client_id', 'client_secret'],
        properties: {
          grant_type: { const: 'urn:ietf:params:oauth:grant-type:token-exchange' },
          subject_token: text,
          subject_token_type: text,
          resource: { type: 'array', items: { type: 'string', format: 'uri' } },
          client_id: text,
          client_secret: secret,
        },
      }),
  },
  {
    id: 'openid-connect',
    sentence: 'A token response has an ID token and a time of its own.',
    change: (document) => {
      Object.assign(successOf(document).properties, {
        id_token: text,
        not_before_policy: { type: 'integer' },
        session_state: text,
        refresh_expires_in: { type: 'integer' },
      });
    },
  },
  {
    id: 'refusals-by-range',
    sentence: 'All refusals are described as 4XX.',
    change: (document) => {
      operationOf(document).responses = {
        '200': responsesOf(document)['200'],
        '4XX': responsesOf(document)['400'],
      };
    },
  },
  {
    id: 'refusals-by-default',
    sentence: 'All refusals are described by default.',
    change: (document) => {
      const { '200': token, '400': refusal } = responsesOf(document);
      operationOf(document).responses = { '200': token, default: refusal };
    },
  },
  {
    id: 'any-media-type',
    sentence: 'Responses are described as */*, as some generators do.',
    change: (document) => {
      document.components.responses.Token.content = { '*/*': tokenMedia(document) };
      document.components.responses.Refusal.content = { '*/*': refusalMedia(document) };
    },
  },
  {
    id: 'json-with-charset',
    sentence: 'The media type of responses has a parameter.',
    change: (document) => {
      document.components.responses.Token.content = {
        'application/json;charset=UTF-8': tokenMedia(document),
      };
    },
  },
  {
    id: 'servers-for-developers',
    sentence: 'A server on the own machine stands beside the public one.',
    change: (document) => {
      document.servers.push({ url: 'http://localhost:8080' }, { url: 'http://127.0.0.1:3000/v1' });
    },
  },
  {
    id: 'server-relative',
    sentence: 'The server is relative to where the document is published.',
    change: (document) => {
      document.servers = [{ url: '/v1' }];
    },
  },
  {
    id: 'server-not-named',
    sentence: 'No server is named.',
    change: (document) => {
      delete document.servers;
      delete document.components.securitySchemes;
    },
  },
  {
    id: 'server-by-region',
    sentence: 'The host of the server is a variable.',
    change: (document) => {
      document.servers = [
        {
          url: 'https://{region}.cloud.example:{port}/v1',
          variables: { region: { default: 'eu', enum: ['eu', 'us'] }, port: { default: '443' } },
        },
      ];
    },
  },
  {
    id: 'token-type-listed',
    sentence: 'The token type is Bearer or DPoP.',
    change: (document) => {
      successOf(document).properties.token_type = { type: 'string', enum: ['Bearer', 'bearer', 'DPoP'] };
    },
  },
  {
    id: 'error-codes-listed',
    sentence: 'All error codes are listed, with those of extensions.',
    change: (document) => {
      errorOf(document).properties.error.enum = [
        ...['invalid_request', 'invalid_client', 'invalid_grant', 'unauthorized_client'],
        ...['unsupported_grant_type', 'invalid_scope', 'slow_down', 'mfa_required'],
      ];
    },
  },
  {
    id: 'error-codes-by-status',
    sentence: 'invalid_client belongs to 401, the other codes to 400.',
    change: (document) => {
      const codes = [
        'invalid_request',
        'invalid_grant',
        'unauthorized_client',
        'unsupported_grant_type',
        'invalid_scope',
      ];
      const of = (error: Json) => ({ type: 'object', required: ['error'], properties: { error } });
      refusalMedia(document).schema = of({ type: 'string', enum: codes });
      document.components.responses.InvalidClient.content['application/json'].schema = of({
        const: 'invalid_client',
      });
    },
  },
  {
    id: 'success-by-all-of',
    sentence: 'A token response extends that of the standard.',
    change: (document) => {
      tokenMedia(document).schema = {
        allOf: [
          { $ref: '#/components/schemas/Token' },
          { type: 'object', properties: { userId: { type: 'integer' } } },
        ],
      };
    },
  },
  {
    id: 'success-circular',
    sentence: 'A further member of a token response contains itself.',
    change: (document) => {
      document.components.schemas.Group = {
        type: 'object',
        properties: { name: text, parent: { $ref: '#/components/schemas/Group' } },
      };
      successOf(document).properties.group = { $ref: '#/components/schemas/Group' };
    },
  },
  {
    id: 'storage-spelt-out',
    sentence: 'Cache-Control has several directives.',
    change: (document) => {
      document.components.headers.NoStore.schema = {
        type: 'string',
        enum: ['no-cache, no-store, max-age=0'],
      };
      document.components.headers.NoStore.example = 'no-cache, no-store, max-age=0';
    },
  },
  {
    id: 'bodies-not-described',
    sentence: 'Responses are described in words only.',
    change: (document) => {
      operationOf(document).responses = {
        '200': { description: 'A token response of RFC 6749.' },
        '400': { description: 'An error response of RFC 6749.' },
        '401': { description: 'The client is refused.' },
      };
    },
  },
  {
    id: 'another-operation-at-the-path',
    sentence: 'GET at the same path tells what a token is worth.',
    change: (document) => {
      document.paths['/oauth/token'].get = {
        parameters: [{ name: 'verbose', in: 'query', schema: { type: 'boolean' } }],
        responses: { '200': { description: 'What the token is worth.' } },
      };
    },
  },
  {
    id: 'parameters-of-the-path',
    sentence: 'The headers belong to the path, and a query parameter names the realm.',
    change: (document) => {
      document.paths['/oauth/token'].parameters = [
        { name: 'realm', in: 'query', schema: text },
        { name: 'X-Request-Id', in: 'header', schema: { type: 'string', format: 'uuid' } },
      ];
    },
  },
  {
    id: 'expires-in-not-typed',
    sentence: 'expires_in and scope are described in words only.',
    change: (document) => {
      successOf(document).properties.expires_in = { description: 'Seconds.' };
      successOf(document).properties.scope = true;
    },
  },
];
