/** A small OpenAPI document of a token endpoint, as somebody would write it for a server with restrictions. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/settings/package-root.js';

export interface Described {
  readonly grants: Readonly<Record<string, readonly string[]>>;
  readonly methods?: readonly string[];
  readonly path?: string;
  /** Form parameters that are required of every grant besides its own. */
  readonly required?: readonly string[];
  /** Schemas of form parameters that are more than text. */
  readonly schemas?: Readonly<Record<string, object>>;
  readonly declared?: object;
}

const header = (name: string, example: string) => ({
  name,
  in: 'header',
  required: true,
  schema: { type: 'string', pattern: '\\S' },
  example,
});

const secrets = ['password', 'client_secret', 'refresh_token', 'client_assertion', 'code', 'assertion'];

function documentOf({
  grants,
  methods = ['client_secret_post'],
  path = '/oauth/token',
  required = [],
  schemas = {},
  declared = {},
}: Described): object {
  const client = methods.includes('client_secret_post') ? ['client_id', 'client_secret'] : ['client_id'];
  const insists = methods.length === 1 && methods[0] !== 'client_secret_basic';
  const variants = Object.entries(grants).map(([type, own]) => ({
    type: 'object',
    required: ['grant_type', ...own, ...required, ...(insists ? client : [])],
    properties: {
      grant_type: { type: 'string', const: type },
      ...Object.fromEntries(
        [...own, ...client, 'scope'].map((name) => [
          name,
          { type: 'string', ...(secrets.includes(name) ? { format: 'password' } : {}), ...schemas[name] },
        ]),
      ),
    },
  }));
  const refusal = {
    description: 'Refused.',
    content: {
      'application/json': { schema: { type: 'object', properties: { error: { type: 'string' } } } },
    },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'A server with restrictions', version: '1' },
    servers: [{ url: 'https://restricted.example' }],
    paths: {
      [path]: {
        post: {
          operationId: 'token',
          'x-token-endpoint': { clientAuthentication: methods, ...declared },
          parameters: [
            header('tenantId', 'z01j3e71zd6zkq908vyf5861a8'),
            header('X-Forwarded-For', '222.12.211.12'),
            header('X-Device-Fingerprint', '09BD47A5'),
          ],
          requestBody: {
            required: true,
            content: { 'application/x-www-form-urlencoded': { schema: { oneOf: variants } } },
          },
          responses: {
            200: {
              description: 'Tokens.',
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    required: ['access_token', 'token_type'],
                    properties: { access_token: { type: 'string' }, token_type: { type: 'string' } },
                  },
                },
              },
            },
            '4XX': refusal,
            503: { description: 'Overloaded.' },
          },
        },
      },
    },
  };
}

/** Writes it as a file, for as long as `use` needs it. */
export async function withDocument<Result>(
  described: Described,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  mkdirSync(join(packageRoot, 'reports'), { recursive: true });
  const folder = mkdtempSync(join(packageRoot, 'reports', 'restricted-'));
  try {
    const file = join(folder, 'token.openapi.json');
    writeFileSync(file, JSON.stringify(documentOf(described)));
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
