/** Finding the token endpoint among the operations of a document. */
import { OpenAPIV3 } from 'openapi-types';
import type { Cursor } from './cursor.js';
import { formVariants } from './form-variants.js';
import { contentOf } from './media-type.js';

export const formMediaType = 'application/x-www-form-urlencoded';

export interface Operation {
  readonly path: string;
  readonly method: string;
  readonly pathItem: Cursor;
  readonly at: Cursor;
}

/** The fixed fields of a Path Item Object that hold operations. */
const methods: readonly string[] = Object.values(OpenAPIV3.HttpMethods);

export function operationsOf(root: Cursor): Operation[] {
  const paths = root.get('paths')?.entries() ?? [];
  return paths
    .filter(([path]) => !path.startsWith('x-'))
    .flatMap(([path, pathItem]) =>
      methods.flatMap((method) => {
        const at = pathItem.get(method);
        return at ? [{ path, method: method.toUpperCase(), pathItem, at }] : [];
      }),
    );
}

/** The Media Type Object of the form-urlencoded body. */
export function formOf(operation: Operation): Cursor | undefined {
  return contentOf(operation.at.get('requestBody')).find(([mediaType]) => mediaType === formMediaType)?.[1];
}

/** True when the form has a parameter of that name, in any of its variants. */
export function formHas(operation: Operation, name: string): boolean {
  const schema = formOf(operation)?.get('schema');
  return schema !== undefined && formVariants(schema).some(({ properties }) => properties.has(name));
}

export function named({ method, path }: Operation): string {
  return `${method} ${path}`;
}

const shownOperations = 20;

function listed(operations: readonly Operation[]): string {
  const names = operations.slice(0, shownOperations).map(named);
  const more = operations.length - names.length;
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** The POST operations that carry `x-token-endpoint`; where none does, those whose form has `grant_type`. */
export function candidatesOf(root: Cursor): Operation[] {
  const posts = operationsOf(root).filter(({ method }) => method === 'POST');
  const declared = posts.filter(({ at }) => at.get('x-token-endpoint') !== undefined);
  return declared.length > 0 ? declared : posts.filter((operation) => formHas(operation, 'grant_type'));
}

/**
 * The one candidate.
 *
 * @throws ContractError when there is none, or more than one
 */
export function tokenEndpoint(root: Cursor): Operation {
  const all = operationsOf(root);
  const candidates = candidatesOf(root);
  const [found, second] = candidates;
  const paths = root.get('paths') ?? root;
  if (!found)
    return paths.fail(
      `there is no token endpoint: no POST operation has grant_type in an ${formMediaType} body or carries ` +
        `x-token-endpoint (${all.length > 0 ? `operations found: ${listed(all)}` : 'no operations found'})`,
      'describe the form of the token endpoint with grant_type, or put x-token-endpoint on its POST operation',
    );
  if (second)
    return paths.fail(
      `there are several token endpoints: ${listed(candidates)}`,
      candidates.every(({ at }) => at.get('x-token-endpoint') !== undefined)
        ? 'keep x-token-endpoint on one operation only'
        : 'put x-token-endpoint on the operation that is meant',
    );
  return found;
}
