/** What a response says about being stored (RFC 9111 section 5). */
import { header } from '../http/answer.js';
import type { ReceivedResponse } from '../http/observation.js';
import { dateOf, parseHttpDate } from './http-date.js';

/** Directives of all lines of the field, names in lower case; arguments without quotes. */
function cacheDirectives(response: ReceivedResponse, field = 'Cache-Control'): Map<string, string> {
  const parts = (header(response, field) ?? '').split(',').map((part) => part.trim());
  return new Map(
    parts
      .filter((part) => part !== '')
      .map((part) => {
        const [name = '', argument = ''] = part.split('=', 2);
        return [name.trim().toLowerCase(), argument.trim().replaceAll('"', '')];
      }),
  );
}

export function forbidsStorage(response: ReceivedResponse): boolean {
  return cacheDirectives(response).has('no-store');
}

/** For any cache, and for those in front of the server (RFC 9213, Edge Architecture Specification). */
const fields = ['Cache-Control', 'CDN-Cache-Control', 'Surrogate-Control'];

/** What invites a cache to keep the response, each as it would be named in a finding. */
export function invitationsToStore(response: ReceivedResponse): string[] {
  const found: string[] = [];
  for (const field of fields) {
    const directives = cacheDirectives(response, field);
    if (directives.has('public')) found.push(`${field}: public`);
    for (const name of ['max-age', 's-maxage'])
      if (Number(directives.get(name) ?? 0) > 0) found.push(`${field}: ${name} above 0`);
  }
  const expires = parseHttpDate(header(response, 'Expires') ?? '');
  const made = expires === undefined ? undefined : dateOf(response);
  if (expires !== undefined && made !== undefined && expires > made) found.push('Expires later than Date');
  return found;
}
