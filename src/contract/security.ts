/** The security schemes of the token endpoint. */
import type { Parameter } from './contract.js';
import type { Cursor } from './cursor.js';

/** A scheme that an operation names, with whether no request does without it. */
export interface RequiredScheme {
  readonly at: Cursor;
  readonly always: boolean;
  /** Named by the operation itself, not by the whole document. */
  readonly own: boolean;
}

export function schemesOf(root: Cursor, operation: Cursor): RequiredScheme[] {
  const own = operation.get('security');
  const list = own ?? root.get('security');
  const alternatives = Array.isArray(list?.value) ? list.items().filter(({ isObject }) => isObject) : [];
  const names = alternatives.map((one) => one.entries().map(([name]) => name));
  const schemes = root.at('components', 'securitySchemes');
  return [...new Set(names.flat())].flatMap((name) => {
    const at = schemes?.isObject ? schemes.get(name) : undefined;
    if (!at?.isObject) return [];
    return [{ at, always: names.every((all) => all.includes(name)), own: own !== undefined }];
  });
}

/** API keys that are sent beside the token request, as parameters of the header or the query. */
export function apiKeys(root: Cursor, operation: Cursor): Parameter[] {
  return schemesOf(root, operation).flatMap(({ at, always, own }): Parameter[] => {
    const name = at.get('name')?.value;
    const place = at.get('in')?.value;
    if (at.get('type')?.value !== 'apiKey' || typeof name !== 'string') return [];
    if ((place !== 'header' && place !== 'query') || name.toLowerCase() === 'authorization') return [];
    const description = at.get('description')?.value;
    return [
      {
        name,
        in: place,
        required: always,
        schema: { type: 'string', minLength: 1 },
        description: typeof description === 'string' ? description : undefined,
        documented: undefined,
        // What is said of the whole API need not hold of the endpoint that hands out its tokens.
        enforced: own ? true : 'unknown',
        secret: true,
        alternative: undefined,
        pointer: at.pointer,
      },
    ];
  });
}

/** A header parameter, or an API key, that carries Authorization: what it says about itself. */
export function authorizationHeaders(
  root: Cursor,
  operation: Cursor,
  parameters: readonly Cursor[],
): Cursor[] {
  const isAuthorization = (at: Cursor) =>
    at.get('in')?.value === 'header' && String(at.get('name')?.value).toLowerCase() === 'authorization';
  return [
    ...parameters.filter(isAuthorization),
    ...schemesOf(root, operation)
      .filter(({ at, own }) => own && at.get('type')?.value === 'apiKey' && isAuthorization(at))
      .map(({ at }) => at),
  ];
}
