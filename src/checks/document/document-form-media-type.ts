import { formMediaType } from '../../contract/operations.js';
import type { DocumentCheck } from './document-check.js';
import { documentExample, type Parts } from './examples.js';
import { bodiesOf } from './places.js';

const form = (parts: Parts) => parts.operation.requestBody.content;

/** Sections 4.3.2, 4.4.2 and 6: "adding the following parameters using the "application/x-www-form-urlencoded" format". */
export const documentFormMediaType: DocumentCheck = {
  id: 'document-form-media-type',
  title: 'The document describes token requests as application/x-www-form-urlencoded and as nothing else.',
  requirements: ['RFC6749-4.3.2-document-form'],
  part: 'request',
  judge: (document) => {
    const { at } = document.operation;
    const body = at.get('requestBody');
    const bodies = bodiesOf(document);
    const offersForm = bodies.some(([mediaType]) => mediaType === formMediaType);
    if (!offersForm) {
      const actual = bodies.map(([mediaType]) => mediaType).join(', ') || 'no request body';
      return [{ at: (body ?? at).pointer, expected: formMediaType, actual }];
    }
    return bodies
      .filter(([mediaType]) => mediaType !== formMediaType)
      .map(([mediaType, media]) => ({
        at: media.pointer,
        expected: `${formMediaType} only`,
        actual: `${mediaType} as well`,
        severity: 'warn' as const,
      }));
  },
  examples: {
    conforming: [
      documentExample('the form'),
      documentExample('with a charset', (parts) => {
        const content = form(parts);
        content[`${formMediaType}; charset=UTF-8`] = content[formMediaType];
        delete content[formMediaType];
      }),
    ],
    violating: [
      documentExample('JSON', (parts) => {
        parts.operation.requestBody.content = { 'application/json': form(parts)[formMediaType] };
      }),
      documentExample('multipart', (parts) => {
        parts.operation.requestBody.content = { 'multipart/form-data': form(parts)[formMediaType] };
      }),
      documentExample('parameters of the query', ({ operation }) => {
        operation.requestBody = undefined;
        operation.parameters = [{ name: 'grant_type', in: 'query', schema: { const: 'password' } }];
      }),
      documentExample(
        'JSON as well',
        (parts) => {
          form(parts)['application/json'] = form(parts)[formMediaType];
        },
        'warn',
      ),
    ],
  },
};
