/** Faults of documents, each a change to the default one. */
import {
  contentOf,
  type DocumentFault,
  errorOf,
  type Json,
  operationOf,
  passwordOf,
  refreshOf,
  refusalMedia,
  responsesOf,
  successOf,
  tokenMedia,
} from './document-fault.js';

const form = 'application/x-www-form-urlencoded';

const addParameter = (document: Json, parameter: Json) =>
  operationOf(document).parameters.push({ schema: { type: 'string' }, ...parameter });

const noPost = /token requests are sent by POST/;

const addressFaults: readonly DocumentFault[] = [
  {
    id: 'server-by-http',
    breaks: ['RFC6749-3.2-https-uri'],
    sentence: 'The server is published by http.',
    mutate: (document) => {
      document.servers = [{ url: 'http://api.cloud.example' }];
    },
  },
  {
    id: 'second-server-by-http',
    breaks: ['RFC6749-3.2-https-uri'],
    sentence: 'A sandbox by http stands beside the server.',
    mutate: (document) => {
      document.servers.push({ url: 'http://sandbox.cloud.example', description: 'Sandbox' });
    },
  },
  {
    id: 'scheme-of-choice',
    breaks: ['RFC6749-3.2-https-uri'],
    sentence: 'The scheme is a variable that may be http.',
    mutate: (document) => {
      document.servers = [
        {
          url: '{protocol}://api.cloud.example',
          variables: { protocol: { default: 'https', enum: ['http', 'https'] } },
        },
      ];
    },
  },
  {
    id: 'token-url-by-http',
    breaks: ['RFC6749-3.2-https-uri'],
    sentence: 'The security scheme names the token endpoint by http.',
    mutate: (document) => {
      document.components.securitySchemes.oauth2.flows.password.tokenUrl =
        'http://api.cloud.example/oauth/token';
    },
  },
  {
    id: 'path-with-fragment',
    breaks: ['RFC6749-3.2-uri-no-fragment'],
    sentence: 'The path ends with a fragment that names the grant.',
    mutate: (document) => {
      document.paths = { '/oauth/token#password': document.paths['/oauth/token'] };
    },
  },
  {
    id: 'server-with-fragment',
    breaks: ['RFC6749-3.2-uri-no-fragment'],
    sentence: 'The address of the server has a fragment.',
    mutate: (document) => {
      document.servers = [{ url: 'https://api.cloud.example/#/v1' }];
    },
  },
  {
    id: 'refresh-url-with-fragment',
    breaks: ['RFC6749-3.2-uri-no-fragment'],
    sentence: 'The refreshUrl of the security scheme has a fragment.',
    mutate: (document) => {
      document.components.securitySchemes.oauth2.flows.password.refreshUrl += '#refresh';
    },
  },
];

