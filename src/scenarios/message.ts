/**
 * A request as the message that it is on the wire (RFC 9112 section 2.1), in parts that a scenario may spoil
 * before they are written. Host and Content-Length are among its lines; nothing is added on the way.
 */
import type { Field, Wire } from '../http/observation.js';
import { encodeRequest, type RequestDraft } from './request.js';

export interface Message {
  readonly requestLine: string;
  /** Field lines without their ends. */
  readonly lines: readonly string[];
  readonly body: Buffer;
}

/** A client that means to send more: whether the connection is closed is left to the server. */
export function messageOf(draft: RequestDraft): Message {
  const { method, url, headers, body = Buffer.alloc(0) } = encodeRequest(draft);
  const { host } = new URL(url);
  const target = url.replace(/^https?:\/\/[^/?#]*/i, '');
  const fields: Field[] = [['Host', host], ...headers];
  if (draft.body?.bytes !== undefined || body.length > 0)
    fields.push(['Content-Length', String(body.length)]);
  return {
    requestLine: `${method} ${target.startsWith('/') ? target : `/${target}`} HTTP/1.1`,
    lines: fields.map(([name, value]) => `${name}: ${value}`),
    body,
  };
}

/** True for the line of that field. */
export function isLineOf(name: string): (line: string) => boolean {
  return (line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`);
}

export function withoutLine(message: Message, name: string): Message {
  return { ...message, lines: message.lines.filter((line) => !isLineOf(name)(line)) };
}

export function withLines(message: Message, ...lines: readonly string[]): Message {
  return { ...message, lines: [...message.lines, ...lines] };
}

/** Header section with its end; text is written as ISO 8859-1, one character a byte. */
export function headBytes({ requestLine, lines }: Message): Buffer {
  return Buffer.from(`${[requestLine, ...lines].join('\r\n')}\r\n\r\n`, 'latin1');
}

export function messageBytes(message: Message): Buffer {
  return Buffer.concat([headBytes(message), message.body]);
}

/** The draft, to be sent as these bytes; the rest of it tells what they are meant to say. */
export function asBytes(
  draft: RequestDraft,
  bytes: Buffer | Wire['pieces'],
  options: Omit<Wire, 'pieces'> = {},
): RequestDraft {
  return { ...draft, wire: { pieces: Buffer.isBuffer(bytes) ? [{ bytes }] : bytes, ...options } };
}

/** RFC 9112 section 7.1, a chunk for each part. */
export function chunked(...parts: readonly Buffer[]): Buffer[] {
  return [
    ...parts.map((part) =>
      Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]),
    ),
    Buffer.from('0\r\n\r\n'),
  ];
}
