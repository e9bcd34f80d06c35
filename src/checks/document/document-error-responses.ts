import type { DocumentCheck, Finding } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { responseOf, responsesOf } from './places.js';

/**
 * Section 5.2: 400 "unless specified otherwise", 401 for `invalid_client`. OpenAPI: "documentation is expected to cover
 * a successful operation response and any known errors."
 */
export const documentErrorResponses: DocumentCheck = {
  id: 'document-error-responses',
  title: 'The document describes the refusals of the token endpoint: 400, and 401 for invalid_client.',
  requirements: ['RFC6749-5.2-document-error-responses'],
  part: 'refusals',
  judge: (document) => {
    if (responsesOf(document).length === 0) return notDescribed('response');
    const { at } = document.operation;
    const missing = (status: number, severity?: 'info'): Finding[] =>
      responseOf(document, status)
        ? []
        : [
            {
              at: (at.get('responses') ?? at).pointer,
              expected: `a response ${status}`,
              actual: `${status} is not described`,
              ...(severity ? { severity } : {}),
            },
          ];
    // Without Authorization header the server may answer invalid_client with 400.
    return [...missing(400), ...missing(401, 'info')];
  },
  examples: {
    conforming: [
      documentExample('both'),
      documentExample('a range', ({ responses }) => {
        responses['4XX'] = responses['400'];
        delete responses['400'];
        delete responses['401'];
      }),
      documentExample('everything else', ({ responses }) => {
        responses.default = responses['400'];
        delete responses['400'];
        delete responses['401'];
      }),
    ],
    violating: [
      documentExample('no refusal', ({ responses }) => {
        delete responses['400'];
        delete responses['401'];
      }),
      documentExample('401 only', ({ responses }) => {
        delete responses['400'];
      }),
      documentExample(
        '400 only',
        ({ responses }) => {
          delete responses['401'];
        },
        'info',
      ),
    ],
  },
};
