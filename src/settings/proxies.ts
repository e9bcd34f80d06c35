/** The proxies that the environment names, as curl and most other programs understand it. */
import type { Proxies } from '../http/connection-options.js';
import type { Reader } from './setting-values.js';

/** The lower-case name wins, as in curl. */
export const proxyVariables = {
  http: ['http_proxy', 'HTTP_PROXY'],
  https: ['https_proxy', 'HTTPS_PROXY'],
  except: ['no_proxy', 'NO_PROXY'],
} as const;

/** `proxy.example:3128` counts as `http://proxy.example:3128`. The value may hold a password and is never repeated. */
export const proxyUrl: Reader<URL> = (given) => {
  const instead = 'a URL such as http://proxy.example:3128, with user:password@ before the host where needed';
  const text = /^[a-z][\w+.-]*:\/\//i.test(given) ? given : `http://${given}`;
  if (!URL.canParse(text)) return { wrong: 'is no URL of a proxy', instead };
  const url = new URL(text);
  if (url.protocol !== 'http:')
    return { wrong: 'names a proxy that is not itself reached by plain http', instead };
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    return { wrong: 'has a user name or password that is not percent-encoded', instead };
  }
  return { value: url };
};

export function exceptions(given: string | undefined): Proxies['except'] {
  return (given ?? '').split(/[\s,]+/).filter((rule) => rule !== '');
}
