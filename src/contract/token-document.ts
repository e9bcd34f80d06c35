/**
 * The OpenAPI document as its author wrote it, for judging the document itself: the operation of the token
 * endpoint, even where it is described so wrongly that no contract can be read.
 */

import type { Location } from '../verdicts/location.js';
import { Cursor } from './cursor.js';
import { formVariants } from './form-variants.js';
import { locate } from './locate.js';
import { contentOf } from './media-type.js';
import { parameterObjects, readDocument } from './read-contract.js';
import { dereference } from './references.js';
import type { SourceFile } from './source-file.js';
import { candidatesOf, named, type Operation, operationsOf } from './token-endpoint.js';

export interface TokenDocument {
  /** References resolved. */
  readonly root: Cursor;
  readonly operation: Operation;
  /** OpenAPI 3.0, whose schemas follow an older draft of JSON Schema. */
  readonly openapi30: boolean;
  /** Where a place of `root` stands in the files as they were written. */
  locate(pointer: string): Location;
}

function describesGrantType(operation: Operation): boolean {
  const parameters = parameterObjects(operation).some((at) => at.get('name')?.value === 'grant_type');
  const bodies = contentOf(operation.at.get('requestBody')).flatMap(([, media]) => media.get('schema') ?? []);
  const inBody = bodies.some((schema) =>
    formVariants(schema).some(({ properties }) => properties.has('grant_type')),
  );
  return parameters || inBody;
}

/** As a contract is read; where there is none, whatever operation speaks of grant_type. */
function operationOf(root: Cursor): Operation {
  const strict = candidatesOf(root);
  const all = operationsOf(root);
  const declared = all.filter(({ at }) => at.get('x-token-endpoint') !== undefined);
  const loose = declared.length > 0 ? declared : all.filter(describesGrantType);
  const [found, second] = strict.length > 0 ? strict : loose;
  const paths = root.get('paths') ?? root;
  if (!found)
    return paths.fail(
      'no operation describes a token endpoint: none has a parameter grant_type or carries x-token-endpoint',
      'put x-token-endpoint on the operation that is meant',
    );
  // The same resource under several methods is one endpoint, wrongly described.
  if (second && second.path !== found.path)
    return paths.fail(
      `several operations may be the token endpoint: ${named(found)}, ${named(second)}`,
      'put x-token-endpoint on the operation that is meant',
    );
  return found;
}

/** @param value of the document, references resolved */
export function tokenDocumentOf(
  source: SourceFile,
  value: unknown,
  files: ReadonlyMap<string, SourceFile | undefined>,
): TokenDocument {
  const root = new Cursor(source, '#', value);
  return {
    root,
    operation: operationOf(root),
    openapi30: root.textOf('openapi')?.startsWith('3.0.') === true,
    locate: (pointer) => locate(source, files, pointer),
  };
}

/**
 * @param file path of a YAML or JSON document
 * @throws ContractError when it is no OpenAPI 3 document, or no operation of it is a token endpoint
 */
export async function readTokenDocument(file: string): Promise<TokenDocument> {
  const source = await readDocument(file);
  const { value, files } = await dereference(source);
  return tokenDocumentOf(source, value, files);
}