const requestFaults: readonly DocumentFault[] = [
  {
    id: 'client-secret-in-query',
    breaks: ['RFC6749-2.3.1-document-no-credentials-in-uri'],
    sentence: 'client_secret is a query parameter.',
    mutate: (document) => addParameter(document, { name: 'client_secret', in: 'query' }),
  },
  {
    id: 'password-in-query-of-path-item',
    breaks: ['RFC6749-2.3.1-document-no-credentials-in-uri'],
    sentence: 'The path declares the password as a query parameter of all its operations.',
    mutate: (document) => {
      document.paths['/oauth/token'].parameters = [
        { name: 'password', in: 'query', schema: { type: 'string' } },
      ];
    },
  },
  {
    id: 'refresh-token-in-path',
    breaks: ['RFC6749-2.3.1-document-no-credentials-in-uri'],
    sentence: 'The refresh token is a segment of the path.',
    mutate: (document) => {
      addParameter(document, { name: 'refresh_token', in: 'path', required: true, example: 'tGzv3JOk' });
      document.paths = { '/oauth/token/{refresh_token}': document.paths['/oauth/token'] };
    },
  },
  {
    id: 'secret-key-in-query',
    breaks: ['RFC6749-2.3.1-document-no-credentials-in-uri'],
    sentence: 'A security scheme takes the client secret from the query.',
    mutate: (document) => {
      document.components.securitySchemes.key = { type: 'apiKey', in: 'query', name: 'client_secret' };
      operationOf(document).security = [{ key: [] }];
    },
  },
  {
    id: 'credentials-in-server',
    breaks: ['RFC6749-2.3.1-document-no-credentials-in-uri'],
    sentence: 'The address of the server holds a user name and a password.',
    mutate: (document) => {
      document.servers = [{ url: 'https://api:secret@api.cloud.example' }];
    },
  },
  {
    id: 'token-by-put',
    breaks: ['RFC6749-3.2-document-post'],
    sentence: 'Tokens are requested by PUT.',
    unreadable: noPost,
    mutate: (document) => {
      document.paths['/oauth/token'] = { put: operationOf(document) };
    },
  },
  {
    id: 'token-by-get-as-well',
    breaks: ['RFC6749-3.2-document-post'],
    sentence: 'GET with grant_type in the query is offered beside POST.',
    mutate: (document) => {
      document.paths['/oauth/token'].get = {
        parameters: [{ name: 'grant_type', in: 'query', schema: { type: 'string' } }],
        responses: { '200': { description: 'A token' } },
      };
    },
  },
  {
    id: 'request-as-json',
    breaks: ['RFC6749-4.3.2-document-form'],
    sentence: 'The request body is JSON.',
    mutate: (document) => {
      operationOf(document).requestBody.content = { 'application/json': contentOf(document)[form] };
    },
  },
  {
    id: 'request-as-multipart',
    breaks: ['RFC6749-4.3.2-document-form'],
    sentence: 'The request body is multipart/form-data.',
    mutate: (document) => {
      operationOf(document).requestBody.content = { 'multipart/form-data': contentOf(document)[form] };
    },
  },
  {
    id: 'request-as-json-as-well',
    breaks: ['RFC6749-4.3.2-document-form'],
    sentence: 'JSON is offered beside the form.',
    mutate: (document) => {
      contentOf(document)['application/json'] = contentOf(document)[form];
    },
  },
  {
    id: 'request-in-query',
    breaks: ['RFC6749-4.3.2-document-form'],
    sentence: 'All parameters stand in the query.',
    mutate: (document) => {
      operationOf(document).requestBody = undefined;
      addParameter(document, { name: 'grant_type', in: 'query' });
    },
  },
  {
    id: 'form-closed',
    breaks: ['RFC6749-3.2-document-open-form'],
    sentence: 'The schema of the password grant forbids further parameters.',
    mutate: (document) => {
      passwordOf(document).additionalProperties = false;
    },
  },
  {
    id: 'form-closed-around',
    breaks: ['RFC6749-3.2-document-open-form'],
    sentence: 'The schema around both grants forbids what neither of them names.',
    mutate: (document) => {
      contentOf(document)[form].schema.unevaluatedProperties = false;
    },
  },
  {
    id: 'grant-type-optional',
    breaks: ['RFC6749-4.3.2-document-grant-type-required'],
    sentence: 'grant_type is not among the required parameters.',
    mutate: (document) => {
      passwordOf(document).required = ['username', 'password', 'client_id', 'client_secret'];
    },
  },
  {
    id: 'grant-type-with-default',
    breaks: ['RFC6749-4.3.2-document-grant-type-required'],
    sentence: 'grant_type is optional and defaults to password.',
    mutate: (document) => {
      delete passwordOf(document).required;
      passwordOf(document).properties.grant_type.default = 'password';
    },
  },
  {
    id: 'password-optional',
    breaks: ['RFC6749-4.3.2-document-grant-parameters'],
    sentence: 'The password grant does not require the password.',
    mutate: (document) => {
      passwordOf(document).required = ['grant_type', 'username', 'client_id', 'client_secret'];
    },
  },
  {
    id: 'refresh-token-in-camel-case',
    breaks: ['RFC6749-4.3.2-document-grant-parameters'],
    sentence: 'The refresh grant calls its token refreshToken.',
    mutate: (document) => {
      const { refresh_token, ...rest } = refreshOf(document).properties;
      refreshOf(document).properties = { ...rest, refreshToken: refresh_token };
      refreshOf(document).required = ['grant_type', 'refreshToken', 'client_id', 'client_secret'];
    },
  },
  {
    id: 'scope-as-list-in-request',
    breaks: ['RFC6749-3.2-document-parameters-once'],
    sentence: 'scope is a list, sent as one pair for each value.',
    mutate: (document) => {
      document.components.schemas.Scope = { type: 'array', items: { type: 'string' } };
    },
  },
  {
    id: 'client-without-authentication',
    breaks: ['RFC6749-3.2.1-document-client-authentication'],
    sentence: 'The client credentials grant is described without any credentials.',
    mutate: (document) => {
      delete operationOf(document)['x-token-endpoint'].clientAuthentication;
      contentOf(document)[form].schema = {
        type: 'object',
        required: ['grant_type'],
        properties: { grant_type: { const: 'client_credentials' } },
      };
    },
  },
  {
    id: 'password-shown',
    breaks: ['CONTRACT-document-secret-format'],
    sentence: 'The password is a plain string.',
    mutate: (document) => {
      delete passwordOf(document).properties.password.format;
    },
  },
  {
    id: 'live-secret-as-default',
    breaks: ['CONTRACT-document-example-secrets'],
    sentence: 'The default of client_secret is a secret from life.',
    mutate: (document) => {
      document.components.schemas.ClientSecret.default = '9f86d081884c7d659a2feaa0c55ad015';
    },
  },
  {
    id: 'live-secret-in-example',
    breaks: ['CONTRACT-document-example-secrets'],
    sentence: 'An example of the form holds a password from life.',
    mutate: (document) => {
      contentOf(document)[form].examples.password.value.password = 'kT9vZq2Lw8Rb4Xn7Jd5Mh3Pc';
    },
  },
];

