/** Finding the token endpoint among the operations of a document: by evidence, which is told. */

import { membersNamed } from './composed-schema.js';
import type { Cursor } from './cursor.js';
import { chosenBody, describedRequest, samplesOf } from './described-request.js';
import { type FormVariant, formVariants } from './form-variants.js';
import { contentOf } from './media-type.js';
import { barePath, fixedQuery, named, type Operation, operationsOf } from './operations.js';

/** What speaks for an operation. */
interface Signs {
  readonly operation: Operation;
  readonly declared: boolean;
  readonly grantType: boolean;
  readonly tokenUrl: boolean;
  readonly answers: boolean;
  readonly credentials: boolean;
  readonly path: boolean;
  readonly words: boolean;
  readonly deprecated: boolean;
  /** Why its request could not be read. */
  readonly fault: unknown;
}

const inWords: readonly (readonly [keyof Signs, string])[] = [
  ['declared', 'it carries x-token-endpoint'],
  ['grantType', 'it takes grant_type'],
  ['tokenUrl', 'an OAuth 2.0 flow names it as tokenUrl'],
  ['answers', 'its response has access_token'],
  ['path', 'its path is that of a token endpoint'],
  ['credentials', 'it takes credentials'],
  ['words', 'its name speaks of tokens'],
];

export interface FoundEndpoint {
  readonly operation: Operation;
  /** Operations that the document writes apart although they have the same URL and method. */
  readonly siblings: readonly Operation[];
  /** Why it is taken for the token endpoint. */
  readonly evidence: readonly string[];
  /** Others that could have been meant. */
  readonly passedOver: readonly Operation[];
}

/** The parameters of the request, wherever they are sent, in each of its shapes; or what hinders to read them. */
function shapesOf(operation: Operation): {
  readonly shapes: readonly FormVariant[];
  readonly fault?: unknown;
} {
  try {
    return { shapes: describedRequest(operation).variants };
  } catch (fault) {
    return { shapes: [], fault };
  }
}

/** True when the body of the request has a parameter of that name, in any of its shapes. */
export function bodyHas(operation: Operation, name: string): boolean {
  try {
    const schema = chosenBody(operation)?.media.get('schema');
    return schema !== undefined && formVariants(schema).some(({ properties }) => properties.has(name));
  } catch {
    return false;
  }
}

/** As the standard writes it, and as some vendors do. */
const accessToken = ['access_token', 'accessToken'];

function answersWithToken(operation: Operation): boolean {
  const responses = operation.at.isObject ? operation.at.get('responses') : undefined;
  if (!responses?.isObject) return false;
  return responses.entries().some(([status, response]) => {
    if (!/^(2|default)/i.test(status) || !response.isObject) return false;
    return contentOf(response).some(([, media]) => {
      if (!media.isObject) return false;
      const schema = media.get('schema');
      return (
        (schema?.isObject === true && accessToken.some((name) => membersNamed(schema, name).length > 0)) ||
        samplesOf(media).some(
          (sample) => sample.isObject && accessToken.some((name) => sample.get(name) !== undefined),
        )
      );
    });
  });
}

function tokenUrlsOf(root: Cursor): string[] {
  const schemes = root.at('components', 'securitySchemes');
  if (!schemes?.isObject) return [];
  return schemes.entries().flatMap(([, scheme]) => {
    const flows = scheme.isObject && scheme.get('type')?.value === 'oauth2' ? scheme.get('flows') : undefined;
    if (!flows?.isObject) return [];
    return flows.entries().flatMap(([, flow]) => {
      const url = flow.isObject ? flow.get('tokenUrl')?.value : undefined;
      return typeof url === 'string' ? [url] : [];
    });
  });
}

