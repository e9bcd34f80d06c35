/**
 * The draft of a request: what a scenario wants to send, in the terms of the contract. It is immutable;
 * each function returns a changed copy, so that a scenario reads as "the valid request, but …".
 */
import type { Parameter, ParameterLocation, RequestEncoding } from '../contract/contract.js';
import type { Field, Handshake, OutgoingRequest, Wire } from '../http/observation.js';
import { encodeJson, encodeMultipart } from './body-encodings.js';

export const formMediaType = 'application/x-www-form-urlencoded';

/** A token request before it is encoded, in parts that a scenario can change one by one. */
export interface RequestDraft {
  readonly method: string;
  /** Absolute URL without query. */
  readonly url: string;
  readonly query: readonly Field[];
  readonly headers: readonly Field[];
  /** The parameters of the token request. */
  readonly form: readonly Field[];
  /** How they are carried; default: in a form. */
  readonly encoding?: RequestEncoding;
  /** Value of Content-Type; `undefined`: none is sent. */
  readonly contentType: string | undefined;
  /** Sent in place of the encoded form; `undefined` inside: no body at all. */
  readonly body: { readonly bytes: Buffer | undefined } | undefined;
  /** The bytes that are sent, where HTTP as a client writes it cannot say what is meant (`message.ts`). */
  readonly wire?: Wire;
  /** In place of the request: only the handshake with the host of the URL. */
  readonly handshake?: Handshake;
}

type Slot = Pick<Parameter, 'name' | 'in'>;

export const form = (name: string) => ({ in: 'form', name }) as const;
export const query = (name: string) => ({ in: 'query', name }) as const;

const partOf: Record<ParameterLocation, 'headers' | 'query' | 'form'> = {
  header: 'headers',
  query: 'query',
  form: 'form',
};

/** Field names of a header are compared without regard to case (RFC 9110 section 5.1), all others exactly. */
function isNamed(slot: Slot): (field: Field) => boolean {
  return slot.in === 'header'
    ? ([name]) => name.toLowerCase() === slot.name.toLowerCase()
    : ([name]) => name === slot.name;
}

function withPart(
  draft: RequestDraft,
  slot: Slot,
  change: (fields: readonly Field[]) => Field[],
): RequestDraft {
  const part = partOf[slot.in];
  return { ...draft, [part]: change(draft[part]) };
}

/** The values that the draft sends for a parameter, in order. */
export function valuesOf(draft: RequestDraft, slot: Slot): string[] {
  return draft[partOf[slot.in]].filter(isNamed(slot)).map(([, value]) => value);
}

/** Leaves parameters out, however often they stand there. */
export function without(draft: RequestDraft, ...slots: readonly Slot[]): RequestDraft {
  return slots.reduce(
    (result, slot) => withPart(result, slot, (fields) => fields.filter((field) => !isNamed(slot)(field))),
    draft,
  );
}

/** Replaces the value where the parameter stands, else appends it. */
export function withValue(draft: RequestDraft, slot: Slot, value: string): RequestDraft {
  return withPart(draft, slot, (fields) => {
    const at = fields.findIndex(isNamed(slot));
    return at < 0 ? [...fields, [slot.name, value]] : fields.with(at, [fields[at]?.[0] ?? slot.name, value]);
  });
}

/** Sends the parameter once more, before or after what is there. */
export function repeated(
  draft: RequestDraft,
  slot: Slot,
  value: string,
  place: 'before' | 'after',
): RequestDraft {
  return withPart(draft, slot, (fields) =>
    place === 'before' ? [[slot.name, value], ...fields] : [...fields, [slot.name, value]],
  );
}

/** The same for a header that is no parameter of the contract. */
export function withHeader(draft: RequestDraft, name: string, value: string): RequestDraft {
  return withValue(draft, { in: 'header', name }, value);
}

export function withBody(
  draft: RequestDraft,
  bytes: Buffer | string | undefined,
  contentType?: string,
): RequestDraft {
  return {
    ...draft,
    body: { bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes },
    contentType: contentType ?? draft.contentType,
  };
}

/** Sends the draft's form parameters in the query instead (all of them, or those named). */
export function formInQuery(draft: RequestDraft, names?: readonly string[]): RequestDraft {
  const moves = ([name]: Field) => names === undefined || names.includes(name);
  return {
    ...draft,
    query: [...draft.query, ...draft.form.filter(moves)],
    form: draft.form.filter((field) => !moves(field)),
  };
}

/** application/x-www-form-urlencoded, RFC 6749 appendix B: UTF-8, space as `+`. */
export function encodeForm(fields: readonly Field[]): string {
  return new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();
}

/** True for what RFC 6749 knows: a form in the body, and nothing elsewhere. */
export function isPlainForm({ body, mediaType, elsewhere, names }: RequestEncoding): boolean {
  const special = { ...elsewhere, ...names };
  return body === 'form' && mediaType === formMediaType && Object.keys(special).length === 0;
}

/** The fields under the names that the document gives them. */
function asWritten(fields: readonly Field[], encoding: RequestEncoding | undefined): readonly Field[] {
  const names = encoding?.names ?? {};
  return fields.map(([name, value]) => [(Object.hasOwn(names, name) && names[name]?.at(-1)) || name, value]);
}

/** The parameters in the encoding that the document describes. */
function encodeParameters(fields: readonly Field[], encoding?: RequestEncoding): Buffer {
  switch (encoding?.body) {
    case 'json':
      return Buffer.from(encodeJson(fields, encoding));
    case 'multipart':
      return Buffer.from(encodeMultipart(asWritten(fields, encoding)));
    default:
      return Buffer.from(encodeForm(asWritten(fields, encoding)));
  }
}

/** HTTP Basic of client id and secret, each form-encoded first (RFC 6749 section 2.3.1). */
export function basicCredentials(clientId: string, clientSecret: string): string {
  const encoded = [clientId, clientSecret].map((part) => encodeForm([['', part]]).slice(1));
  return `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`;
}

/** The bytes-level request of a draft. */
export function encodeRequest(draft: RequestDraft): OutgoingRequest {
  const { query, headers, form } = beside(draft);
  const none = draft.encoding?.body === 'none' ? Buffer.alloc(0) : undefined;
  const body = draft.body ? draft.body.bytes : (none ?? encodeParameters(form, draft.encoding));
  return {
    method: draft.method,
    url: draft.url + (query.length > 0 ? `?${encodeForm(query)}` : ''),
    headers: draft.contentType === undefined ? headers : [...headers, ['Content-Type', draft.contentType]],
    body,
    ...(draft.wire ? { wire: draft.wire } : {}),
    ...(draft.handshake ? { handshake: draft.handshake } : {}),
  };
}

/** The draft's fields where they are really sent: a document may want some of the form's in the query or in headers. */
function beside({
  query,
  headers,
  form,
  encoding,
}: RequestDraft): Pick<RequestDraft, 'query' | 'headers' | 'form'> {
  const elsewhere = encoding?.elsewhere ?? {};
  const rest = encoding?.body === 'none' ? 'query' : undefined;
  const placeOf = (name: string) => (Object.hasOwn(elsewhere, name) ? elsewhere[name] : rest);
  const placed = (place: 'query' | 'header') =>
    asWritten(
      form.filter(([name]) => placeOf(name) === place),
      encoding,
    );
  return {
    query: [...query, ...placed('query')],
    headers: [...headers, ...placed('header')],
    form: form.filter(([name]) => placeOf(name) === undefined),
  };
}
