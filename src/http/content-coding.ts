/** Content codings (RFC 9110 section 8.4.1), undone. */
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** More than any token request or response needs; a compression bomb ends here. */
const decodedLimit = 8 * 1024 * 1024;

/** The body without its coding; `undefined` when the coding is unknown or the body does not have it. */
export function withoutCoding(coding: string | undefined, body: Buffer): Buffer | undefined {
  const options = { maxOutputLength: decodedLimit };
  try {
    switch (coding?.trim().toLowerCase()) {
      case undefined:
      case '':
      case 'identity':
        return body;
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(body, options);
      case 'deflate':
        return inflateSync(body, options);
      case 'br':
        return brotliDecompressSync(body, options);
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}

/** The coding that a request names, or has without naming it; `undefined`: none. */
export function sentCoding(request: {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Buffer | undefined;
}): string | undefined {
  const named = request.headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1];
  const isGzip = request.body?.[0] === 0x1f && request.body[1] === 0x8b;
  return isGzip ? 'gzip' : named;
}
