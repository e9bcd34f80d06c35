/** Small documents for the examples of checks: a sound one, and what differs from it. */
import { ContractError } from '../../contract/document-error.js';
import { SourceFile } from '../../contract/source-file.js';
import { type TokenDocument, tokenDocumentOf } from '../../contract/token-document.js';
import type { Severity } from '../check.js';
import type { DocumentExample } from './document-check.js';

/** JSON as it is written: every part can be changed. */
// biome-ignore lint/suspicious/noExplicitAny: a document that examples break in any way they like
type Json = any;

const errorCodes = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
];

/** What changes most: the schemas of the request, of a token response and of refusals. */
function soundDocument(): Json {
  const error = {
    type: 'object',
    required: ['error'],
    properties: {
      error: { type: 'string', enum: errorCodes },
      error_description: { type: 'string' },
      error_uri: { type: 'string' },
    },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Example', version: '1' },
    servers: [{ url: 'https://server.example' }],
    paths: {
      '/token': {
        post: {
          requestBody: {
            required: true,
            content: {
              'application/x-www-form-urlencoded': {
                schema: {
                  oneOf: [
                    {
                      type: 'object',
                      required: ['grant_type', 'username', 'password', 'client_id', 'client_secret'],
                      properties: {
                        grant_type: { const: 'password' },
                        username: { type: 'string' },
                        password: { type: 'string', format: 'password' },
                        client_id: { type: 'string' },
                        client_secret: { type: 'string', format: 'password' },
                        scope: { type: 'string' },
                      },
                    },
                    {
                      type: 'object',
                      required: ['grant_type', 'refresh_token', 'client_id', 'client_secret'],
                      properties: {
                        grant_type: { const: 'refresh_token' },
                        refresh_token: { type: 'string' },
                        client_id: { type: 'string' },
                        client_secret: { type: 'string', format: 'password' },
                      },
                    },
                  ],
                },
              },
            },
          },
          responses: {
            '200': {
              description: 'A token',
              headers: { 'Cache-Control': { schema: { const: 'no-store' } } },
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    required: ['access_token', 'token_type'],
                    properties: {
                      access_token: { type: 'string' },
                      token_type: { type: 'string' },
                      expires_in: { type: 'integer' },
                      refresh_token: { type: 'string' },
                      scope: { type: 'string' },
                    },
                  },
                },
              },
            },
            '400': { description: 'A refusal', content: { 'application/json': { schema: error } } },
            '401': {
              description: 'A refusal of the client',
              headers: { 'WWW-Authenticate': { schema: { type: 'string' } } },
              content: { 'application/json': { schema: error } },
            },
          },
        },
      },
    },
  };
}

/** The parts of the sound document that are changed most often. */
export interface Parts {
  readonly document: Json;
  readonly operation: Json;
  /** The schemas of the form: of the password grant, and of the refresh grant. */
  readonly password: Json;
  readonly refresh: Json;
  /** The Response Objects, by status. */
  readonly responses: Json;
  /** The schema of a token response. */
  readonly success: Json;
  /** The schema of refusals, the same for 400 and 401. */
  readonly error: Json;
}

/** The parts of a document in the form of the sound one, to be changed in place. */
function partsOf(document: Json): Parts {
  const operation = document.paths['/token'].post;
  const { responses } = operation;
  const [password, refresh] = operation.requestBody.content['application/x-www-form-urlencoded'].schema.oneOf;
  return {
    document,
    operation,
    password,
    refresh,
    responses,
    success: responses['200'].content['application/json'].schema,
    error: responses['400'].content['application/json'].schema,
  };
}

/** The sound document with a change. */
function changedDocument(change: (parts: Parts) => void): Json {
  const document = soundDocument();
  change(partsOf(document));
  return document;
}

/** A document given as a value: there is no file of it. */
function tokenDocumentFrom(document: Json): TokenDocument {
  const bytes = Buffer.from(JSON.stringify(document, undefined, 2));
  const name = 'example.openapi.json';
  const source = SourceFile.of(bytes, name, name, ContractError);
  return tokenDocumentOf(source, source.value, new Map());
}

/** An example in one line: what differs from the sound document. */
export function documentExample(
  name: string,
  change: (parts: Parts) => void = () => {},
  severity?: Severity,
): DocumentExample {
  let made: TokenDocument | undefined;
  return {
    name,
    // Made when it is asked for: a run loads all checks and needs no example.
    get document() {
      made ??= tokenDocumentFrom(changedDocument(change));
      return made;
    },
    ...(severity ? { severity } : {}),
  };
}
