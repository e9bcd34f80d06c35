/** A document with its references resolved and in one dialect: what contracts and findings are read from. */
import type { Location } from '../verdicts/location.js';
import { Cursor } from './cursor.js';
import { ContractError } from './document-error.js';
import { locate } from './locate.js';
import { dereference } from './references.js';
import { SourceFile } from './source-file.js';
import { fromSwagger } from './swagger.js';

export interface ResolvedDocument {
  readonly source: SourceFile;
  readonly root: Cursor;
  /** Schemas follow the older draft of JSON Schema: OpenAPI 3.0 and Swagger 2.0. */
  readonly openapi30: boolean;
  /** Where a place of `root` stands in the files as they were written. */
  locate(pointer: string): Location;
}

/** YAML reads `2.0` without quotes as a number. */
function isSwagger(root: Cursor): boolean {
  const version = root.get('swagger')?.value;
  return version === '2.0' || version === 2;
}

/** @param value of the document, references resolved */
export function resolvedDocumentOf(
  source: SourceFile,
  value: unknown,
  files: ReadonlyMap<string, SourceFile | undefined>,
): ResolvedDocument {
  const written = new Cursor(source, '#', value);
  const root = isSwagger(written) ? written.with(fromSwagger(value as Record<string, unknown>)) : written;
  return {
    source,
    root,
    openapi30: root.textOf('openapi')?.startsWith('3.0.') === true,
    locate: (pointer) => locate(source, files, pointer),
  };
}

export async function resolved(source: SourceFile): Promise<ResolvedDocument> {
  const { value, files } = await dereference(source);
  return resolvedDocumentOf(source, value, files);
}

const newest = 'name an OpenAPI 3.0, 3.1 or 3.2 document, or one of Swagger 2.0';

/** The root document, of a version that can be read. */
export async function readDocument(path: string, file: string): Promise<SourceFile> {
  const source = await SourceFile.read(path, file, ContractError);
  const root = new Cursor(source, '#', source.value);
  if (!root.isObject) root.fail('this is not an OpenAPI document', 'name an OpenAPI 3 document');
  if (isSwagger(root)) return source;
  const version = root.get('openapi');
  if (typeof version?.value === 'string' && /^3\.[012]\.\d/.test(version.value)) return source;
  const older = root.get('swagger') ?? root.get('swaggerVersion');
  return (version ?? older ?? root).fail(
    older
      ? 'this is a document of an older Swagger than 2.0'
      : 'this is not an OpenAPI 3 document (openapi: 3.x.y)',
    older ? 'convert it to OpenAPI 3' : newest,
  );
}