const successFaults: readonly DocumentFault[] = [
  ...['201', '204', '202'].map(
    (status): DocumentFault => ({
      id: `success-as-${status}`,
      breaks: ['RFC6749-5.1-document-status-200'],
      sentence: `A token is answered with ${status}.`,
      mutate: (document) => {
        const { '200': token, ...rest } = responsesOf(document);
        operationOf(document).responses = { [status]: token, ...rest };
      },
    }),
  ),
  {
    id: 'success-as-201-as-well',
    breaks: ['RFC6749-5.1-document-status-200'],
    sentence: 'A token may also be answered with 201.',
    mutate: (document) => {
      responsesOf(document)['201'] = responsesOf(document)['200'];
    },
  },
  {
    id: 'refusal-as-200',
    breaks: ['RFC6749-5.1-document-status-200'],
    sentence: 'The response 200 is a token or an error.',
    mutate: (document) => {
      tokenMedia(document).schema = { oneOf: [successOf(document), errorOf(document)] };
    },
  },
  ...['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/jwt'].map(
    (mediaType): DocumentFault => ({
      id: `success-as-${mediaType.replace(/\W/g, '-')}`,
      breaks: ['RFC6749-5.1-document-json'],
      sentence: `A token is answered as ${mediaType}.`,
      mutate: (document) => {
        document.components.responses.Token.content = { [mediaType]: tokenMedia(document) };
      },
    }),
  ),
  ...['access_token', 'token_type'].flatMap((name): DocumentFault[] => [
    {
      id: `${name.replace('_', '-')}-optional`,
      breaks: ['RFC6749-5.1-document-required-members'],
      sentence: `${name} is not required in a token response.`,
      mutate: (document) => {
        successOf(document).required = successOf(document).required.filter((one: string) => one !== name);
      },
    },
    {
      id: `${name.replace('_', '-')}-not-described`,
      breaks: ['RFC6749-5.1-document-required-members'],
      sentence: `${name} is not described in a token response.`,
      mutate: (document) => {
        delete successOf(document).properties[name];
        successOf(document).required = ['expires_in'];
      },
    },
  ]),
  {
    id: 'success-in-envelope',
    breaks: ['RFC6749-5.1-document-required-members'],
    sentence: 'The members of a token response stand in a member data.',
    mutate: (document) => {
      tokenMedia(document).schema = {
        type: 'object',
        required: ['data'],
        properties: { data: successOf(document) },
      };
    },
  },
  ...(
    [
      ['as-string', { type: 'string' }],
      ['as-date', { type: 'string', format: 'date-time' }],
      ['as-string-or-integer', { type: ['integer', 'string'] }],
      ['as-listed-strings', { enum: ['3600', '7200'] }],
    ] as const
  ).map(
    ([id, schema]): DocumentFault => ({
      id: `expires-in-${id}`,
      breaks: ['RFC6749-5.1-document-expires-in-number'],
      sentence: `expires_in is described ${id.replaceAll('-', ' ')}.`,
      mutate: (document) => {
        successOf(document).properties.expires_in = schema;
      },
    }),
  ),
  {
    id: 'access-token-as-object',
    breaks: ['RFC6749-5.1-document-strings'],
    sentence: 'access_token is an object.',
    mutate: (document) => {
      successOf(document).properties.access_token = {
        type: 'object',
        properties: { value: { type: 'string' } },
      };
    },
  },
  {
    id: 'refresh-token-as-integer',
    breaks: ['RFC6749-5.1-document-strings'],
    sentence: 'refresh_token is an integer.',
    mutate: (document) => {
      successOf(document).properties.refresh_token = { type: 'integer' };
    },
  },
  {
    id: 'scope-as-list-in-response',
    breaks: ['RFC6749-3.3-document-scope-string'],
    sentence: 'The scope of a token response is a list.',
    mutate: (document) => {
      successOf(document).properties.scope = { type: 'array', items: { type: 'string' } };
    },
  },
  ...['access_token', 'refresh_token', 'expires_in'].map(
    (name): DocumentFault => ({
      id: `${name.replace('_', '-')}-nullable`,
      breaks: ['RFC6749-5.1-document-no-null'],
      sentence: `${name} may be null.`,
      mutate: (document) => {
        const member = successOf(document).properties[name];
        member.type = [member.type, 'null'];
      },
    }),
  ),
  ...['JWT', 'access_token', 'bearer_token'].map(
    (value): DocumentFault => ({
      id: `token-type-${value.toLowerCase().replace('_', '-')}`,
      breaks: ['RFC6749-7.1-document-token-type'],
      sentence: `token_type is ${value}.`,
      mutate: (document) => {
        successOf(document).properties.token_type = { type: 'string', enum: [value] };
      },
    }),
  ),
  {
    id: 'success-closed',
    breaks: ['RFC6749-5.1-document-open-response'],
    sentence: 'A token response has no further members.',
    mutate: (document) => {
      successOf(document).additionalProperties = false;
    },
  },
  {
    id: 'refresh-not-offered',
    breaks: ['RFC6749-6-document-refresh'],
    sentence: 'A refresh token is returned, and no grant takes it.',
    mutate: (document) => {
      contentOf(document)[form].schema = { $ref: '#/components/schemas/PasswordGrant' };
      delete contentOf(document)[form].examples.refresh_token;
    },
  },
  {
    id: 'refresh-token-not-returned',
    breaks: ['RFC6749-6-document-refresh'],
    sentence: 'The refresh grant takes a token that no response brings.',
    mutate: (document) => {
      delete successOf(document).properties.refresh_token;
      successOf(document).required = ['access_token', 'token_type', 'expires_in'];
    },
  },
  {
    id: 'storage-not-described',
    breaks: ['RFC6749-5.1-document-no-store'],
    sentence: 'Nothing is said of Cache-Control.',
    mutate: (document) => {
      delete document.components.responses.Token.headers;
    },
  },
  {
    id: 'storage-allowed',
    breaks: ['RFC6749-5.1-document-no-store'],
    sentence: 'Cache-Control is max-age=3600.',
    mutate: (document) => {
      document.components.responses.Token.headers['Cache-Control'] = {
        required: true,
        schema: { type: 'string', const: 'max-age=3600' },
      };
    },
  },
];

