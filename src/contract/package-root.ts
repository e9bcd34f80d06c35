/** Where this package lies, from `src/` and from `dist/src/` alike. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findPackageRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(directory, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'token-conformance')
      return directory;
    const parent = dirname(directory);
    if (parent === directory) throw new Error('the package directory of token-conformance was not found');
    directory = parent;
  }
}

/** Absolute path of the directory that holds `package.json`, `specs/` and `schemas/`. */
export const packageRoot: string = findPackageRoot();
