import type { DocumentCheck, Finding } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { formVariantsOf } from './form.js';

/** "grant_type REQUIRED" in every grant. */
export const documentGrantTypeRequired: DocumentCheck = {
  id: 'document-grant-type-required',
  title: 'The document requires grant_type and gives it no default.',
  requirements: ['RFC6749-4.3.2-document-grant-type-required'],
  part: 'request',
  judge: (document) => {
    const variants = formVariantsOf(document);
    if (variants.length === 0) return notDescribed('form');
    return variants.flatMap(({ properties, required, pointer }): Finding[] => {
      const at = properties.get('grant_type');
      const isRequired = required.has('grant_type');
      const expected = 'grant_type as a required parameter';
      if (!at) return [{ at: pointer, expected, actual: 'grant_type is not described' }];
      if (!isRequired) return [{ at: at.pointer, expected, actual: 'grant_type is optional' }];
      return at.isObject && at.get('default') !== undefined
        ? [
            {
              at: `${at.pointer}/default`,
              expected: 'no default: a request without grant_type is refused',
              actual: 'grant_type is required and has a default',
              severity: 'info',
            },
          ]
        : [];
    });
  },
  examples: {
    conforming: [documentExample('required')],
    violating: [
      documentExample('optional', ({ password }) => {
        password.required = ['username', 'password'];
      }),
      documentExample('optional, with a default', ({ refresh }) => {
        delete refresh.required;
        refresh.properties.grant_type.default = 'refresh_token';
      }),
      documentExample(
        'required, with a default',
        ({ password }) => {
          password.properties.grant_type.default = 'password';
        },
        'info',
      ),
    ],
  },
};
