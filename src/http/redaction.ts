/**
 * The one redactor. It stands at the recording boundary: whatever is kept or shown passes through it. It knows
 * every secret that was configured, sent or received, and finds it in plain and in each encoding that a server,
 * a proxy or an error message may give it.
 */
import { bodyText, headerValues } from './answer.js';
import { sentCoding, withoutCoding } from './content-coding.js';
import { foldedBytes, joinedLayersOf, layersOf } from './encodings.js';
import type { OutgoingRequest, ReceivedResponse } from './observation.js';
import {
  bodyFields,
  decodeFormPart,
  embeddedFields,
  formFields,
  isSecretName,
  linesOfMessages,
  looksLikeCode,
  type SecretField,
  type SecretPredicate,
  secretPredicate,
} from './secret-fields.js';
import {
  Effort,
  place,
  SecretPatterns,
  type Span,
  shortestSearched,
  TooRepetitive,
} from './secret-patterns.js';

export { printable } from './printable.js';
export { isSecretName } from './secret-fields.js';

/** A token of a response that is not longer may be an ordinary word. */
const shortestLearned = 8;

/** No credential is longer: such a value was generated to be too long, and is hidden by its place alone. */
const longestLearned = 64 * 1024;

/** Neither an endless list of tokens nor an endless body may exhaust us. */
const learnedPerResponse = 200;
const learnedText = 1024 * 1024;

const jwt = /e[yw][\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*){1,3}/g;
const cutJwt = /e[yw][\w-]{8,}(?:\.[\w-]*){0,4}$/g;

