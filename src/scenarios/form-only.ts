/** What is tried with forms, and means nothing where a document describes token requests otherwise. */
import type { RequestEncoding } from '../contract/contract.js';
import { contentTypeOf } from './body-encodings.js';
import { encodeForm, type RequestDraft } from './request.js';

/** What servers take at least in the request line (RFC 9110 section 4.1: 8000 octets). */
const longestBeside = 8000;

function described({ body, mediaType, elsewhere }: RequestEncoding): string {
  const beside = Object.keys(elsewhere).length > 0 ? ', with parameters beside it' : '';
  return body === 'none'
    ? 'the document describes requests without a body'
    : `the document describes ${mediaType}${beside}`;
}

/** A header's value has neither surrounding white space nor control characters (RFC 9110 section 5.5). */
function fitsHeader(value: string): boolean {
  return value === value.trim() && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

/**
 * Why a draft says nothing about a server whose document does not describe forms: its bytes, its label or its place
 * were spoilt as those of a form are, or it cannot be sent in the place that the document describes. `undefined`: it can
 * be sent; so can all drafts of forms.
 */
export function formOnly(draft: RequestDraft): string | undefined {
  const { encoding, body, contentType, form, query, method, wire } = draft;
  if (!encoding) return undefined;
  const placeOf = (name: string) =>
    Object.hasOwn(encoding.elsewhere, name) ? encoding.elsewhere[name] : undefined;
  const reason = (what: string) => `it is about ${what}: ${described(encoding)}`;
  if (body?.bytes !== undefined) return reason('the bytes of a form');
  if (wire && encoding.body === 'none') return reason('the body of a message');
  const labelled = method === 'POST' || contentType !== undefined;
  if (labelled && contentType !== contentTypeOf(encoding)) return reason('the media type of a form');
  const repeated = form.map(([name]) => name).filter((name, index, names) => names.indexOf(name) < index);
  if (repeated.some((name) => placeOf(name) === 'header' || ['json', 'multipart'].includes(encoding.body)))
    return reason('parameters of a form that are sent twice');
  if (query.some(([name]) => placeOf(name) === 'query'))
    return reason('parameters of a form that are sent in the query');
  const beside = form.filter(([name]) => placeOf(name) !== undefined || encoding.body === 'none');
  if (beside.some(([name, value]) => placeOf(name) === 'header' && !fitsHeader(value)))
    return reason('a value that no header can carry');
  if (encodeForm(beside).length > longestBeside) return reason('values too long for a URL or a header');
  return undefined;
}
