/**
 * Responses as they come over one connection, RFC 9112: interim ones, several in a row, chunked bodies and bodies
 * that end with the connection. Node's parser stands behind a client that takes one response for each request it
 * wrote itself; here the bytes were written by hand, and what the server makes of them is the question.
 */
import type { Field, ReceivedResponse } from './observation.js';

export interface ParserLimits {
  /** Bytes of a body that are kept; parsing ends beyond. */
  readonly bodyLimit: number;
  /** Bytes of a status line with its header section, and of a trailer section. */
  readonly headerLimit: number;
}

/** More than any exchange has; an endless series of responses ends here. */
const longestSeries = 40;

/** A chunk-size line with its extensions. */
const longestChunkLine = 4096;

type State = 'head' | 'counted' | 'open' | 'chunk-size' | 'chunk-data' | 'chunk-end' | 'trailers';

interface Head {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly headers: readonly Field[];
}

const token = /^[!#$%&'*+.^_`|~\w-]+$/;
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Why the bytes are no response, by the name that Node's parser has for it. */
class Malformed extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

const isSpace = (character: string | undefined): boolean => character === ' ' || character === '\t';

/** Without spaces and tabs at both ends. A pattern would take a time that is quadratic in a row of them. */
function withoutSpaces(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isSpace(text[start])) start++;
  while (end > start && isSpace(text[end - 1])) end--;
  return text.slice(start, end);
}

function readField(line: string, fields: Field[]): void {
  const last = fields.at(-1);
  // Section 5.2: a recipient replaces an obsolete line folding by spaces.
  if (/^[ \t]/.test(line) && last) {
    fields[fields.length - 1] = [last[0], `${last[1]} ${line.trim()}`.trim()];
    return;
  }
  const colon = line.indexOf(':');
  const [name, value] = [line.slice(0, colon), withoutSpaces(line.slice(colon + 1))];
  if (colon < 1 || !token.test(name) || !fieldValue.test(value))
    throw new Malformed('HPE_INVALID_HEADER_TOKEN');
  fields.push([name, value]);
}

