/** What is understood of each document of `dialects/`. A new document gets its row here, and one in docs/dialects.md. */

interface Understood {
  readonly endpoint: string;
  /** A part of what is told. */
  readonly evidence?: string;
  /** By grant: its parameters, those that are not required with a question mark. */
  readonly grants: Readonly<Record<string, string>>;
  /** Default: the form. */
  readonly sent?: string;
  /** Parameters that are sent beside the body. */
  readonly elsewhere?: Readonly<Record<string, 'query' | 'header'>>;
  /** How parameters are sent that the document names in its own way. */
  readonly names?: Readonly<Record<string, readonly string[]>>;
  readonly types?: Readonly<Record<string, string>>;
  /** Header, query and path parameters. */
  readonly beside?: string;
  readonly clients: string;
  /** Parts of the sentences, all of them and in order. */
  readonly assumed?: readonly string[];
  /** Members of the token response, where its schema is described. */
  readonly answer?: string;
}

export const understood: Readonly<Record<string, Understood>> = {
  'swagger-form': {
    endpoint: 'POST /oauth/token',
    evidence: 'an OAuth 2.0 flow names it as tokenUrl',
    grants: {
      client_credentials: 'grant_type scope?',
      refresh_token: 'grant_type refresh_token scope?',
    },
    beside: 'header X-Realm',
    clients: 'client_secret_basic',
    answer: 'access_token token_type expires_in',
  },
  'swagger-body.json': {
    endpoint: 'POST /auth/o2/token',
    grants: { refresh_token: 'grant_type refresh_token client_id client_secret' },
    sent: 'application/json',
    clients: 'client_secret_post',
    assumed: ['grant_type is refresh_token: grant_type has it as example or default'],
    answer: 'access_token',
  },
  'swagger-sparse': {
    endpoint: 'POST /token',
    grants: { client_credentials: 'grant_type' },
    clients: 'client_secret_basic',
    assumed: ['grant_type is client_credentials: the description of the operation names it'],
  },
  'query-grant': {
    endpoint: 'POST /fineract/api/oauth/token',
    grants: { password: 'username password client_id client_secret grant_type' },
    elsewhere: {
      username: 'query',
      password: 'query',
      client_id: 'query',
      client_secret: 'query',
      grant_type: 'query',
    },
    beside: 'query tenantIdentifier',
    clients: 'client_secret_post',
    assumed: ['the request has no body', 'grant_type is password'],
    answer: 'access_token',
  },
  'query-and-form': {
    endpoint: 'POST /oauth/token',
    grants: { account_credentials: 'grant_type scope?' },
    elsewhere: { grant_type: 'query' },
    beside: 'query account_id',
    clients: 'client_secret_basic',
  },
  'query-in-path': {
    endpoint: 'POST /oauth/client_credential/accesstoken?grant_type=client_credentials&version=2',
    grants: { client_credentials: 'grant_type client_id? client_secret?' },
    elsewhere: { grant_type: 'query' },
    beside: 'query version',
    clients: 'client_secret_post',
  },
  'json-body': {
    endpoint: 'POST /v2/oauth/token',
    grants: { password: 'grant_type username password lifetime remember scope? device?' },
    sent: 'application/json',
    types: { lifetime: 'number', remember: 'boolean', scope: 'list', device: 'value' },
    clients: 'none',
    answer: 'access_token',
  },
  'vendor-media-type': {
    endpoint: 'POST /oauth/token',
    grants: { client_credentials: 'grant_type client_id? client_secret?' },
    sent: 'application/vnd.api+json',
    clients: 'client_secret_post',
    answer: 'access_token',
  },
  multipart: {
    endpoint: 'POST /token',
    grants: { client_credentials: 'grant_type client_id? client_secret?' },
    sent: 'multipart/form-data',
    clients: 'client_secret_post',
    assumed: ['grant_type is client_credentials'],
  },
  'form-and-json': {
    endpoint: 'POST /oauth/token',
    grants: {
      client_credentials: 'grant_type',
      'urn:ietf:params:oauth:grant-type:jwt-bearer': 'grant_type assertion',
    },
    clients: 'client_secret_basic',
    assumed: ['clients authenticate by HTTP Basic'],
  },
  'example-only': {
    endpoint: 'POST /oauth2/token',
    evidence: 'its response has access_token',
    grants: {
      password: 'grant_type username password client_id?',
      refresh_token: 'grant_type refresh_token client_id?',
    },
    clients: 'none',
    assumed: [
      'the parameters are those of the examples',
      'grant_type is password',
      'username, password is required by the standard',
      'grant_type is refresh_token',
      'refresh_token is required by the standard',
    ],
  },
  'prose-only': {
    endpoint: 'POST /oauth2/token',
    grants: {
      authorization_code: 'grant_type code redirect_uri?',
      refresh_token: 'grant_type refresh_token',
    },
    clients: 'client_secret_basic',
    assumed: [
      'grant_type is authorization_code or refresh_token: the description of grant_type names it',
      'clients authenticate by HTTP Basic',
    ],
    answer: 'access_token',
  },
  'no-body': {
    endpoint: 'POST /connect/token',
    evidence: 'an OAuth 2.0 flow names it as tokenUrl',
    grants: { client_credentials: 'grant_type', password: 'grant_type username password' },
    clients: 'client_secret_basic',
    assumed: [
      'no body is described',
      'the parameters are those of RFC 6749',
      'the OAuth 2.0 flows of the document name it',
      'client_credentials: grant_type of the standard is sent',
      'password: grant_type, username, password of the standard is sent',
      'clients authenticate by HTTP Basic',
    ],
  },
  'content-type-header': {
    endpoint: 'POST /oauth/token',
    grants: { client_credentials: 'grant_type' },
    sent: 'application/json',
    clients: 'client_secret_basic',
    assumed: [
      'the parameters are those of RFC 6749',
      'the description of the operation names it',
      'grant_type of the standard is sent',
    ],
  },
  discriminator: {
    endpoint: 'POST /token',
    grants: {
      password: 'grant_type client_id username password',
      refresh_token: 'grant_type client_id refresh_token',
      client_credentials: 'grant_type client_id client_secret?',
    },
    clients: 'client_secret_post',
  },
  'discriminator-inherited': {
    endpoint: 'POST /token',
    grants: {
      password: 'grant_type client_id? username password',
      client_credentials: 'grant_type client_id? client_secret?',
    },
    clients: 'client_secret_post',
    assumed: ['username, password is required by the standard'],
  },
  'discriminator-shared-list': {
    endpoint: 'POST /token',
    grants: {
      password: 'client_id grant_type username password',
      refresh_token: 'client_id grant_type refresh_token',
    },
    clients: 'none',
  },
  'members-as-alternatives': {
    endpoint: 'POST /oauth2/token',
    grants: {
      authorization_code: 'grant_type code client_id',
      refresh_token: 'grant_type refresh_token client_id',
    },
    sent: 'application/json',
    clients: 'none',
  },
  'get-only': {
    endpoint: 'GET /oauth/token',
    evidence: 'it takes grant_type',
    grants: { client_credentials: 'grant_type client_id client_secret' },
    elsewhere: { grant_type: 'query', client_id: 'query', client_secret: 'query' },
    beside: 'query realm?',
    clients: 'client_secret_post',
    assumed: ['token requests are sent by GET, as described', 'the request has no body'],
    answer: 'access_token',
  },
  'misspelt-form': {
    endpoint: 'POST /oauth/token',
    grants: { client_credentials: 'grant_type client_id client_secret' },
    clients: 'client_secret_post',
    assumed: ['the request is a form, as by RFC 6749'],
  },
  'header-says-form': {
    endpoint: 'POST /oauth/token',
    grants: { client_credentials: 'grant_type client_id client_secret' },
    clients: 'client_secret_post',
    assumed: ['the request is a form, as by RFC 6749', 'grant_type is client_credentials'],
  },
  'camel-case': {
    endpoint: 'POST /v1/token',
    grants: {
      client_credentials: 'grant_type client_id client_secret scope? deviceName?',
      refresh_token: 'grant_type client_id client_secret refresh_token scope? deviceName?',
    },
    sent: 'application/json',
    names: {
      grant_type: ['grantType'],
      client_id: ['clientId'],
      client_secret: ['clientSecret'],
      refresh_token: ['refreshToken'],
    },
    types: { scope: 'list' },
    clients: 'client_secret_post',
    assumed: ['grantType, clientId, clientSecret, refreshToken stand for'],
    answer: 'accessToken',
  },
  envelope: {
    endpoint: 'POST /oauth/token',
    grants: {
      client_credentials: 'type grant_type client_id client_secret?',
      refresh_token: 'type grant_type client_id client_secret? refresh_token',
    },
    sent: 'application/vnd.api+json',
    names: {
      type: ['data', 'type'],
      grant_type: ['data', 'attributes', 'grant_type'],
      client_id: ['data', 'attributes', 'client_id'],
      client_secret: ['data', 'attributes', 'client_secret'],
      refresh_token: ['data', 'attributes', 'refresh_token'],
    },
    clients: 'client_secret_post',
    assumed: ['data.type, data.attributes.grant_type'],
  },
  'own-login': {
    endpoint: 'POST /auth/token',
    evidence: 'its response has access_token',
    grants: { password: 'grant_type email password' },
    sent: 'application/json',
    clients: 'none',
    assumed: ['grant_type is password: its parameters are described', 'grant_type of the standard is sent'],
  },
  'demanded-redirect': {
    endpoint: 'POST /oauth/token',
    grants: {
      authorization_code: 'grant_type code code_verifier? redirect_uri',
      refresh_token: 'grant_type refresh_token redirect_uri',
    },
    clients: 'client_secret_basic',
    assumed: ['clients authenticate by HTTP Basic'],
  },
  'any-of-enum': {
    endpoint: 'POST /login/access-token',
    grants: { password: 'grant_type username password scope? client_id? client_secret?' },
    clients: 'client_secret_post',
    answer: 'access_token token_type',
  },
  fragments: {
    endpoint: 'POST /oauth/token#password',
    grants: { password: 'grant_type username password', refresh_token: 'grant_type refresh_token' },
    clients: 'none',
    assumed: [
      'grant_type is password: the fragment of the path names it',
      'grant_type is refresh_token: the fragment of the path names it',
    ],
  },
  template: {
    endpoint: 'POST /{tenant}/oauth2/v2.0/token',
    grants: { client_credentials: 'grant_type client_id? client_secret? scope?' },
    beside: 'path tenant',
    clients: 'client_secret_post',
  },
  'one-is-deprecated': {
    endpoint: 'POST /v2/oauth/tokens',
    grants: { client_credentials: 'grant_type client_id? client_secret?' },
    clients: 'client_secret_post',
  },
  'api-key': {
    endpoint: 'POST /oauth/token',
    grants: { client_credentials: 'grant_type' },
    beside: 'header Ocp-Apim-Subscription-Key',
    clients: 'client_secret_basic',
  },
  'bearer-by-accident': {
    endpoint: 'POST /api/token',
    evidence: 'its response has access_token',
    grants: { password: 'grant_type username password' },
    sent: 'application/json',
    clients: 'none',
    assumed: [
      'grant_type is password: its parameters are described',
      'grant_type of the standard is sent',
      'username, password is required by the standard',
    ],
    answer: 'access_token',
  },
  'client-in-headers': {
    endpoint: 'POST /oauth/token',
    grants: { client_credentials: 'client_id client_secret grant_type' },
    elsewhere: { client_id: 'header', client_secret: 'header' },
    beside: 'header X-Request-ID?',
    clients: 'client_secret_post',
    assumed: ['grant_type is client_credentials'],
  },
  'no-grant-type': {
    endpoint: 'POST /oauth/access_token',
    evidence: 'its response has access_token',
    grants: { client_credentials: 'grant_type client_id client_secret' },
    sent: 'application/json',
    clients: 'client_secret_post',
    assumed: ['the credentials of a client are all that it takes', 'grant_type of the standard is sent'],
    answer: 'access_token',
  },
  newest: {
    endpoint: 'POST /oauth/token',
    grants: {
      'urn:ietf:params:oauth:grant-type:token-exchange': 'grant_type subject_token subject_token_type',
    },
    clients: 'none',
    assumed: ['subject_token, subject_token_type is required by the standard'],
  },
  'prose-basic': {
    endpoint: 'POST /oauth',
    evidence: 'its name speaks of tokens',
    grants: { password: 'grant_type username password' },
    clients: 'client_secret_basic',
  },
  'slips.yaml': {
    endpoint: 'POST /token',
    grants: { password: 'grant_type username password' },
    beside: 'header X-Realm?',
    clients: 'none',
    assumed: [
      'username, password is required by the standard',
      'the parameter has no type, against OpenAPI',
      'the response has no description, against OpenAPI',
      'the range of statuses is written in small letters',
    ],
  },
  'slips-of-swagger': {
    endpoint: 'POST /token',
    grants: { password: 'grant_type username password' },
    beside: 'header X-Realm',
    clients: 'none',
    assumed: [
      'the body is described by parameters, as in Swagger 2.0',
      'the parameter has its type beside the schema',
      'the parameter has its type beside the schema',
      'consumes is of Swagger 2.0',
      'produces is of Swagger 2.0',
    ],
  },
  'slips-of-body': {
    endpoint: 'POST /token',
    grants: { client_credentials: 'grant_type client_id?' },
    sent: 'application/json',
    clients: 'none',
    assumed: ['the body is described by parameters, as in Swagger 2.0'],
  },
  'slips-of-outline': {
    endpoint: 'POST {realm}/token',
    grants: { client_credentials: 'grant_type' },
    beside: 'path realm',
    clients: 'client_secret_basic',
    assumed: [
      'tags is left empty',
      'description is left empty',
      'the document has no title',
      'the document has no version',
      'the version of OpenAPI has two parts',
      'the server has no url',
      'the variable of the server has no default',
      'the path does not begin with a slash',
      'the part of the path is not required',
      'security is no list of objects',
      'the request body has a schema and no media type',
      'audience is not known to OpenAPI here; it is ignored',
    ],
  },
  'encoded-values': {
    endpoint: 'POST /token',
    grants: {
      'urn:ietf:params:oauth:grant-type:jwt-bearer':
        'grant_type assertion client_assertion? client_assertion_type?',
    },
    clients: 'private_key_jwt,client_secret_jwt',
    assumed: [
      'a value is read without its percent-encoding in the schema of the parameter grant_type',
      'a value is read without its percent-encoding in the schema of the parameter client_assertion_type',
    ],
  },
  'slips-of-schemas': {
    endpoint: 'POST /token',
    grants: { client_credentials: 'grant_type client_id lifetime? scope?' },
    types: { lifetime: 'number' },
    clients: 'none',
    assumed: [
      'type String is read as string in the schema of the parameter grant_type',
      'the pattern is read without its slashes in the schema of the parameter client_id',
      'type int is read as integer in the schema of the parameter lifetime',
      'type String is read as string in the schema of the response 200',
      'type date is read as string in the schema of the response 200',
      'type any is read as any in the schema of the response 200',
    ],
    answer: 'access_token expires_at extra',
  },
  'broken-references': {
    endpoint: 'POST /token',
    grants: { client_credentials: 'grant_type client_id?' },
    clients: 'none',
    assumed: [1, 2, 3, 4].map(() => 'it is not read, because a reference leads nowhere'),
  },
  'grant-alone.json': {
    endpoint: 'POST /token',
    grants: { client_credentials: 'grant_type scope?' },
    clients: 'client_secret_basic',
    assumed: [
      'grant_type is client_credentials: what is described does for no other grant',
      'clients authenticate by HTTP Basic',
      'basePath does not begin with a slash',
    ],
  },
  'prose-of-document': {
    endpoint: 'POST /oauth/token',
    grants: { authorization_code: 'grant_type code' },
    clients: 'client_secret_basic',
    assumed: [
      'no body is described',
      'the token response is that of RFC 6749',
      'the parameters are those of RFC 6749',
      'grant_type is authorization_code: the description of the document names it',
      'grant_type, code of the standard is sent',
      'clients authenticate by HTTP Basic',
      'the operation has no responses',
    ],
  },
  'tree/openapi.yaml': {
    endpoint: 'POST /oauth/token',
    grants: { client_credentials: 'grant_type client_id client_secret' },
    clients: 'client_secret_post',
    answer: 'access_token token_type parent',
  },
};
