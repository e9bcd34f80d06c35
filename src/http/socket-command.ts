/**
 * Bytes that were written by hand as a command line for bash: curl cannot send them. `printf` writes them into
 * `nc`, or for TLS into `openssl s_client`. All at once: pauses between them are not repeated.
 */
import { targetOf } from './address.js';
import { type CurlOptions, type Part, partsOf, word } from './curl.js';
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

/** Bytes that are not UTF-8 stay bytes, but for a line that holds a secret. */
function partsOfLine(bytes: Buffer, options: CurlOptions): Part[] {
  const text = bytes.toString();
  const fields = secretsOf(text, options.isSecret);
  const isText = Buffer.from(text).equals(bytes);
  return isText || fields.length > 0 || options.text(text) !== text
    ? partsOf(text, fields, options)
    : [bytes];
}

function printed(segment: string, options: CurlOptions): string {
  const lines = segment.split(/(?<=\n)/).map((line) => Buffer.from(line, 'latin1'));
  return `printf %s ${word(...lines.flatMap((line) => partsOfLine(line, options)))}`;
}

/** The command line. `‹…›` stands where a secret was that no variable holds: the reader has to fill it in. */
export function socketCommand(url: string, bytes: Buffer, options: CurlOptions): string {
  const target = targetOf(url, {});
  if (!target) return '';
  const segments = bytes.toString('latin1').split('\0');
  const commands = segments.flatMap((segment, at) => [
    ...(at > 0 ? ["printf '\\0'"] : []),
    ...(segment === '' ? [] : [printed(segment, options)]),
  ]);
  const [only, ...more] = commands;
  const source = more.length > 0 ? `{ ${commands.join('; ')}; }` : only;
  const [host, port] = [word(target.hostname), target.port];
  return target.secure
    ? `${source} | openssl s_client -quiet -connect ${word(target.name)} -servername ${host}`
    : `${source} | nc ${host} ${port}`;
}