const refusalFaults: readonly DocumentFault[] = [
  {
    id: 'no-refusals',
    breaks: ['RFC6749-5.2-document-error-responses'],
    sentence: 'Only 200 is described.',
    mutate: (document) => {
      operationOf(document).responses = { '200': responsesOf(document)['200'] };
    },
  },
  {
    id: 'no-400',
    breaks: ['RFC6749-5.2-document-error-responses'],
    sentence: 'Refusals are described as 401 and 422 only.',
    mutate: (document) => {
      const { '400': refusal, ...rest } = responsesOf(document);
      operationOf(document).responses = { ...rest, '422': refusal };
    },
  },
  {
    id: 'refusal-as-problem-details',
    breaks: ['RFC6749-5.2-document-json'],
    sentence: 'Refusals are application/problem+json.',
    mutate: (document) => {
      document.components.responses.Refusal.content = { 'application/problem+json': refusalMedia(document) };
    },
  },
  {
    id: 'refusal-as-html',
    breaks: ['RFC6749-5.2-document-json'],
    sentence: 'Refusals are pages.',
    mutate: (document) => {
      document.components.responses.Refusal.content = { 'text/html': { schema: { type: 'string' } } };
    },
  },
  {
    id: 'error-optional',
    breaks: ['RFC6749-5.2-document-error-required'],
    sentence: 'error is not required in a refusal.',
    mutate: (document) => {
      delete errorOf(document).required;
    },
  },
  {
    id: 'error-of-a-framework',
    breaks: ['RFC6749-5.2-document-error-required'],
    sentence: 'Refusals are described in the format of a framework.',
    mutate: (document) => {
      document.components.schemas.Error = {
        type: 'object',
        required: ['timestamp', 'status'],
        properties: {
          timestamp: { type: 'string' },
          status: { type: 'integer' },
          message: { type: 'string' },
        },
      };
    },
  },
  {
    id: 'error-in-list',
    breaks: ['RFC6749-5.2-document-error-required'],
    sentence: 'A refusal has a list of errors.',
    mutate: (document) => {
      document.components.schemas.Error = {
        type: 'object',
        properties: { errors: { type: 'array', items: { type: 'object' } } },
      };
    },
  },
  {
    id: 'error-as-object',
    breaks: ['RFC6749-5.2-document-error-strings'],
    sentence: 'error is an object with a code.',
    mutate: (document) => {
      errorOf(document).properties.error = { type: 'object', properties: { code: { type: 'string' } } };
    },
  },
  {
    id: 'error-as-number',
    breaks: ['RFC6749-5.2-document-error-strings'],
    sentence: 'error is a number.',
    mutate: (document) => {
      errorOf(document).properties.error = { type: 'integer' };
    },
  },
  {
    id: 'error-description-as-list',
    breaks: ['RFC6749-5.2-document-error-strings'],
    sentence: 'error_description is a list.',
    mutate: (document) => {
      errorOf(document).properties.error_description = { type: 'array', items: { type: 'string' } };
    },
  },
  {
    id: 'error-codes-short',
    breaks: ['RFC6749-5.2-document-error-codes'],
    sentence: 'Two of the codes are listed.',
    mutate: (document) => {
      errorOf(document).properties.error.enum = ['invalid_request', 'invalid_grant'];
    },
  },
  {
    id: 'error-codes-in-capitals',
    breaks: ['RFC6749-5.2-document-error-codes'],
    sentence: 'The codes are written in capitals.',
    mutate: (document) => {
      errorOf(document).properties.error.enum = [
        'INVALID_REQUEST',
        'INVALID_CLIENT',
        'INVALID_GRANT',
        'UNAUTHORIZED_CLIENT',
        'UNSUPPORTED_GRANT_TYPE',
        'INVALID_SCOPE',
      ];
    },
  },
  {
    id: 'challenge-not-described',
    breaks: ['RFC6749-5.2-document-challenge'],
    sentence: '401 is described without WWW-Authenticate.',
    mutate: (document) => {
      delete document.components.responses.InvalidClient.headers;
    },
  },
];

