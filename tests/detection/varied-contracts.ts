/** The documents that conforming variations would publish, as files for as long as they are needed. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse, stringify } from 'yaml';
import { packageRoot } from '../../src/settings/package-root.js';
import type { Expectation } from '../self/variation-expectations.js';

export interface VariedContracts {
  /**
   * The default document, or the one named, with a change, as a file; its path is relative to the package. Written once for
   * an id.
   */
  fileOf(id: string, change: NonNullable<Expectation['contract']>, document?: string): string;
  close(): void;
}

export function openVariedContracts(): VariedContracts {
  // Inside the package, and ignored by git: the document's references to the schemas must resolve.
  mkdirSync(join(packageRoot, 'reports'), { recursive: true });
  const folder = mkdtempSync(join(packageRoot, 'reports', 'variations-'));
  const written = new Map<string, string>();

  function write(id: string, change: NonNullable<Expectation['contract']>, document: string): string {
    const text = readFileSync(join(packageRoot, document), 'utf8');
    const changed: unknown = parse(text.replaceAll('../schemas/', '../../schemas/'));
    change(changed);
    const file = join(folder, `${id}.openapi.yaml`);
    writeFileSync(file, stringify(changed, { aliasDuplicateObjects: false }));
    return relative(packageRoot, file);
  }

  return {
    fileOf(id, change, document = 'specs/mbanq-token.openapi.yaml') {
      const file = written.get(id) ?? write(id, change, document);
      written.set(id, file);
      return file;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
