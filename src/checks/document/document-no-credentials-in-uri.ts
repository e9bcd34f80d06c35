import { isSecret } from '../../contract/parameter.js';
import type { TokenDocument } from '../../contract/token-document.js';
import { quoted } from '../quoting.js';
import { publishedAddresses } from './addresses.js';
import type { DocumentCheck, Finding } from './document-check.js';
import { documentExample } from './examples.js';
import { nameOf, parametersIn } from './places.js';

const expected = 'credentials in the request body, or in the Authorization header';

/** Not secret, but half of a pair of credentials. */
const halves = new Set(['client_id', 'username']);

function inParameters(document: TokenDocument): Finding[] {
  return parametersIn(document, 'query', 'path').flatMap((at): Finding[] => {
    const name = nameOf(at);
    const schema = at.get('schema');
    const actual = `the ${at.get('in')?.value} parameter ${quoted(name)}`;
    if (isSecret(name, schema?.isObject ? schema : undefined)) return [{ at: at.pointer, expected, actual }];
    return halves.has(name) ? [{ at: at.pointer, expected, actual, severity: 'warn' }] : [];
  });
}

/** Security schemes of the operation that put a secret into the query. */
function inSchemes({ root, operation }: TokenDocument): Finding[] {
  const required = operation.at.get('security') ?? root.get('security');
  const names = (required?.items() ?? []).flatMap((one) => one.entries().map(([name]) => name));
  return names.flatMap((name) => {
    const scheme = root.at('components', 'securitySchemes', name);
    const inQuery = scheme?.get('type')?.value === 'apiKey' && scheme.get('in')?.value === 'query';
    return scheme && inQuery && isSecret(String(scheme.get('name')?.value), undefined)
      ? [{ at: scheme.pointer, expected, actual: 'a key in the query' }]
      : [];
  });
}

/** The parameters "can only be transmitted in the request-body and MUST NOT be included in the request URI". */
export const documentNoCredentialsInUri: DocumentCheck = {
  id: 'document-no-credentials-in-uri',
  title: 'The document puts no credential and no token into the URI of a token request.',
  requirements: ['RFC6749-2.3.1-document-no-credentials-in-uri'],
  part: 'request',
  judge: (document) => [
    ...inParameters(document),
    ...inSchemes(document),
    ...publishedAddresses(document).flatMap(({ at, address }) =>
      /^[a-z]+:\/\/[^/]*:[^/]*@/i.test(address)
        ? [{ at: at.pointer, expected, actual: 'a user name and a password in the address' }]
        : [],
    ),
  ],
  examples: {
    conforming: [
      documentExample('in the body'),
      documentExample('something else in the query', ({ operation }) => {
        operation.parameters = [{ name: 'realm', in: 'query', schema: { type: 'string' } }];
      }),
      documentExample('a secret in a header', ({ operation }) => {
        operation.parameters = [{ name: 'X-API-Key', in: 'header', schema: { type: 'string' } }];
      }),
    ],
    violating: [
      ...['client_secret', 'password', 'refresh_token', 'clientSecret'].map((name) =>
        documentExample(`${name} in the query`, ({ operation }) => {
          operation.parameters = [{ name, in: 'query', schema: { type: 'string' } }];
        }),
      ),
      documentExample('a parameter of the path item', ({ document }) => {
        document.paths['/token'].parameters = [{ name: 'password', in: 'query', schema: {} }];
      }),
      documentExample('a key of a security scheme', ({ document, operation }) => {
        operation.security = [{ key: [] }];
        document.components = {
          securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'client_secret' } },
        };
      }),
      documentExample('in the address of the server', ({ document }) => {
        document.servers = [{ url: 'https://api:secret@server.example' }];
      }),
      documentExample(
        'client_id in the query',
        ({ operation }) => {
          operation.parameters = [{ name: 'client_id', in: 'query', schema: { type: 'string' } }];
        },
        'warn',
      ),
    ],
  },
};
