import { typesOf } from '../../contract/composed-schema.js';
import type { Cursor } from '../../contract/cursor.js';
import type { DocumentCheck } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { formVariantsOf } from './form.js';
import { formOf } from './places.js';

/** May be repeated: RFC 8707 section 2, RFC 8693 section 2.1. */
const repeatable = new Set(['resource', 'audience']);

/** `style: form` with `explode`, which is the default, writes one pair for each element. */
function explodes(media: Cursor | undefined, name: string): boolean {
  const encoding = media?.at('encoding', name);
  const style = encoding?.get('style')?.value ?? 'form';
  return (encoding?.get('explode')?.value ?? style === 'form') === true;
}

/** "Request and response parameters MUST NOT be included more than once." */
export const documentParametersOnce: DocumentCheck = {
  id: 'document-parameters-once',
  title: 'The document describes no form parameter that is sent more than once.',
  requirements: ['RFC6749-3.2-document-parameters-once'],
  part: 'request',
  judge: (document) => {
    const variants = formVariantsOf(document);
    if (variants.length === 0) return notDescribed('form');
    const media = formOf(document);
    return variants
      .flatMap(({ properties }) => [...properties])
      .filter(([name, at]) => typesOf(at).has('array') && !repeatable.has(name) && explodes(media, name))
      .map(([name, at]) => ({
        at: at.pointer,
        expected: `${name} at most once`,
        actual: 'a list, which is sent as one pair for each element',
      }));
  },
  examples: {
    conforming: [
      documentExample('text'),
      documentExample('resource', ({ password }) => {
        password.properties.resource = { type: 'array', items: { type: 'string' } };
      }),
      documentExample('a list in one pair, with spaces', ({ password, operation }) => {
        password.properties.scope = { type: 'array', items: { type: 'string' } };
        const [media] = Object.values<{ encoding?: unknown }>(operation.requestBody.content);
        if (media) media.encoding = { scope: { style: 'spaceDelimited', explode: false } };
      }),
    ],
    violating: [
      documentExample('scope as a list', ({ password }) => {
        password.properties.scope = { type: 'array', items: { type: 'string' } };
      }),
    ],
  },
};
