/** Media types as OpenAPI documents write them. */
import type { Cursor } from './cursor.js';

/** Type and subtype in lower case, without parameters. */
function essence(mediaType: string): string {
  return mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

export function isJson(mediaType: string): boolean {
  return /^(application\/json|[^/]+\/[^/]+\+json)$/.test(mediaType);
}

/** True for JSON, and for the ranges that admit it. */
export function mayBeJson(mediaType: string): boolean {
  return isJson(mediaType) || ['*/*', 'application/*', 'text/json'].includes(mediaType);
}

/** The entries of a `content` map by essence; empty when there is none. */
export function contentOf(holder: Cursor | undefined): [string, Cursor][] {
  return (holder?.get('content')?.entries() ?? []).map(([name, media]) => [essence(name), media]);
}
