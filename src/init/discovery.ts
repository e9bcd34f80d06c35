/**
 * The metadata of an authorization server: RFC 8414, and OpenID Connect Discovery 1.0. It is read from the network and
 * hostile until proved: bounded by the transport, and of each member only what has the right form is taken.
 */
import { isJsonObject, type JsonObject, readJson } from '../http/answer.js';
import type { Observation } from '../http/observation.js';
import { InitError, type Note, type ServerFacts } from './server-facts.js';
import { publishedUrlProblem } from './server-url.js';

/** RFC 8414 section 3.1: inserted between host and path. OpenID Connect Discovery section 4: appended. RFC 8414 section 5: both. */
const wellKnown = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'] as const;

/** Where the metadata of an issuer may be, the likeliest first. */
export function metadataUrls(issuer: string): string[] {
  const { origin, pathname, search } = new URL(issuer);
  const path = pathname.replace(/\/+$/, '');
  const [oauth, openid] = wellKnown;
  const found = [`${origin}${oauth}${path}`, `${origin}${path}${openid}`, `${origin}${openid}${path}`];
  return [...new Set(found)].map((url) => url + search);
}

/** The issuer that a metadata URL belongs to; `undefined`: it is no metadata URL. */
export function issuerOf(metadataUrl: string): string | undefined {
  const { origin, pathname } = new URL(metadataUrl);
  const name = wellKnown.find((one) => pathname.includes(one));
  if (name === undefined) return undefined;
  const [before = '', after = ''] = pathname.split(name);
  return origin + (before || after);
}

const mostListed = 100;
const longestListed = 200;

/** The texts of a list, as far as they are characters that a name in a protocol may have. */
function namesOf(metadata: JsonObject, member: string): string[] | undefined {
  const value = Object.hasOwn(metadata, member) ? metadata[member] : undefined;
  if (!Array.isArray(value)) return undefined;
  const names = value.filter(
    (one): one is string => typeof one === 'string' && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(one),
  );
  return [...new Set(names)].filter(({ length }) => length <= longestListed).slice(0, mostListed);
}

