/** The files that an OpenAPI document consists of: itself and those that its references name. */
import { dirname, relative, sep } from 'node:path';
import { readSource } from './read-contract.js';
import { dereference } from './references.js';

export interface DocumentFiles {
  /** Name of the document itself among the files. */
  readonly document: string;
  /** Names are relative to the folder that holds them all, with `/` between their parts. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

function isBelow(folder: string, path: string): boolean {
  return !relative(folder, path).startsWith('..');
}

/** @throws ContractError */
export async function documentFiles(file: string): Promise<DocumentFiles> {
  const root = await readSource(file);
  const { files } = await dereference(root);
  const paths = [...files.keys()];
  let folder = dirname(root.path);
  while (!paths.every((path) => isBelow(folder, path)) && dirname(folder) !== folder)
    folder = dirname(folder);
  const nameOf = (path: string): string => relative(folder, path).split(sep).join('/');
  return {
    document: nameOf(root.path),
    // The document first; the order in which references are met is nobody's business.
    files: [...files]
      .sort(
        ([one], [other]) => Number(other === root.path) - Number(one === root.path) || (one < other ? -1 : 1),
      )
      .flatMap(([path, source]) => (source ? [{ name: nameOf(path), bytes: source.bytes }] : [])),
  };
}
