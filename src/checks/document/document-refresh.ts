import { membersNamed } from '../../contract/composed-schema.js';
import { operationsOf } from '../../contract/operations.js';
import type { TokenDocument } from '../../contract/token-document.js';
import type { DocumentCheck } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample, type Parts } from './examples.js';
import { grantTypesOf } from './form.js';
import { successSchemas } from './places.js';

/** Some servers refresh at an address of its own. */
function refreshesElsewhere({ root, operation }: TokenDocument): boolean {
  return operationsOf(root).some(
    ({ path, at }) =>
      at.pointer !== operation.at.pointer && /refresh/i.test(`${path} ${at.get('operationId')?.value}`),
  );
}

const onlyPassword = (parts: Parts) => Object.assign(parts.refresh, parts.password);

/** Section 1.5: what a refresh token is for; section 6: how it is used. */
export const documentRefresh: DocumentCheck = {
  id: 'document-refresh',
  title:
    'The document describes both the refresh token of a response and the grant that takes it, or neither.',
  requirements: ['RFC6749-6-document-refresh'],
  part: 'success',
  judge: (document) => {
    const schemas = successSchemas(document);
    const grants = grantTypesOf(document);
    if (schemas.length === 0 || grants.size === 0) return notDescribed('grants and members of a response');
    const [issued] = schemas.flatMap((schema) => membersNamed(schema, 'refresh_token'));
    const redeemed = grants.has('refresh_token');
    if (issued && !redeemed && !refreshesElsewhere(document))
      return [
        {
          at: issued.pointer,
          expected: 'the grant refresh_token beside the refresh token of the response',
          actual: 'no grant takes the refresh token',
        },
      ];
    if (redeemed && !issued)
      return [
        {
          at: schemas[0]?.pointer ?? document.operation.at.pointer,
          expected: 'refresh_token in the response beside the grant refresh_token',
          actual: 'no response brings a refresh token',
        },
      ];
    return [];
  },
  examples: {
    conforming: [
      documentExample('both'),
      documentExample('neither', (parts) => {
        onlyPassword(parts);
        delete parts.success.properties.refresh_token;
      }),
      documentExample('at an address of its own', (parts) => {
        onlyPassword(parts);
        parts.document.paths['/token/refresh'] = { post: { responses: {} } };
      }),
    ],
    violating: [
      documentExample('no grant', onlyPassword),
      documentExample('no refresh token', ({ success }) => {
        delete success.properties.refresh_token;
      }),
    ],
  },
};
