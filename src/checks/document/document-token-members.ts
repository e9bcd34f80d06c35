import { membersNamed, requires } from '../../contract/composed-schema.js';
import type { DocumentCheck, Finding } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { successSchemas } from './places.js';

/** "access_token REQUIRED", "token_type REQUIRED". */
export const documentTokenMembers: DocumentCheck = {
  id: 'document-token-members',
  title: 'The document describes access_token and token_type, and requires them in a token response.',
  requirements: ['RFC6749-5.1-document-required-members'],
  part: 'success',
  judge: (document) => {
    const schemas = successSchemas(document);
    if (schemas.length === 0) return notDescribed('members of a token response');
    return schemas.flatMap((schema) =>
      ['access_token', 'token_type'].flatMap((name): Finding[] => {
        const [at] = membersNamed(schema, name);
        const expected = `${name} as a required member`;
        if (!at) {
          const required = requires(schema, name);
          return required ? [] : [{ at: schema.pointer, expected, actual: `${name} is not described` }];
        }
        return requires(schema, name)
          ? []
          : [{ at: at.pointer, expected, actual: `${name} is optional`, severity: 'warn' }];
      }),
    );
  },
  examples: {
    conforming: [
      documentExample('both'),
      documentExample('by composition', ({ success, responses }) => {
        responses['200'].content['application/json'].schema = {
          allOf: [success, { properties: { userId: { type: 'integer' } } }],
        };
      }),
      documentExample('in each alternative', ({ success, responses }) => {
        responses['200'].content['application/json'].schema = { oneOf: [success, success] };
      }),
    ],
    violating: [
      documentExample('another name', ({ success }) => {
        success.properties.accessToken = success.properties.access_token;
        delete success.properties.access_token;
        success.required = ['token_type'];
      }),
      documentExample('in an envelope', ({ success, responses }) => {
        responses['200'].content['application/json'].schema = {
          type: 'object',
          properties: { data: success },
        };
      }),
      documentExample('no token_type', ({ success }) => {
        delete success.properties.token_type;
        success.required = ['access_token'];
      }),
      documentExample(
        'optional',
        ({ success }) => {
          delete success.required;
        },
        'warn',
      ),
      documentExample(
        'required in one alternative',
        ({ success, responses }) => {
          responses['200'].content['application/json'].schema = {
            oneOf: [success, { type: 'object', properties: success.properties }],
          };
        },
        'warn',
      ),
    ],
  },
};
