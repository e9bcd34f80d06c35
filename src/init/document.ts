/** The starting OpenAPI document of a server. */
import { stringify } from 'yaml';
import { ownOptionalParameters, ownParameters } from '../contract/oauth-parameters.js';
import { printable } from '../http/printable.js';
import type { Draft } from './draft.js';
import type { Note } from './server-facts.js';

type Value = Record<string, unknown>;

const text: Value = { type: 'string' };
const secret: Value = { type: 'string', format: 'password' };
const secretParameters = ['password', 'client_secret', 'refresh_token', 'code', 'code_verifier', 'assertion'];

const titles: Readonly<Record<string, string>> = {
  password: 'Resource owner password credentials grant (RFC 6749 section 4.3)',
  refresh_token: 'Refreshing an access token (RFC 6749 section 6)',
  client_credentials: 'Client credentials grant (RFC 6749 section 4.4)',
  authorization_code: 'Authorization code grant (RFC 6749 section 4.1)',
};

function formOf(grant: string, { clientAuthentication, clientNamed, scope }: Draft): Value {
  const inBody = clientAuthentication.some((method) => method !== 'client_secret_basic');
  const bodyOnly = inBody && !clientAuthentication.includes('client_secret_basic');
  const isPublic = clientAuthentication.every((method) => method === 'none');
  const own = Object.hasOwn(ownParameters, grant) ? (ownParameters[grant] ?? []) : [];
  const optional = Object.hasOwn(ownOptionalParameters, grant) ? (ownOptionalParameters[grant] ?? []) : [];
  const client = !inBody || !clientNamed ? [] : isPublic ? ['client_id'] : ['client_id', 'client_secret'];
  const required = [
    'grant_type',
    ...own,
    ...(bodyOnly
      ? client.filter((name) => name === 'client_id' || !clientAuthentication.includes('none'))
      : []),
    ...(scope?.required.includes(grant) ? ['scope'] : []),
  ];
  const described = (name: string): Value => (secretParameters.includes(name) ? secret : text);
  return {
    title: Object.hasOwn(titles, grant) ? titles[grant] : grant,
    type: 'object',
    required,
    properties: {
      grant_type: { const: grant },
      ...Object.fromEntries([...own, ...optional, ...client].map((name) => [name, { ...described(name) }])),
      ...(scope
        ? { scope: { type: 'string', ...(scope.example === undefined ? {} : { examples: [scope.example] }) } }
        : {}),
    },
  };
}

/** Path below the base URL, or the absolute URL of another server. URLs with a query cannot be declared. */
function locationOf(url: string | undefined, origin: string): string | undefined {
  if (url === undefined || url.includes('?')) return undefined;
  return new URL(url).origin === origin ? new URL(url).pathname : url;
}

