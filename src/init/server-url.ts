/** URLs that people type and servers publish: which of them may be reached, as everywhere by https alone. */
import { isLoopback } from '../settings/setting-values.js';

/** Longer ones are no addresses of endpoints. */
const longest = 2000;

/**
 * Why a URL may not be used; `undefined`: it may.
 * @param allowedHost may be reached by plain http
 */
export function urlProblem(text: string, allowedHost: string | undefined): string | undefined {
  if (text.length > longest) return 'is too long';
  if (!/^https?:\/\/[^\s\\]+$/i.test(text) || !URL.canParse(text)) return 'is no http(s) URL';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'contains a user name or password';
  if (text.includes('#')) return 'contains a fragment';
  if (url.protocol === 'http:' && !isLoopback(text) && allowedHost?.toLowerCase() !== url.hostname)
    return `is plain http to another machine, which sends credentials unencrypted; set TOKEN_ALLOW_HTTP=${url.hostname} if that is meant`;
  return undefined;
}

/** Why the URL of an endpoint, named by a server, may not be used: in addition, nobody but this machine may send us to it. */
export function publishedUrlProblem(
  text: string,
  publisher: string,
  allowedHost: string | undefined,
): string | undefined {
  const problem = urlProblem(text, allowedHost);
  if (problem !== undefined) return problem;
  return isLoopback(text) && !isLoopback(publisher) ? 'leads to this machine' : undefined;
}
