import { quoted } from '../quoting.js';
import { publishedAddresses } from './addresses.js';
import type { DocumentCheck } from './document-check.js';
import { documentExample } from './examples.js';

export const documentUriNoFragment: DocumentCheck = {
  id: 'document-uri-no-fragment',
  title: 'No address that the document publishes for the token endpoint has a fragment.',
  requirements: ['RFC6749-3.2-uri-no-fragment'],
  part: 'addresses',
  judge: (document) => {
    const { path, pathItem } = document.operation;
    return [...publishedAddresses(document), { at: pathItem, address: path }].flatMap(({ at, address }) =>
      address.includes('#')
        ? [{ at: at.pointer, expected: 'a URI without fragment', actual: quoted(address) }]
        : [],
    );
  },
  examples: {
    conforming: [documentExample('none')],
    violating: [
      documentExample('in the path, to tell operations apart', ({ document }) => {
        document.paths = { '/token#password': document.paths['/token'] };
      }),
      documentExample('in a server', ({ document }) => {
        document.servers = [{ url: 'https://server.example/#' }];
      }),
      documentExample('in the tokenUrl of a security scheme', ({ document }) => {
        const flows = { password: { tokenUrl: 'https://server.example/token#top', scopes: {} } };
        document.components = { securitySchemes: { oauth: { type: 'oauth2', flows } } };
      }),
    ],
  },
};