function textOf(metadata: JsonObject, member: string): string | undefined {
  const value = Object.hasOwn(metadata, member) ? metadata[member] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** RFC 8414 section 2: "If omitted, the default value is …". */
const defaultGrants = ['authorization_code', 'implicit'];
const defaultMethods = ['client_secret_basic'];

/**
 * @param url where it was read
 * @throws InitError when it names no token endpoint that may be used
 */
export function factsOf(
  metadata: JsonObject,
  { url, allowedHost }: { readonly url: string; readonly allowedHost: string | undefined },
): ServerFacts {
  const notes: Note[] = [{ kind: 'found', text: `The metadata of the server: ${url}.` }];
  const endpoint = (member: string): string | undefined => {
    const value = textOf(metadata, member);
    if (value === undefined) return undefined;
    const problem = publishedUrlProblem(value, url, allowedHost);
    if (problem === undefined) return value;
    notes.push({ kind: 'open', text: `${member} of the metadata ${problem}: it is left out.` });
    return undefined;
  };
  const tokenUrl = endpoint('token_endpoint');
  if (tokenUrl === undefined)
    throw new InitError(
      `${url} names no token endpoint that can be used${notes[1] ? `: ${notes[1].text}` : '.'} Name it by --token-url.`,
      'usage',
    );
  if (new URL(tokenUrl).host !== new URL(url).host)
    notes.push({
      kind: 'found',
      text: `The token endpoint is on another host than the metadata: credentials will be sent to ${new URL(tokenUrl).host}.`,
    });
  const grants = namesOf(metadata, 'grant_types_supported');
  if (grants === undefined)
    notes.push({
      kind: 'found',
      text: `The metadata lists no grants, which means ${defaultGrants.join(' and ')} (RFC 8414 section 2); many servers leave the list out.`,
    });
  const methods = namesOf(metadata, 'token_endpoint_auth_methods_supported');
  if (methods === undefined)
    notes.push({
      kind: 'found',
      text: `The metadata lists no ways of client authentication, which means ${defaultMethods.join(', ')} (RFC 8414 section 2).`,
    });
  return {
    tokenUrl,
    issuer: textOf(metadata, 'issuer'),
    metadataUrl: url,
    revocationUrl: endpoint('revocation_endpoint'),
    introspectionUrl: endpoint('introspection_endpoint'),
    userinfoUrl: endpoint('userinfo_endpoint'),
    grants,
    clientAuthentication: methods ?? defaultMethods,
    scopes: namesOf(metadata, 'scopes_supported') ?? [],
    notes,
  };
}

/** How the answer to a request for metadata reads; `undefined`: there is none at that place. */
function metadataOf({ response }: Observation): JsonObject | undefined {
  if (response?.status !== 200 || response.truncated) return undefined;
  const { value } = readJson(response);
  return isJsonObject(value) ? value : undefined;
}

export interface Reader {
  /** GET, with nothing of the user's. */
  get(url: string): Promise<Observation>;
  readonly allowedHost: string | undefined;
}

function mismatch(issuer: string, declared: string | undefined, url: string): string {
  return (
    `${url} says that its issuer is ${declared === undefined ? 'nobody' : JSON.stringify(declared.slice(0, longestListed))}, ` +
    `not ${JSON.stringify(issuer)}: such metadata must not be used (RFC 8414 section 3.3). ` +
    'Name the issuer exactly as the server does, or the token endpoint by --token-url.'
  );
}

/**
 * The facts that the metadata of this issuer tells.
 * @param given issuer identifier, or the URL of its metadata
 * @throws InitError when there is no metadata, or that of another issuer
 */
export async function discover(given: string, { get, allowedHost }: Reader): Promise<ServerFacts> {
  const ofUrl = issuerOf(given);
  const issuer = ofUrl ?? given;
  const seen: string[] = [];
  for (const url of ofUrl === undefined ? metadataUrls(given) : [given]) {
    const observation = await get(url);
    const { failure, response } = observation;
    if (failure) throw new InitError(`${url}: ${failure.message}`, 'unreachable');
    const metadata = metadataOf(observation);
    if (metadata === undefined) {
      seen.push(
        `${url}: HTTP ${response?.status}${response?.status === 200 ? ' without a JSON object, or too long' : ''}`,
      );
      continue;
    }
    const declared = textOf(metadata, 'issuer');
    const alike = declared?.replace(/\/$/, '') === issuer.replace(/\/$/, '');
    if (!alike) throw new InitError(mismatch(issuer, declared, url), 'usage');
    const facts = factsOf(metadata, { url, allowedHost });
    if (declared === issuer || ofUrl !== undefined) return facts;
    const text = `The server writes its issuer ${declared}: with or without a slash at the end makes another identifier (RFC 8414 section 3.3).`;
    return { ...facts, notes: [...facts.notes, { kind: 'found', text }] };
  }
  throw new InitError(
    `There is no metadata of ${issuer}. ${seen.join('. ')}. Name the token endpoint by --token-url instead.`,
    'usage',
  );
}

/** Issuers are commonly one of these: the host, or a part of the path of the token endpoint. */
const mostGuesses = 4;

/**
 * The facts that the metadata of a server tells whose token endpoint is known; `undefined`: none was found. Only metadata
 * that names this very endpoint counts.
 */
export async function discoverFrom(
  tokenUrl: string,
  { get, allowedHost }: Reader,
): Promise<ServerFacts | undefined> {
  const { origin, pathname } = new URL(tokenUrl);
  const parts = pathname.split('/').slice(1, -1);
  const issuers = [...parts.keys()].map((index) => `${origin}/${parts.slice(0, index + 1).join('/')}`);
  for (const issuer of [origin, ...issuers].slice(0, mostGuesses))
    for (const url of metadataUrls(issuer).slice(0, 2)) {
      const metadata = metadataOf(await get(url));
      if (metadata === undefined || textOf(metadata, 'token_endpoint') !== tokenUrl) continue;
      const declared = textOf(metadata, 'issuer')?.replace(/\/$/, '');
      if (declared === issuer) return factsOf(metadata, { url, allowedHost });
    }
  return undefined;
}
