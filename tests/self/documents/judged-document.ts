/** Documents as files, and what the static checks say of them. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readTokenDocument } from '../../../src/contract/token-document.js';
import { documentScenarios } from '../../../src/scenarios/families/document.js';
import { judgeDocument } from '../../../src/session/judge-static.js';
import { packageRoot } from '../../../src/settings/package-root.js';
import type { Verdict } from '../../../src/verdicts/verdict.js';
import { type Json, wholeDocument } from './document-fault.js';

const read = (...path: string[]) => readFileSync(join(packageRoot, ...path), 'utf8');

export const texts = {
  document: read('specs', 'mbanq-token.openapi.yaml'),
  token: read('schemas', 'token-response.schema.json'),
  error: read('schemas', 'error-response.schema.json'),
};

/** Inside the repository, and ignored by git: references may lead to the schemas. */
export function newFolder(): string {
  const reports = join(packageRoot, 'reports');
  mkdirSync(reports, { recursive: true });
  return mkdtempSync(join(reports, 'documents-'));
}

/** A file with the default document, changed. */
export function writtenDocument(folder: string, id: string, change: (document: Json) => void): string {
  const document = wholeDocument(texts);
  change(document);
  const file = join(folder, `${id}.openapi.yaml`);
  writeFileSync(file, stringify(document, { aliasDuplicateObjects: false }));
  return file;
}

export async function judgedDocument(file: string): Promise<Verdict[]> {
  const document = await readTokenDocument(file);
  return documentScenarios.flatMap(({ id, judges }) =>
    judges === undefined || judges === 'configuration' ? [] : judgeDocument(id, judges, document),
  );
}
