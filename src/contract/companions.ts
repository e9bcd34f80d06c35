/** The companions of a token endpoint: declared in `x-token-endpoint`, else described in the document. */
import type { Companion, Companions } from './contract.js';
import { formHas, type Operation } from './token-endpoint.js';

function described(operations: readonly Operation[], path: RegExp): Companion | undefined {
  const found = operations.find(
    (operation) => operation.method === 'POST' && path.test(operation.path) && formHas(operation, 'token'),
  );
  return found && { method: found.method, path: found.path };
}

export function companionsOf(
  declared: Partial<Companions> | undefined,
  operations: readonly Operation[],
): Companions {
  return {
    revocation: declared?.revocation ?? described(operations, /\/(token_?)?revo(ke|cation)\/?$/i),
    introspection: declared?.introspection ?? described(operations, /\/(token_?)?introspect(ion)?\/?$/i),
    resource: declared?.resource,
  };
}
