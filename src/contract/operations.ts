/** The operations of a document. */
import { OpenAPIV3 } from 'openapi-types';
import type { Parameter } from './contract.js';
import type { Cursor } from './cursor.js';

export const formMediaType = 'application/x-www-form-urlencoded';

export interface Operation {
  /** As the document writes it, with templates, and a fragment or query where it has one. */
  readonly path: string;
  readonly method: string;
  readonly pathItem: Cursor;
  readonly at: Cursor;
}

export type Slot = Pick<Parameter, 'in' | 'name'>;

/** The fixed fields of a Path Item Object that hold operations. */
const methods: readonly string[] = Object.values(OpenAPIV3.HttpMethods);

export function operationsOf(root: Cursor): Operation[] {
  const paths = root.get('paths')?.entries() ?? [];
  return paths
    .filter(([path, pathItem]) => !path.startsWith('x-') && pathItem.isObject)
    .flatMap(([path, pathItem]) =>
      methods.flatMap((method) => {
        const at = pathItem.get(method);
        return at ? [{ path, method: method.toUpperCase(), pathItem, at }] : [];
      }),
    );
}

export function named({ method, path }: Operation): string {
  return `${method} ${path}`;
}

export function isSame(left: Slot, right: Slot): boolean {
  return left.in === right.in && left.in === 'header'
    ? left.name.toLowerCase() === right.name.toLowerCase()
    : left.in === right.in && left.name === right.name;
}

/** Parameter Objects of the operation, before those of its path that it does not override. */
export function parameterObjects({ at, pathItem }: Operation): Cursor[] {
  const own = at.get('parameters')?.items() ?? [];
  const slot = (parameter: Cursor) =>
    ({ in: parameter.textOf('in') ?? '', name: parameter.textOf('name') ?? '' }) as Slot;
  const inherited = (pathItem.get('parameters')?.items() ?? []).filter(
    (candidate) => !own.some((parameter) => isSame(slot(parameter), slot(candidate))),
  );
  return [...inherited, ...own];
}

/** The server that a path names itself, against OpenAPI: `https://as.example` of `https://as.example/token`. */
export function serverOfPath(path: string): string | undefined {
  return /^https?:\/\/[^/?#]+/i.exec(path)?.[0];
}

/**
 * Without the fragment and the query by which documents tell several operations of one path apart, and without a server;
 * with the slash that it begins with.
 */
export function barePath(path: string): string {
  const bare = path.slice(serverOfPath(path)?.length ?? 0).split(/[?#]/, 1)[0] ?? path;
  return bare.startsWith('/') ? bare : `/${bare}`;
}

/** The query that the path itself is written with. */
export function fixedQuery({ path }: Operation): [string, string][] {
  const query = /\?([^#]*)/.exec(path)?.[1];
  // A template ({name}) is no value.
  return query === undefined
    ? []
    : [...new URLSearchParams(query)].filter(([, value]) => !/[{}]/.test(value));
}
