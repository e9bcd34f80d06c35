import type { Cursor } from '../../contract/cursor.js';
import type { TokenDocument } from '../../contract/token-document.js';
import { isLoopback } from '../addresses.js';
import { quoted } from '../quoting.js';
import { publishedAddresses } from './addresses.js';
import type { DocumentCheck } from './document-check.js';
import { documentExample } from './examples.js';

/** Address templates name the scheme by a variable: what it may be is listed there. */
function offersHttp({ root }: TokenDocument): Cursor[] {
  return (root.get('servers')?.items() ?? []).flatMap((server) => {
    const scheme = /^\{([^{}]+)\}:/.exec(String(server.get('url')?.value))?.[1];
    const listed = scheme === undefined ? undefined : server.at('variables', scheme, 'enum');
    return Array.isArray(listed?.value)
      ? listed.items().filter(({ value }) => String(value).toLowerCase() === 'http')
      : [];
  });
}

/** "the authorization server MUST require the use of TLS" (RFC 6749 section 3.2). */
export const documentServersHttps: DocumentCheck = {
  id: 'document-servers-https',
  title: 'Every address that the document publishes for the token endpoint is an https URL.',
  requirements: ['RFC6749-3.2-https-uri'],
  part: 'addresses',
  judge: (document) => [
    ...publishedAddresses(document).flatMap(({ at, address }) =>
      /^http:/i.test(address) && !isLoopback(address)
        ? [{ at: at.pointer, expected: 'an https URL', actual: quoted(address) }]
        : [],
    ),
    ...offersHttp(document).map((at) => ({
      at: at.pointer,
      expected: 'https as the only scheme',
      actual: 'the address may also be http',
      severity: 'warn' as const,
    })),
  ],
  examples: {
    conforming: [
      documentExample('https'),
      documentExample('this machine, for developers', ({ document }) => {
        document.servers.push({ url: 'http://localhost:8080' }, { url: 'http://127.0.0.1/' });
      }),
      documentExample('relative to where the document is published', ({ document }) => {
        document.servers = [{ url: '/api/v1' }];
      }),
    ],
    violating: [
      documentExample('a second server by http', ({ document }) => {
        document.servers.push({ url: 'http://sandbox.server.example' });
      }),
      documentExample('a server of the operation', ({ operation }) => {
        operation.servers = [{ url: 'HTTP://server.example' }];
      }),
      documentExample('http as the default scheme', ({ document }) => {
        document.servers = [{ url: '{scheme}://server.example', variables: { scheme: { default: 'http' } } }];
      }),
      documentExample(
        'http as a choice',
        ({ document }) => {
          document.servers = [
            {
              url: '{scheme}://server.example',
              variables: { scheme: { default: 'https', enum: ['https', 'http'] } },
            },
          ];
        },
        'warn',
      ),
      documentExample('the tokenUrl of a security scheme', ({ document }) => {
        const flows = { password: { tokenUrl: 'http://server.example/token', scopes: {} } };
        document.components = { securitySchemes: { oauth: { type: 'oauth2', flows } } };
      }),
    ],
  },
};
