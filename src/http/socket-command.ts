/**
 * Bytes that were written by hand as a command line for bash: curl cannot send them. `printf` writes them into
 * `nc`, or for TLS into `openssl s_client`. All at once: pauses between them are not repeated.
 */
import { targetOf } from './address.js';
import { type CurlOptions, partsOf, quotedBytes, word } from './curl.js';
import { bodyFields, linesOfMessages, type SecretField, type SecretPredicate } from './secret-fields.js';

/** The secrets of each line: a body, or the credentials of an Authorization field. */
export function secretsOf(text: string, isSecret: SecretPredicate): SecretField[] {
  const found: SecretField[] = [];
  for (const { line, index } of linesOfMessages(text)) {
    const [, before, value] = /^([ \t]*(?:proxy-)?authorization[ \t]*:[ \t]*\S+[ \t])(.+)$/i.exec(line) ?? [];
    if (before !== undefined && value !== undefined) {
      const start = index + before.length;
      found.push({ name: 'credentials', start, end: start + value.length, value });
    } else
      for (const field of bodyFields(line, isSecret))
        found.push({ ...field, start: field.start + index, end: field.end + index });
  }
  return found;
}

function printed(bytes: Buffer, options: CurlOptions): string {
  const text = bytes.toString();
  const fields = secretsOf(text, options.isSecret);
  const isText = Buffer.from(text).equals(bytes);
  const known = fields.length > 0 || options.text(text) !== text;
  return `printf %s ${isText || known ? word(...partsOf(text, fields, options)) : quotedBytes(bytes)}`;
}

/** The command line. `‹…›` stands where a secret was that no variable holds: the reader has to fill it in. */
export function socketCommand(url: string, bytes: Buffer, options: CurlOptions): string {
  const target = targetOf(url);
  if (!target) return '';
  const segments = bytes.toString('latin1').split('\0');
  const commands = segments.flatMap((segment, at) => [
    ...(at > 0 ? ["printf '\\0'"] : []),
    ...(segment === '' ? [] : [printed(Buffer.from(segment, 'latin1'), options)]),
  ]);
  const [only, ...more] = commands;
  const source = more.length > 0 ? `{ ${commands.join('; ')}; }` : only;
  const [host, port] = [word(target.hostname), target.port];
  return target.secure
    ? `${source} | openssl s_client -quiet -connect ${word(target.name)} -servername ${host}`
    : `${source} | nc ${host} ${port}`;
}
