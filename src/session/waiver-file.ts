/** The waiver file: YAML or JSON by `schemas/waivers.schema.json`. */
import { resolve } from 'node:path';
import { Cursor } from '../contract/cursor.js';
import { DocumentError } from '../contract/document-error.js';
import { childPointer } from '../contract/json-pointer.js';
import { refuseUnless } from '../contract/package-schema.js';
import { SourceFile } from '../contract/source-file.js';
import { allRequirements } from '../requirements/catalogue.js';
import { nearNames } from '../settings/near-names.js';
import type { Waiver } from '../verdicts/waivers.js';

/** The waiver file cannot be used. */
class WaiverError extends DocumentError {}

const read = (file: string): Promise<SourceFile> => SourceFile.read(resolve(file), file, WaiverError);

function waiversIn(source: SourceFile): Waiver[] {
  const root = new Cursor(source, '#', source.value);
  refuseUnless(root, 'waivers.schema.json');
  const { waivers } = source.value as { readonly waivers: readonly Omit<Waiver, 'line'>[] };
  return waivers.map((waiver, index) => ({ ...waiver, line: source.line(childPointer('#/waivers', index)) }));
}

/**
 * @param file `undefined`: no waivers
 * @throws DocumentError for a file that is absent or breaks its schema
 */
export async function readWaivers(file: string | undefined): Promise<readonly Waiver[]> {
  return file === undefined ? [] : waiversIn(await read(file));
}

/**
 * Holds the names in a waiver file to the checks and the catalogue. Slow: loads every check.
 * @throws DocumentError for a name that nothing has: it would waive nothing
 */
export async function validateWaivers(file: string): Promise<void> {
  const { allChecks } = await import('../checks/index.js');
  const known = {
    check: allChecks.map(({ id }) => id),
    requirement: allRequirements().map(({ id }) => id),
  };
  const source = await read(file);
  for (const [index, waiver] of waiversIn(source).entries())
    for (const kind of ['check', 'requirement'] as const) {
      const name = waiver[kind];
      if (name === undefined || known[kind].includes(name)) continue;
      const near = nearNames(name, known[kind]);
      source.fail(
        childPointer(childPointer('#/waivers', index), kind),
        `there is no ${kind} ${JSON.stringify(name)}`,
        near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'the command coverage names them all',
      );
    }
}