/** The segments of a path; a template stands for any segment. */
function segmentsOf(path: string): string[] {
  return path
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '')
    .split(/[?#]/, 1)
    .flatMap((part) => part.split('/'))
    .filter((segment) => segment !== '');
}

function isNamedBy(url: string, path: string): boolean {
  const [left, right] = [segmentsOf(url).toReversed(), segmentsOf(path).toReversed()];
  return (
    right.length > 0 &&
    left.length >= right.length &&
    right.every((segment, index) => segment.includes('{') || segment === left[index])
  );
}

const elsewhere = /revo(ke|cation)|introspect|logout|userinfo|token_?info|verify|validate/i;
const tokenPath = /(^|[/_.-])((access|auth|oauth2?|bearer)[_-]?)?tokens?(\.[a-z0-9]+)?\/?$/i;

function signsOf(operation: Operation, tokenUrls: readonly string[]): Signs {
  const { at, path } = operation;
  const said = ['operationId', 'summary', 'tags'].flatMap((name) => [at.get(name)?.value].flat());
  const bare = barePath(path);
  const { shapes, fault } = shapesOf(operation);
  const takes = (...names: readonly string[]) =>
    shapes.some(({ properties }) => names.every((name) => properties.has(name)));
  return {
    operation,
    fault,
    declared: at.get('x-token-endpoint') !== undefined,
    grantType: takes('grant_type') || fixedQuery(operation).some(([name]) => name === 'grant_type'),
    tokenUrl: tokenUrls.some((url) => isNamedBy(url, bare)),
    answers: answersWithToken(operation),
    credentials: takes('username', 'password') || takes('client_id') || takes('refresh_token'),
    path: tokenPath.test(bare),
    words: said.some((text) => typeof text === 'string' && /token|oauth/i.test(text)),
    deprecated: at.get('deprecated')?.value === true,
  };
}

function isCandidate(signs: Signs): boolean {
  const { declared, grantType, tokenUrl, answers, credentials, path, words, operation } = signs;
  if (declared) return true;
  if (elsewhere.test(barePath(operation.path))) return false;
  if (grantType || tokenUrl) return true;
  if (answers) return (path || credentials || words) && !/authori[sz]e/i.test(operation.path);
  return (
    path && (credentials || /oauth|oidc|connect|auth/i.test(`${operation.path} ${words ? 'oauth' : ''}`))
  );
}

/** Whatever may be the token endpoint, whatever its method; the weightiest kind of evidence decides who is among them. */
function candidates(root: Cursor): Signs[] {
  const tokenUrls = tokenUrlsOf(root);
  const judged = operationsOf(root)
    .filter(({ at }) => at.isObject)
    .map((operation) => signsOf(operation, tokenUrls));
  const all = judged.filter(isCandidate);
  const unreadable = judged.find(({ fault }) => fault !== undefined);
  if (all.length === 0 && unreadable) throw unreadable.fault;
  const decisive = (['declared', 'grantType', 'tokenUrl'] as const).find((sign) =>
    all.some((one) => one[sign]),
  );
  return decisive ? all.filter((one) => one[decisive]) : all;
}

/** Those that another sign speaks for, where there are some. */
function preferring(list: readonly Signs[], holds: (signs: Signs) => boolean): readonly Signs[] {
  const found = list.filter(holds);
  return found.length > 0 ? found : list;
}

const choosing =
  'put x-token-endpoint on the operation that is meant, or name it with --operation (TOKEN_OPERATION)';

const shownOperations = 20;

function listed(operations: readonly Operation[]): string {
  const names = operations.slice(0, shownOperations).map((operation) => {
    const id = operation.at.isObject ? operation.at.get('operationId')?.value : undefined;
    return typeof id === 'string' ? `${named(operation)} (${id})` : named(operation);
  });
  const more = operations.length - names.length;
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function endpointOf(chosen: Signs, group: readonly Signs[], others: readonly Signs[]): FoundEndpoint {
  return {
    operation: chosen.operation,
    siblings: group.filter((one) => one !== chosen).map(({ operation }) => operation),
    evidence: inWords.flatMap(([sign, words]) => (group.some((one) => one[sign] === true) ? [words] : [])),
    passedOver: others.filter((one) => !group.includes(one)).map(({ operation }) => operation),
  };
}

/** @param wanted operationId, path, or method and path; a user's choice */
function chosenBy(wanted: string, root: Cursor): FoundEndpoint {
  const all = operationsOf(root).filter(({ at }) => at.isObject);
  const isMeant = (operation: Operation) =>
    [named(operation), operation.path, operation.at.get('operationId')?.value].includes(wanted);
  const meant = all.filter(isMeant);
  const found = meant.find(({ method }) => method === 'POST') ?? meant[0];
  const paths = root.get('paths') ?? root;
  if (!found) {
    const possible = candidates(root).map(({ operation }) => operation);
    const shown = possible.length > 0 ? possible : operationsOf(root);
    return paths.fail(
      `there is no operation ${JSON.stringify(wanted)}; ${possible.length > 0 ? 'token endpoints' : 'operations'} ` +
        `of the document: ${listed(shown) || 'none'}`,
      'name one of them with --operation (TOKEN_OPERATION), by operationId, path, or method and path',
    );
  }
  if (found.method !== 'POST' && found.method !== 'GET') return refuseMethod(found);
  return { operation: found, siblings: [], evidence: ['--operation names it'], passedOver: [] };
}

function refuseMethod(operation: Operation): never {
  return operation.at.fail(
    `the token endpoint is described as ${named(operation)}: token requests are sent by POST (RFC 6749 section 3.2)`,
    'describe the POST operation of the token endpoint',
  );
}

/**
 * The token endpoint.
 *
 * @param wanted operationId, path, or method and path, where a user chooses
 * @throws ContractError when there is none, or when several may be meant
 */
export function tokenEndpoint(root: Cursor, wanted?: string): FoundEndpoint {
  if (wanted !== undefined) return chosenBy(wanted, root);
  const all = candidates(root);
  const posts = all.filter(({ operation }) => operation.method === 'POST');
  // "The client MUST use the HTTP "POST" method when making access token requests" (RFC 6749 section 3.2). Who describes
  // GET only is told so, and asked by GET. A name alone is no sign of that.
  const others = all.filter(({ declared, grantType, tokenUrl, answers }) =>
    [declared, grantType, tokenUrl, answers].includes(true),
  );
  const meant = posts.length > 0 ? posts : others.filter(({ operation }) => operation.method === 'GET');
  const paths = root.get('paths') ?? root;
  if (meant.length === 0 && others[0]) return refuseMethod(others[0].operation);
  if (meant.length === 0) {
    const operations = operationsOf(root);
    return paths.fail(
      'there is no token endpoint: no POST operation takes grant_type, is named as tokenUrl, answers with ' +
        `access_token or carries x-token-endpoint (${operations.length > 0 ? `operations found: ${listed(operations)}` : 'no operations found'})`,
      `describe the form of the token endpoint with grant_type, ${choosing}`,
    );
  }
  const preferences: readonly ((signs: Signs) => boolean)[] = [
    ({ deprecated }) => !deprecated,
    ({ tokenUrl }) => tokenUrl,
    ({ answers }) => answers,
    ({ path }) => path,
  ];
  const left = meant[0]?.declared ? meant : preferences.reduce(preferring, meant);
  const [chosen] = left;
  const group = left.filter(
    ({ operation }) => barePath(operation.path) === barePath(chosen?.operation.path ?? ''),
  );
  if (!chosen || group.length < left.length)
    return paths.fail(
      `there are several token endpoints: ${listed([...new Set([...left, ...meant])].map(({ operation }) => operation))}`,
      left[0]?.declared
        ? 'keep x-token-endpoint on one operation only, or name the one that is meant with --operation (TOKEN_OPERATION)'
        : choosing,
    );
  return endpointOf(chosen, group, meant);
}

/** As a contract is read; where there is none, whatever operation speaks of tokens, described ever so wrongly. */
export function anyTokenEndpoint(root: Cursor, wanted?: string): Operation {
  if (wanted === undefined) {
    const all = candidates(root);
    const [found, second] = all;
    if (found && all.every(({ operation }) => operation.method !== 'POST')) {
      // The same resource under several methods is one endpoint, wrongly described.
      if (!second || second.operation.path === found.operation.path) return found.operation;
    }
  }
  return tokenEndpoint(root, wanted).operation;
}
