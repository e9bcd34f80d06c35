import { membersNamed, namesMembers, requires } from '../../contract/composed-schema.js';
import type { DocumentCheck, Finding } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { jsonSchemasOf, refusalsOf } from './places.js';

/** "error REQUIRED. A single ASCII error code". */
export const documentErrorMember: DocumentCheck = {
  id: 'document-error-member',
  title: 'The document describes error, and requires it in a refusal.',
  requirements: ['RFC6749-5.2-document-error-required'],
  part: 'refusals',
  judge: (document) => {
    const schemas = refusalsOf(document).flatMap(([status, response]) =>
      jsonSchemasOf(response)
        .filter(namesMembers)
        .map((schema) => ({ status, schema })),
    );
    if (schemas.length === 0) return notDescribed('members of a refusal');
    return schemas.flatMap(({ status, schema }): Finding[] => {
      if (requires(schema, 'error')) return [];
      const [at] = membersNamed(schema, 'error');
      const expected = `error as a required member of the response ${status}`;
      if (at) return [{ at: at.pointer, expected, actual: 'error is optional', severity: 'warn' }];
      // 401 and default may belong to whatever stands before OAuth.
      const severity = status === '400' ? undefined : ('warn' as const);
      return [
        { at: schema.pointer, expected, actual: 'error is not described', ...(severity ? { severity } : {}) },
      ];
    });
  },
  examples: {
    conforming: [
      documentExample('required'),
      documentExample('by composition', ({ error, responses }) => {
        responses['400'].content['application/json'].schema = {
          allOf: [error, { properties: { traceId: { type: 'string' } } }],
        };
      }),
      documentExample('a body without description', ({ responses }) => {
        responses['400'].content = { 'application/json': {} };
        responses['401'].content = { 'application/json': { schema: { type: 'object' } } };
      }),
    ],
    violating: [
      documentExample('another format', ({ error }) => {
        error.properties = { timestamp: { type: 'string' }, message: { type: 'string' } };
        error.required = ['timestamp'];
      }),
      documentExample(
        'optional',
        ({ error }) => {
          delete error.required;
        },
        'warn',
      ),
      documentExample(
        'in the refusal of a client only',
        ({ responses }) => {
          responses['401'].content['application/json'].schema = {
            type: 'object',
            properties: { message: { type: 'string' } },
          };
        },
        'warn',
      ),
    ],
  },
};
