import { composition } from '../../contract/composed-schema.js';
import type { DocumentCheck } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { formParameters } from './form.js';

const secrets = ['password', 'client_secret'];

/** "password: A hint to obscure the value" (the OpenAPI format registry). */
export const documentSecretFormat: DocumentCheck = {
  id: 'document-secret-format',
  title: 'The document marks passwords and client secrets with the format password.',
  requirements: ['CONTRACT-document-secret-format'],
  part: 'request',
  judge: (document) => {
    const described = secrets.flatMap((name) => formParameters(document, name));
    if (described.length === 0) return notDescribed('secret');
    return described
      .filter((at) => !composition(at).some((part) => part.get('format')?.value === 'password'))
      .map(({ pointer }) => ({ at: pointer, expected: 'format: password', actual: 'no such format' }));
  },
  examples: {
    conforming: [documentExample('marked')],
    violating: [
      documentExample('not marked', ({ password }) => {
        delete password.properties.client_secret.format;
      }),
    ],
  },
};
