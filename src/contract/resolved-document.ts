/** A document with its references resolved and in one dialect: what contracts and findings are read from. */
import type { Location } from '../verdicts/location.js';
import { Cursor } from './cursor.js';
import { ContractError } from './document-error.js';
import { locate } from './locate.js';
import { type Dereferenced, dereference } from './references.js';
import { withSoundSecurity } from './sound-security.js';
import { SourceFile } from './source-file.js';
import { fromSwagger, withRequestBodies } from './swagger.js';

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
  const members = value as Record<string, unknown>;
  const root = written.with(
    isSwagger(written) ? fromSwagger(members) : withRequestBodies(withSoundSecurity(members)),
  );
  return {
    source,
    root,
    openapi30: root.textOf('openapi')?.startsWith('3.0') === true,
    locate: (pointer) => locate(source, files, pointer),
  };
}

export async function resolved(
  source: SourceFile,
): Promise<ResolvedDocument & Pick<Dereferenced, 'without'>> {
  const { value, files, without } = await dereference(source);
  return { ...resolvedDocumentOf(source, value, files), without };
}

const exporting = 'export it as OpenAPI, in YAML or JSON';

/** What people name instead of an OpenAPI document, in words. */
function otherKind({ value, text }: SourceFile): string | undefined {
  const start = text.trimStart().slice(0, 200);
  if (/^<(!doctype html|html)/i.test(start)) return 'a web page';
  if (start.startsWith('<')) return 'XML';
  if (start.startsWith('#%RAML')) return 'RAML';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const has = (name: string) => Object.hasOwn(value, name);
  if (has('openapi') || has('swagger') || has('swaggerVersion')) return undefined;
  if (has('item') && has('info')) return 'a Postman collection';
  if (has('asyncapi')) return 'an AsyncAPI document';
  if (has('__export_format')) return 'an Insomnia export';
  if (has('token_endpoint') || has('issuer'))
    return 'the metadata of a server (init --issuer reads it there)';
  return undefined;
}

const newest = 'name an OpenAPI 3.0, 3.1 or 3.2 document, or one of Swagger 2.0';

/** The root document, of a version that can be read. */
export async function readDocument(path: string, file: string): Promise<SourceFile> {
  const source = await SourceFile.read(path, file, ContractError).catch((refusal: unknown) => {
    throw refusal instanceof ContractError && /\.(md|markdown|mdx)$/i.test(path)
      ? new ContractError({ ...refusal, problem: `this is Markdown: ${refusal.problem}`, mend: exporting })
      : refusal;
  });
  const root = new Cursor(source, '#', source.value);
  const kind = otherKind(source);
  if (kind !== undefined)
    root.fail(
      `this is not an OpenAPI document, but ${kind}`,
      `${exporting}; OpenAPI 3 or Swagger 2.0 is read`,
    );
  if (!root.isObject) root.fail('this is not an OpenAPI document', 'name an OpenAPI 3 document');
  if (isSwagger(root)) return source;
  const version = root.get('openapi');
  if (typeof version?.value === 'string' && /^3\.[012](\.\d|$)/.test(version.value)) return source;
  const older = root.get('swagger') ?? root.get('swaggerVersion');
  return (version ?? older ?? root).fail(
    older
      ? 'this is a document of an older Swagger than 2.0'
      : 'this is not an OpenAPI 3 document (openapi: 3.x.y)',
    older ? 'convert it to OpenAPI 3' : newest,
  );
}