/** `eyJ…` is `{"` in base64url; `ew…` may be `{` and a line break, or an ordinary word. */
function isJwt(text: string): boolean {
  return /^\{\s*"/.test(Buffer.from(text.split('.', 1)[0] ?? '', 'base64url').toString());
}

function jwtMarker(text: string): string {
  const header = Buffer.from(text.split('.', 1)[0] ?? '', 'base64url').toString();
  const algorithm = /"alg"\s*:\s*"([\w-]{1,20})"/.exec(header)?.[1];
  return `‹${['jwt', algorithm, `${text.length} characters`].filter(Boolean).join(', ')}›`;
}

const fixedMarker = /^‹(jwt(, [\w-]{1,20})?(, \d+ characters)?|credentials|cookie)›$/;

/** A word of a message such as `required` or `invalid_token`, which a member named `password` or `token` may hold. */
function isWord(value: string): boolean {
  return value.length < 20 && /^([a-z_-]+|[A-Z_-]+|[A-Z][a-z]+)$/.test(value);
}

/** A near miss of a published value is as public as that value. */
function isNear(value: string, published: string): boolean {
  const [a, b] = [value.trim().toLowerCase(), published.trim().toLowerCase()];
  return (
    b.length >= shortestSearched && Math.abs(a.length - b.length) <= 2 && (a.includes(b) || b.includes(a))
  );
}

/** What is shown of a text that takes too many comparisons. */
const notSearched = '‹not shown: it repeats parts of a secret too often to be searched›';

/** ASCII without line breaks, and without anything that begins an escape. */
const simple = /^[^\x80-\uffff\r\n%\\&]*$/;

/** Longer texts do not come again. */
const longestHarmless = 256;
const harmlessLimit = 500;

export class Redactor {
  /** Marker of each secret, e.g. `‹client_secret·2›`. */
  readonly #markers = new Map<string, string>();
  readonly #issued = new Set<string>();
  readonly #counts = new Map<string, number>();
  readonly #published = new Set<string>();
  readonly #patterns = new SecretPatterns();
  /** Texts with nothing to take out, and how many patterns they were searched for: the same header fields are shown for each request. */
  readonly #harmless = new Map<string, number>();

  /** Number of patterns searched for. Grows when a secret is added; no search changes it. */
  get patternCount(): number {
    return this.#patterns.count;
  }

  /** A value that stands in the contract document: everybody knows it, and it may be an ordinary word. */
  addPublic(value: string): void {
    this.#published.add(value);
    const marker = this.#markers.get(value);
    if (marker === undefined) return;
    this.#markers.delete(value);
    this.#patterns.forget(marker);
  }

  /**
   * Registers a configured secret; published values are no secrets. It is shown as `‹label›`; a second value of
   * the same label as `‹label·2›`, in the order of registration.
   */
  addSecret(value: string, label: string): void {
    if (value.length < shortestSearched || value.trim() === '') return;
    if (this.#published.has(value) || this.#markers.has(value)) return;
    const marker = this.#nextMarker(label);
    this.#markers.set(value, marker);
    this.#patterns.add(value, marker);
    // Each part of a JWT (RFC 7519) but the header, which many tokens share, is a secret by itself.
    if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(value) && isJwt(value))
      for (const segment of value.split('.').slice(1)) this.#patterns.add(segment, marker);
  }

  /** Registers what a request is about to send as secret. */
  learnRequest(request: OutgoingRequest, secretNames: ReadonlySet<string>): void {
    const isSecret = secretPredicate(secretNames);
    for (const { bytes } of request.wire?.pieces ?? []) this.#learnBytes(bytes.toString(), isSecret);
    const query = /\?([^#]*)/.exec(request.url)?.[1] ?? '';
    const fields = formFields(query, isSecret);
    const body = request.body && (withoutCoding(sentCoding(request), request.body) ?? request.body);
    if (body) fields.push(...bodyFields(body.toString(), isSecret));
    for (const { name, value } of fields) this.#learn(value, name);
    for (const [name, value] of request.headers) {
      if (/^(proxy-)?authorization$/i.test(name)) this.#learnCredentials(value);
      else if (/^cookie$/i.test(name)) {
        for (const pair of value.split(';')) this.#learn(pair.slice(pair.indexOf('=') + 1).trim(), 'cookie');
      } else if (isSecret(name, value)) this.#learn(value, name);
    }
  }

  /** Bytes that were written by hand: a body may begin anywhere, a header be folded or follow a lone CR. */
  #learnBytes(text: string, isSecret: SecretPredicate): void {
    for (const { line } of linesOfMessages(text)) {
      const [, name = '', value = ''] = /^[ \t]*([\w-]+)[ \t]*:(.*)$/.exec(line) ?? [];
      if (/^(proxy-)?authorization$/i.test(name)) this.#learnCredentials(value);
      else for (const field of bodyFields(line, isSecret)) this.#learn(field.value, field.name);
    }
  }

  /** Registers the tokens that a response brought, wherever it put them. */
  learnResponse(response: ReceivedResponse): void {
    const isSecret = (name: string, value: string) =>
      isSecretName(name) || (name.toLowerCase() === 'code' && looksLikeCode(value));
    const text = bodyText(response)?.slice(0, learnedText) ?? '';
    const found: Pick<SecretField, 'name' | 'value'>[] = bodyFields(text, isSecret);
    for (const line of headerValues(response, 'Set-Cookie'))
      found.push({ name: 'cookie', value: /^[^=;]*=\s*"?([^;"]*)/.exec(line)?.[1] ?? '' });
    for (const [name, value] of response.headers) {
      if (isSecretName(name)) found.push({ name, value });
      found.push(...embeddedFields(value, isSecret));
    }
    for (const { name, value } of found.slice(0, learnedPerResponse))
      if (value.length >= shortestLearned && !/\s/.test(value) && !isWord(value)) this.addSecret(value, name);
    for (const part of [text, ...response.headers.map(([, value]) => value)])
      for (const [token] of [...part.matchAll(jwt)].slice(0, learnedPerResponse))
        if (isJwt(token)) this.addSecret(token, 'jwt');
  }

  /** What stands in place of a value that its place makes secret: `‹label›`, numbered where it is known. */
  marker(value: string, label: string): string {
    return this.#markers.get(value) ?? this.#issue(`‹${labelOf(label)}›`);
  }

  /**
   * The text without any secret. `cut`: the text was cut off at its end, perhaps within a secret; a beginning
   * of one is then taken out as well. `places`: what its place makes secret, not overlapping; found together
   * with the rest, because a secret of which one part was replaced is no longer recognised.
   */
  text(value: string, options: { readonly cut?: boolean; readonly places?: readonly Span[] } = {}): string {
    try {
      return this.#text(value, options);
    } catch (problem) {
      if (problem instanceof TooRepetitive) return notSearched;
      throw problem;
    }
  }

  /** Of one line, without escapes: such a text has one layer, and only a pattern that stands in it as it is can change it. */
  #isKnownHarmless(value: string): boolean {
    const checked = this.#harmless.get(value);
    if (checked === undefined) return false;
    if (!this.#patterns.noneSince(checked, foldedBytes(value))) return false;
    this.#harmless.set(value, this.#patterns.added);
    return true;
  }

  #noteHarmless(value: string): void {
    if (value.length > longestHarmless || !simple.test(value)) return;
    if (this.#harmless.size >= harmlessLimit) this.#harmless.clear();
    this.#harmless.set(value, this.#patterns.added);
  }

  #text(value: string, options: { readonly cut?: boolean; readonly places?: readonly Span[] }): string {
    const bare = !options.cut && !options.places?.length;
    if (bare && this.#isKnownHarmless(value)) return value;
    const effort = new Effort();
    const spans: Span[] = [...(options.places ?? [])];
    const layers = layersOf(value);
    for (const layer of joinedLayersOf(layers)) this.#patterns.search(layer, spans, effort);
    for (const layer of layers) {
      this.#patterns.search(layer, spans, effort);
      for (const pattern of options.cut ? [jwt, cutJwt] : [jwt])
        for (const match of layer.bytes.matchAll(pattern))
          if (isJwt(match[0]))
            spans.push(place(layer, match.index, match.index + match[0].length, jwtMarker(match[0])));
      if (options.cut) this.#patterns.searchEnd(layer, spans, effort);
    }
    if (spans.length > 0) return replaced(value, merged(this.#outsideMarkers(value, spans)));
    if (bare) this.#noteHarmless(value);
    return value;
  }

  #nextMarker(given: string): string {
    const label = labelOf(given);
    const count = (this.#counts.get(label) ?? 0) + 1;
    this.#counts.set(label, count);
    return this.#issue(count === 1 ? `‹${label}›` : `‹${label}·${count}›`);
  }

  #issue(marker: string): string {
    this.#issued.add(marker);
    return marker;
  }

  /** A value that a request carries: it may be generated, or a variation of a published one. */
  #learn(value: string, label: string): void {
    // Words of the protocol, which some scenarios send as a value.
    if (isSecretName(value) || value.length > longestLearned) return;
    // Nobody's secret, but in every text that is made long in the same way.
    if (/^(.)\1*$/s.test(value)) return;
    for (const published of this.#published) if (isNear(value, published)) return;
    this.addSecret(value, label);
  }

  #learnCredentials(authorization: string): void {
    const [, scheme = '', credentials = ''] = /^\s*(\S+)\s*(.*)$/s.exec(authorization) ?? [];
    if (/^basic$/i.test(scheme)) {
      const decoded = Buffer.from(credentials, 'base64').toString();
      const secret = decoded.slice(decoded.indexOf(':') + 1);
      this.#learn(secret, 'client_secret');
      // RFC 6749 section 2.3.1: both parts are form-encoded first.
      this.#learn(decodeFormPart(secret), 'client_secret');
      // Base64 of published credentials is as public as they are.
      if ([...this.#published].some((published) => isNear(decodeFormPart(secret), published))) return;
    }
    if (credentials !== '') this.#learn(credentials, 'credentials');
    else if (!/^(basic|bearer|digest)$/i.test(scheme)) this.#learn(scheme, 'credentials');
  }

  /** A text may be redacted twice: what stands in a marker is ours. */
  #outsideMarkers(value: string, spans: readonly Span[]): Span[] {
    const ours: { start: number; end: number }[] = [];
    for (const { 0: marker, index } of value.matchAll(/‹[^‹›\n]{1,80}›/g))
      if (this.#issued.has(marker) || fixedMarker.test(marker))
        ours.push({ start: index, end: index + marker.length });
    return spans.filter((span) => !ours.some(({ start, end }) => start < span.start && span.end < end));
  }
}

/** Labels may come from the target: member names of a response. */
function labelOf(name: string): string {
  return name.replace(/[^\w.-]/g, '_').slice(0, 40) || 'secret';
}

/** Overlapping finds become one, with the marker of the longest. */
function merged(spans: readonly Span[]): Span[] {
  const result: { start: number; end: number; marker: string; length: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    const length = span.end - span.start;
    if (!last || span.start >= last.end) {
      result.push({ ...span, length });
      continue;
    }
    last.end = Math.max(last.end, span.end);
    if (length > last.length) {
      last.marker = span.marker;
      last.length = length;
    }
  }
  return result;
}

function replaced(value: string, spans: readonly Span[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, marker } of spans) {
    result += value.slice(at, start) + marker;
    at = end;
  }
  return result + value.slice(at);
}
