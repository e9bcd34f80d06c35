import { membersNamed, valuesOf } from '../../contract/composed-schema.js';
import { quoted } from '../quoting.js';
import type { DocumentCheck, Finding } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { successSchemas } from './places.js';

/** The registry of OAuth access token types, and what token exchange says where there is none (RFC 8693 section 2.2.1). */
const registered = new Set(['bearer', 'dpop', 'mac', 'pop', 'n_a']);

/** Section 8.1: a type that is not registered is named by a URI. */
function isType(value: unknown): boolean {
  return (
    typeof value === 'string' && (registered.has(value.toLowerCase()) || /^[a-z][a-z0-9+.-]*:/i.test(value))
  );
}

/** Section 7.1: a client "MUST NOT use an access token if it does not understand the token type". */
export const documentTokenType: DocumentCheck = {
  id: 'document-token-type',
  title: 'The token types that the document names are registered ones.',
  requirements: ['RFC6749-7.1-document-token-type'],
  part: 'success',
  judge: (document) => {
    const described = successSchemas(document).flatMap((schema) => membersNamed(schema, 'token_type'));
    const listed = described.flatMap((at) => {
      const values = valuesOf(at);
      return values ? [{ at, values }] : [];
    });
    if (listed.length === 0) return notDescribed('list of token types');
    return listed.flatMap(({ at, values }) =>
      values
        .filter((value) => !isType(value))
        .map(
          (value): Finding => ({
            at: at.pointer,
            expected: 'Bearer, in any case, or another registered type',
            actual: quoted(String(value)),
          }),
        ),
    );
  },
  examples: {
    conforming: [
      documentExample('not listed'),
      ...['Bearer', 'bearer', 'BEARER', 'DPoP', 'https://server.example/types/own'].map((value) =>
        documentExample(value, ({ success }) => {
          success.properties.token_type = { type: 'string', enum: [value] };
        }),
      ),
    ],
    violating: ['JWT', 'access_token', 'Token', ''].map((value) =>
      documentExample(`"${value}"`, ({ success }) => {
        success.properties.token_type = { const: value };
      }),
    ),
  },
};