function readHead(text: string): Head {
  const [statusLine = '', ...lines] = text.split(/\r?\n/);
  const [, httpVersion, status, statusText = ''] =
    /^HTTP\/(1\.[01]) ([1-9]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/.exec(statusLine) ?? [];
  if (httpVersion === undefined) throw new Malformed('HPE_INVALID_CONSTANT');
  const headers: Field[] = [];
  for (const line of lines) readField(line, headers);
  return { status: Number(status), statusText, httpVersion, headers };
}

/** Section 6.3: the number of bytes, `chunked`, or `open`: until the connection is closed. */
function framing({ status, headers }: Head, toHead: boolean): number | 'chunked' | 'open' {
  if (toHead || status < 200 || status === 204 || status === 304) return 0;
  const values = (wanted: string) =>
    headers
      .filter(([name]) => name.toLowerCase() === wanted)
      .flatMap(([, value]) => value.split(',').map((part) => part.trim().toLowerCase()));
  const codings = values('transfer-encoding');
  if (codings.length > 0) return codings.at(-1) === 'chunked' ? 'chunked' : 'open';
  const [length, ...more] = values('content-length');
  if (length === undefined) return 'open';
  if (!/^\d{1,15}$/.test(length) || more.some((other) => other !== length))
    throw new Malformed('HPE_INVALID_CONTENT_LENGTH');
  return Number(length);
}

export class ResponseParser {
  /** Complete final responses, in order. */
  readonly responses: ReceivedResponse[] = [];
  /** Status codes of interim responses (1xx), in order. */
  readonly interim: number[] = [];
  /** Why the bytes are not, or no longer, HTTP: a code like those of Node's parser; nothing more is read. */
  malformed: string | undefined;
  /** Nothing more is read: `malformed`, a body beyond the limit, or too long a series. */
  finished = false;

  readonly #limits: ParserLimits;
  readonly #toHead: boolean;
  #pending: Buffer = Buffer.alloc(0);
  #state: State = 'head';
  #head: Head | undefined;
  #body: Buffer[] = [];
  #received = 0;
  /** Bytes of the body or chunk that are still to come. */
  #left = 0;

  /** `toHead`: the first request is a HEAD, whose response has no body. */
  constructor(limits: ParserLimits, toHead = false) {
    this.#limits = limits;
    this.#toHead = toHead;
  }

  /** Bytes of the body of the response that is not yet complete; `undefined`: no header section is complete. */
  get partialBody(): number | undefined {
    return this.#head ? this.#received : undefined;
  }

  /** Bytes came that are no complete response. */
  get hasRemainder(): boolean {
    return this.#head !== undefined || this.#pending.length > 0 || this.malformed !== undefined;
  }

  push(chunk: Buffer): void {
    if (this.finished) return;
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    try {
      while (!this.finished && this.#step());
    } catch (problem) {
      if (!(problem instanceof Malformed)) throw problem;
      this.malformed = problem.code;
      this.finished = true;
    }
  }

  /** The server closed the connection: the end of a body that says of itself no other. */
  end(): void {
    if (!this.finished && this.#state === 'open') this.#complete(false);
  }

  /** False: more bytes are needed. */
  #step(): boolean {
    switch (this.#state) {
      case 'head':
        return this.#readHead();
      case 'counted':
      case 'open':
      case 'chunk-data':
        return this.#readBody();
      case 'chunk-size':
        return this.#readChunkSize();
      case 'chunk-end': {
        const line = this.#line(2);
        if (line === undefined) return false;
        if (line !== '') throw new Malformed('HPE_INVALID_CHUNK_SIZE');
        this.#state = 'chunk-size';
        return true;
      }
      case 'trailers':
        return this.#readTrailers();
    }
  }

  #readHead(): boolean {
    if (this.#pending.length === 0) return false;
    // Whatever does not begin like a response will not become one.
    const start = this.#pending.subarray(0, 5).toString('latin1');
    if (!'HTTP/'.startsWith(start)) throw new Malformed('HPE_INVALID_CONSTANT');
    const end = /\r?\n\r?\n/.exec(this.#pending.subarray(0, this.#limits.headerLimit).toString('latin1'));
    if (!end) {
      if (this.#pending.length >= this.#limits.headerLimit) throw new Malformed('HPE_HEADER_OVERFLOW');
      return false;
    }
    const head = readHead(this.#pending.subarray(0, end.index).toString('latin1'));
    this.#pending = this.#pending.subarray(end.index + end[0].length);
    if (head.status < 200) {
      // Section 7.8 of RFC 9110: what follows a 101 is another protocol.
      if (head.status === 101) throw new Malformed('HPE_PAUSED_UPGRADE');
      this.interim.push(head.status);
      if (this.interim.length >= longestSeries) throw new Malformed('HPE_UNEXPECTED_INTERIM');
      return true;
    }
    const frame = framing(head, this.#toHead && this.responses.length === 0);
    this.#head = head;
    this.#state = frame === 'chunked' ? 'chunk-size' : frame === 'open' ? 'open' : 'counted';
    this.#left = typeof frame === 'number' ? frame : 0;
    if (frame === 0) this.#complete(false);
    return true;
  }

  #readBody(): boolean {
    const bytes = this.#state === 'open' ? this.#pending : this.#pending.subarray(0, Math.max(0, this.#left));
    if (bytes.length === 0) return false;
    this.#pending = this.#pending.subarray(bytes.length);
    this.#body.push(bytes);
    this.#received += bytes.length;
    this.#left -= bytes.length;
    if (this.#received > this.#limits.bodyLimit) {
      this.#complete(true);
      this.finished = true;
    } else if (this.#state === 'counted' && this.#left === 0) this.#complete(false);
    else if (this.#state === 'chunk-data' && this.#left === 0) this.#state = 'chunk-end';
    return true;
  }

  #readChunkSize(): boolean {
    const line = this.#line(longestChunkLine);
    if (line === undefined) return false;
    const size = /^([0-9a-f]{1,12})[ \t]*(;.*)?$/i.exec(line)?.[1];
    if (size === undefined) throw new Malformed('HPE_INVALID_CHUNK_SIZE');
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? 'trailers' : 'chunk-data';
    return true;
  }

  #readTrailers(): boolean {
    const line = this.#line(this.#limits.headerLimit);
    if (line === undefined) return false;
    // Trailer fields say nothing that is judged.
    this.#left += line.length;
    if (this.#left > this.#limits.headerLimit) throw new Malformed('HPE_HEADER_OVERFLOW');
    if (line === '') this.#complete(false);
    return true;
  }

  /** The next line without its end; `undefined`: it is not complete. */
  #line(limit: number): string | undefined {
    const end = this.#pending.indexOf(0x0a);
    if (end > limit || (end < 0 && this.#pending.length > limit)) throw new Malformed('HPE_HEADER_OVERFLOW');
    if (end < 0) return undefined;
    const line = this.#pending.subarray(0, end).toString('latin1').replace(/\r$/, '');
    this.#pending = this.#pending.subarray(end + 1);
    return line;
  }

  #complete(truncated: boolean): void {
    if (!this.#head) return;
    const body = Buffer.concat(this.#body).subarray(0, this.#limits.bodyLimit);
    this.responses.push({ ...this.#head, body, truncated });
    this.#head = undefined;
    this.#body = [];
    this.#received = 0;
    this.#left = 0;
    this.#state = 'head';
    if (this.responses.length >= longestSeries) this.finished = true;
  }
}
