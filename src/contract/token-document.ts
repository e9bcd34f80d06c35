/**
 * The OpenAPI document as its author wrote it, for judging the document itself: the operation of the token
 * endpoint, even where it is described so wrongly that no contract can be read.
 */

import type { Cursor } from './cursor.js';
import type { Operation } from './operations.js';
import { readSource } from './read-contract.js';
import { type ResolvedDocument, resolved, resolvedDocumentOf } from './resolved-document.js';
import type { SourceFile } from './source-file.js';
import { anyTokenEndpoint } from './token-endpoint.js';

export interface TokenDocument extends Pick<ResolvedDocument, 'openapi30' | 'locate'> {
  /** References resolved; Swagger 2.0 in the terms of OpenAPI 3.0. */
  readonly root: Cursor;
  readonly operation: Operation;
}

function ofDocument(document: ResolvedDocument, wanted?: string): TokenDocument {
  const { root, openapi30, locate } = document;
  return { root, openapi30, locate, operation: anyTokenEndpoint(root, wanted) };
}

/** @param value of the document, references resolved */
export function tokenDocumentOf(
  source: SourceFile,
  value: unknown,
  files: ReadonlyMap<string, SourceFile | undefined>,
): TokenDocument {
  return ofDocument(resolvedDocumentOf(source, value, files));
}

/**
 * @param file path of a YAML or JSON document
 * @param wanted the operation, where the user names one
 * @throws ContractError when it is no OpenAPI document, or no operation of it is a token endpoint
 */
export async function readTokenDocument(file: string, wanted?: string): Promise<TokenDocument> {
  return ofDocument(await resolved(await readSource(file)), wanted);
}
