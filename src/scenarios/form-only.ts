/** What is tried with forms, and means nothing where a document describes token requests otherwise. */
import { contentTypeOf } from './body-encodings.js';
import type { RequestDraft } from './request.js';

/**
 * Why a draft says nothing about a server whose document does not describe forms: its bytes, its label or its place
 * were spoilt as those of a form are. `undefined`: it can be sent; so can all drafts of forms.
 */
export function formOnly({
  encoding,
  body,
  contentType,
  form,
  query,
  method,
}: RequestDraft): string | undefined {
  if (!encoding) return undefined;
  const described = `the document describes ${encoding.mediaType}${
    Object.keys(encoding.elsewhere).length > 0 ? ' and parameters beside the body' : ''
  }`;
  if (body?.bytes !== undefined) return `it is about the bytes of a form: ${described}`;
  if (method === 'POST' && contentType !== contentTypeOf(encoding.mediaType))
    return `it is about the media type of a form: ${described}`;
  const names = form.map(([name]) => name);
  if (encoding.body !== 'form' && new Set(names).size < names.length)
    return `it is about parameters of a form that are sent twice: ${described}`;
  if (query.some(([name]) => Object.hasOwn(encoding.elsewhere, name)))
    return `it is about parameters of a form that are sent in the query: ${described}`;
  return undefined;
}
