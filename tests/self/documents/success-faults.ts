/** Documents that are wrong about the response with a token. */
import {
  contentOf,
  type DocumentFault,
  errorOf,
  form,
  operationOf,
  responsesOf,
  successOf,
  tokenMedia,
} from './document-fault.js';

export const successFaults: readonly DocumentFault[] = [
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