const sampleFaults: readonly DocumentFault[] = [
  {
    id: 'example-of-response-invalid',
    breaks: ['CONTRACT-document-examples-valid', 'RFC6749-5-document-examples'],
    sentence: 'The example of a token response has expires_in as text.',
    mutate: (document) => {
      tokenMedia(document).examples.password.value.expires_in = '3600';
    },
  },
  {
    id: 'example-of-form-invalid',
    breaks: ['CONTRACT-document-examples-valid'],
    sentence: 'The example of a login has no password.',
    mutate: (document) => {
      delete contentOf(document)[form].examples.password.value.password;
    },
  },
  {
    id: 'example-of-header-invalid',
    breaks: ['CONTRACT-document-examples-valid'],
    sentence: 'The example of a client address is none.',
    mutate: (document) => {
      document.components.parameters.ClientAddress.example = 'unknown';
    },
  },
  {
    id: 'example-of-member-invalid',
    breaks: ['CONTRACT-document-examples-valid'],
    sentence: 'The example of expires_in is text.',
    mutate: (document) => {
      successOf(document).properties.expires_in.examples = ['3600'];
    },
  },
  {
    id: 'default-invalid',
    breaks: ['CONTRACT-document-examples-valid'],
    sentence: 'The default of scope is not one of its values.',
    mutate: (document) => {
      document.components.schemas.Scope = { type: 'string', enum: ['read', 'write'], default: 'all' };
    },
  },
  {
    id: 'example-of-refusal-foreign',
    breaks: ['RFC6749-5-document-examples'],
    sentence: 'The example of a refusal has a message and no error.',
    mutate: (document) => {
      refusalMedia(document).schema = { type: 'object' };
      refusalMedia(document).examples = { any: { value: { status: 400, message: 'Bad credentials' } } };
    },
  },
  {
    id: 'example-of-response-in-envelope',
    breaks: ['RFC6749-5-document-examples'],
    sentence: 'The example of a token response stands in an envelope, and no schema says so.',
    mutate: (document) => {
      tokenMedia(document).schema = { type: 'object' };
      tokenMedia(document).examples = {
        any: { value: { data: { access_token: 'a', token_type: 'Bearer' } } },
      };
    },
  },
  ...['^([a-zA-Z0-9]+)*$', '^(\\w+\\s?)+$', '^(([a-z])+.)+[A-Z]([a-z])+$'].map(
    (pattern, index): DocumentFault => ({
      id: `pattern-exponential-${index + 1}`,
      breaks: ['CONTRACT-document-patterns'],
      sentence: `username has the pattern ${pattern}, which backtracks without end.`,
      mutate: (document) => {
        passwordOf(document).properties.username.pattern = pattern;
      },
    }),
  ),
  {
    id: 'pattern-exponential-in-response',
    breaks: ['CONTRACT-document-patterns'],
    sentence: 'The pattern of access_token backtracks without end.',
    mutate: (document) => {
      successOf(document).properties.access_token.pattern = '^([\\w-]+\\.?)+$';
    },
  },
];

export const documentFaults: readonly DocumentFault[] = [
  ...addressFaults,
  ...requestFaults,
  ...successFaults,
  ...refusalFaults,
  ...sampleFaults,
];
