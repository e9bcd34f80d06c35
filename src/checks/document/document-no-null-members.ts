import { membersNamed, typesOf } from '../../contract/composed-schema.js';
import type { DocumentCheck, Finding } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { successSchemas } from './places.js';

const required = ['access_token', 'token_type'];
const optional = ['expires_in', 'refresh_token', 'scope'];

/** Appendix A has no null: what is not issued is left out. */
export const documentNoNullMembers: DocumentCheck = {
  id: 'document-no-null-members',
  title: 'The document lets no member of a token response be null.',
  requirements: ['RFC6749-5.1-document-no-null'],
  part: 'success',
  judge: (document) => {
    const schemas = successSchemas(document);
    if (schemas.length === 0) return notDescribed('members of a token response');
    return [...required, ...optional].flatMap((name) =>
      schemas
        .flatMap((schema) => membersNamed(schema, name))
        .filter((at) => typesOf(at).has('null'))
        .map(
          ({ pointer }): Finding => ({
            at: pointer,
            expected: `${name} as a value${optional.includes(name) ? ', or left out' : ''}`,
            actual: `${name} may be null`,
            ...(optional.includes(name) ? { severity: 'warn' } : {}),
          }),
        ),
    );
  },
  examples: {
    conforming: [documentExample('no null')],
    violating: [
      documentExample('a type', ({ success }) => {
        success.properties.access_token = { type: ['string', 'null'] };
      }),
      documentExample('nullable', ({ document, success }) => {
        document.openapi = '3.0.3';
        success.properties.token_type.nullable = true;
      }),
      documentExample('an alternative', ({ success }) => {
        success.properties.access_token = { anyOf: [{ type: 'string' }, { type: 'null' }] };
      }),
      documentExample(
        'an optional member',
        ({ success }) => {
          success.properties.refresh_token = { type: ['string', 'null'] };
        },
        'warn',
      ),
    ],
  },
};
