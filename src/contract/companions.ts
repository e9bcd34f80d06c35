/** The companions of a token endpoint: declared in `x-token-endpoint`, else described in the document. */
import type { Companion, Companions } from './contract.js';
import type { Operation } from './operations.js';
import { bodyHas } from './token-endpoint.js';

function described(operations: readonly Operation[], path: RegExp): Companion | undefined {
  const found = operations.find(
    (operation) => operation.method === 'POST' && path.test(operation.path) && bodyHas(operation, 'token'),
  );
  return found && { method: found.method, path: found.path };
}

function read(path: string | undefined): Companion | undefined {
  return path === undefined ? undefined : { method: 'GET', path };
}

/** What `x-token-endpoint` says: the companions, and where the documents are that are read only. */
export interface DeclaredCompanions {
  readonly companions?: Partial<Pick<Companions, 'revocation' | 'introspection' | 'resource'>>;
  /** URL or path. */
  readonly metadata?: string;
  /** URL or path. */
  readonly jwks?: string;
}

export function companionsOf(
  { companions: declared, metadata, jwks }: DeclaredCompanions,
  operations: readonly Operation[],
): Companions {
  return {
    revocation: declared?.revocation ?? described(operations, /\/(token_?)?revo(ke|cation)\/?$/i),
    introspection: declared?.introspection ?? described(operations, /\/(token_?)?introspect(ion)?\/?$/i),
    resource: declared?.resource,
    metadata: read(metadata),
    jwks: read(jwks),
  };
}