function extensionOf({ facts, clientAuthentication, resourceUrl }: Draft, origin: string): Value {
  const metadata = locationOf(facts.metadataUrl, origin);
  const companions = Object.fromEntries(
    (
      [
        ['revocation', 'POST', facts.revocationUrl],
        ['introspection', 'POST', facts.introspectionUrl],
        ['resource', 'GET', resourceUrl],
      ] as const
    ).flatMap(([name, method, url]) => {
      const path = locationOf(url, origin);
      return path === undefined ? [] : [[name, { method, path }]];
    }),
  );
  const isDeclarable = facts.issuer !== undefined && /^https?:\/\/[^\s?#]+$/.test(facts.issuer);
  return {
    clientAuthentication: [...clientAuthentication],
    ...(isDeclarable ? { issuer: facts.issuer } : {}),
    ...(metadata === undefined ? {} : { metadata }),
    ...(Object.keys(companions).length > 0 ? { companions } : {}),
  };
}

const refusal = (description: string, headers: Value = {}): Value => ({
  description,
  ...headers,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
});

const responses: Value = {
  '200': {
    description: 'An access token was issued (RFC 6749 section 5.1).',
    headers: { 'Cache-Control': { schema: { type: 'string' } }, Pragma: { schema: { type: 'string' } } },
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Token' } } },
  },
  '400': refusal('The request was refused (RFC 6749 section 5.2).'),
  '401': refusal('Client authentication failed (RFC 6749 section 5.2).', {
    headers: { 'WWW-Authenticate': { schema: { type: 'string' } } },
  }),
  '4XX': { description: 'Refused before OAuth had a say, such as 405, 415 or 429.' },
  '5XX': { description: 'The server is at fault, overloaded or under maintenance.' },
};

const responseSchemas = ({ grants }: Draft): Value => ({
  Token: {
    type: 'object',
    required: ['access_token', 'token_type'],
    properties: {
      access_token: { type: 'string' },
      token_type: { type: 'string' },
      expires_in: { type: 'integer' },
      // RFC 6749 section 6: of no use without the grant that takes it.
      ...(grants.includes('refresh_token') ? { refresh_token: { type: 'string' } } : {}),
      scope: { type: 'string' },
    },
  },
  Error: {
    type: 'object',
    required: ['error'],
    properties: { error: { type: 'string' }, error_description: { type: 'string' } },
  },
});

/** Query parameters of the URL of the token endpoint, which belong to every request. */
function queryOf(url: URL): Value[] {
  return [...url.searchParams].map(([name, value]) => ({
    name,
    in: 'query',
    required: true,
    'x-enforced': 'unknown',
    description: 'It is part of the URL of the token endpoint.',
    schema: { type: 'string' },
    example: value,
  }));
}

const schemaNames: Readonly<Record<string, string>> = {
  password: 'PasswordGrant',
  refresh_token: 'RefreshTokenGrant',
  client_credentials: 'ClientCredentialsGrant',
};

function securityOf({ facts, clientAuthentication, grants }: Draft): {
  schemes: Value;
  requirements: Value[];
} {
  const basic = clientAuthentication.includes('client_secret_basic');
  const flows = Object.fromEntries(
    (
      [
        ['password', 'password'],
        ['client_credentials', 'clientCredentials'],
      ] as const
    ).flatMap(([grant, flow]) =>
      grants.includes(grant)
        ? [
            [
              flow,
              { tokenUrl: facts.tokenUrl, scopes: Object.fromEntries(facts.scopes.map((one) => [one, one])) },
            ],
          ]
        : [],
    ),
  );
  return {
    schemes: {
      ...(basic
        ? { client: { type: 'http', scheme: 'basic', description: 'The credentials of the client.' } }
        : {}),
      ...(Object.keys(flows).length > 0 && facts.scopes.length > 0
        ? { token: { type: 'oauth2', description: 'What this endpoint issues.', flows } }
        : {}),
    },
    requirements: basic ? [{ client: [] }, ...(clientAuthentication.length > 1 ? [{}] : [])] : [],
  };
}

const kinds: readonly (readonly [Note['kind'], string])[] = [
  ['found', 'Found out'],
  ['assumed', 'Assumed: correct what is not so'],
  ['open', 'Left for you to decide'],
];

/** The notes as lines, by kind. What a server said is made harmless. */
export function noteLines(notes: readonly Note[]): string[] {
  return kinds.flatMap(([kind, heading]) => {
    const some = notes.filter((note) => note.kind === kind);
    return some.length === 0 ? [] : [`${heading}:`, ...some.map((note) => `- ${printable(note.text)}`)];
  });
}

/** @returns YAML, OpenAPI 3.1 */
export function documentOf(draft: Draft): string {
  const { facts, grants, notes } = draft;
  const url = new URL(facts.tokenUrl);
  const names = grants.map((grant, index) => schemaNames[grant] ?? `Grant${index + 1}`);
  const reference = (name: string): string => `#/components/schemas/${name}`;
  const { schemes, requirements } = securityOf(draft);
  const query = queryOf(url);
  const forms = Object.fromEntries(grants.map((grant, index) => [names[index], formOf(grant, draft)]));
  const document = {
    openapi: '3.1.0',
    info: { title: `Token endpoint of ${url.host}`, version: '1' },
    servers: [{ url: url.origin }],
    paths: {
      [url.pathname]: {
        post: {
          operationId: 'requestToken',
          summary: 'Request an access token',
          'x-token-endpoint': extensionOf(draft, url.origin),
          ...(requirements.length > 0 ? { security: requirements } : {}),
          ...(query.length > 0 ? { parameters: query } : {}),
          requestBody: {
            required: true,
            content: {
              'application/x-www-form-urlencoded': {
                schema: {
                  oneOf: names.map((name) => ({ $ref: reference(name) })),
                  discriminator: {
                    propertyName: 'grant_type',
                    mapping: Object.fromEntries(
                      grants.map((grant, index) => [grant, reference(names[index] ?? '')]),
                    ),
                  },
                },
              },
            },
          },
          responses,
        },
      },
    },
    components: {
      schemas: { ...forms, ...responseSchemas(draft) },
      ...(Object.keys(schemes).length > 0 ? { securitySchemes: schemes } : {}),
    },
  };
  const remarks = [
    'A starting point, written by token-conformance init: read it, and correct it.',
    '',
    ...noteLines(notes),
  ];
  return `${remarks.map((line) => `# ${line}`.trimEnd()).join('\n')}\n${stringify(document, { aliasDuplicateObjects: false, lineWidth: 110 })}`;
}
