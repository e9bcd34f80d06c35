import type { DocumentCheck } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { closedAt, jsonSchemasOf, refusalsOf, successSchemas } from './places.js';

const expected = 'a body that may have further members, which clients ignore';

/** "The client MUST ignore unrecognized value names in the response." */
export const documentResponseOpen: DocumentCheck = {
  id: 'document-response-open',
  title: 'The document does not forbid further members of a response.',
  requirements: ['RFC6749-5.1-document-open-response'],
  part: 'success',
  judge: (document) => {
    const success = successSchemas(document);
    const refusals = refusalsOf(document).flatMap(([, response]) => jsonSchemasOf(response));
    if (success.length + refusals.length === 0) return notDescribed('members of a response');
    return [
      ...success
        .flatMap(closedAt)
        .map(({ pointer }) => ({ at: pointer, expected, actual: 'a closed token response' })),
      ...refusals.flatMap(closedAt).map(({ pointer }) => ({
        at: pointer,
        expected,
        actual: 'a closed error response',
        severity: 'info' as const,
      })),
    ];
  },
  examples: {
    conforming: [documentExample('open')],
    violating: [
      documentExample('a token response', ({ success }) => {
        success.additionalProperties = false;
      }),
      documentExample('a part of a composition', ({ success, responses }) => {
        responses['200'].content['application/json'].schema = {
          allOf: [success],
          unevaluatedProperties: false,
        };
      }),
      documentExample(
        'an error response',
        ({ error }) => {
          error.additionalProperties = false;
        },
        'info',
      ),
    ],
  },
};
