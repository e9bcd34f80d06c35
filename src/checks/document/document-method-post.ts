import { membersNamed } from '../../contract/composed-schema.js';
import { contentOf } from '../../contract/media-type.js';
import { type Operation, operationsOf, parameterObjects } from '../../contract/operations.js';
import type { DocumentCheck } from './document-check.js';
import { documentExample } from './examples.js';
import { nameOf } from './places.js';

function asksForGrantType(operation: Operation): boolean {
  const parameters = parameterObjects(operation).some((at) => nameOf(at) === 'grant_type');
  const schemas = contentOf(operation.at.get('requestBody')).flatMap(
    ([, media]) => media.get('schema') ?? [],
  );
  return parameters || schemas.some((schema) => membersNamed(schema, 'grant_type').length > 0);
}

/** "The client MUST use the HTTP "POST" method when making access token requests." */
export const documentMethodPost: DocumentCheck = {
  id: 'document-method-post',
  title: 'The document offers token requests by POST only.',
  requirements: ['RFC6749-3.2-document-post'],
  part: 'request',
  judge: ({ root, operation }) =>
    operationsOf(root)
      .filter(({ path, method }) => path === operation.path && method !== 'POST')
      .filter((other) => other.at.pointer === operation.at.pointer || asksForGrantType(other))
      .map(({ at, method }) => ({ at: at.pointer, expected: 'POST', actual: method })),
  examples: {
    conforming: [
      documentExample('POST'),
      documentExample('another operation of the same path', ({ document }) => {
        document.paths['/token'].get = { responses: { '200': { description: 'What the token is worth' } } };
      }),
    ],
    violating: [
      documentExample('PUT instead', ({ document, operation }) => {
        document.paths['/token'] = { put: operation };
      }),
      documentExample('GET beside it', ({ document }) => {
        document.paths['/token'].get = {
          parameters: [{ name: 'grant_type', in: 'query', schema: { type: 'string' } }],
          responses: { '200': { description: 'A token' } },
        };
      }),
    ],
  },
};
