import type { DocumentCheck } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { closedAt, formSchema } from './places.js';

/** "The authorization server MUST ignore unrecognized request parameters." */
export const documentFormOpen: DocumentCheck = {
  id: 'document-form-open',
  title: 'The document does not forbid parameters that it does not name.',
  requirements: ['RFC6749-3.2-document-open-form'],
  part: 'request',
  judge: (document) => {
    const schema = formSchema(document);
    if (!schema) return notDescribed('form');
    return closedAt(schema).map(({ pointer }) => ({
      at: pointer,
      expected: 'a form that may have further parameters, which are ignored',
      actual: 'further parameters are forbidden',
    }));
  },
  examples: {
    conforming: [
      documentExample('nothing said'),
      documentExample('said to be open', ({ password }) => {
        password.additionalProperties = true;
      }),
      documentExample('further parameters are text', ({ password }) => {
        password.additionalProperties = { type: 'string' };
      }),
    ],
    violating: [
      documentExample('one variant is closed', ({ refresh }) => {
        refresh.additionalProperties = false;
      }),
      documentExample('what was not evaluated is forbidden', ({ password }) => {
        password.unevaluatedProperties = false;
      }),
      documentExample('a part of a composition', ({ password }) => {
        password.allOf = [{ type: 'object', additionalProperties: false }];
      }),
    ],
  },
};
