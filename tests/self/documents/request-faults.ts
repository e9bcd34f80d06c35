/** Documents that are wrong about what is sent: method, body, parameters, credentials. */
import {
  contentOf,
  type DocumentFault,
  form,
  type Json,
  operationOf,
  passwordOf,
  refreshOf,
} from './document-fault.js';

const addParameter = (document: Json, parameter: Json) =>
  operationOf(document).parameters.push({ schema: { type: 'string' }, ...parameter });

const noPost = /token requests are sent by POST/;

export const requestFaults: readonly DocumentFault[] = [
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
