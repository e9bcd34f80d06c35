/** What broken documents are made of: the smallest document that can be read, with one text replaced. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../src/contract/package-root.js';

export const minimal = await readFile(
  join(packageRoot, 'tests', 'self', 'fixtures', 'contract', 'minimal.openapi.yaml'),
  'utf8',
);

export const form = '#/paths/~1token/post/requestBody/content/application~1x-www-form-urlencoded/schema';

export interface Broken {
  readonly title: string;
  readonly document: string | Buffer;
  readonly files?: Readonly<Record<string, string>>;
  /** Default: the document. */
  readonly file?: string;
  readonly pointer?: string | undefined;
  readonly line?: number | undefined;
  readonly problem: RegExp;
  readonly mend: RegExp;
  /** Only the thorough validation finds it; reading takes it on trust. */
  readonly thorough?: boolean;
}

/** The minimal document with one text replaced; fails when the text is not there. */
export function changed(from: string, to: string): string {
  if (!minimal.includes(from)) throw new Error(`the minimal document does not contain ${from}`);
  return minimal.replace(from, () => to);
}

export const operationLine = '    post:\n';
export const withExtension = (yaml: string) =>
  changed(operationLine, `${operationLine}      x-token-endpoint: ${yaml}\n`);
export const withParameter = (yaml: string) =>
  changed(operationLine, `${operationLine}      parameters: [${yaml}]\n`);
export const withProperty = (yaml: string) => changed('client_id: { type: string }', `client_id: ${yaml}`);
export const extension = '#/paths/~1token/post/x-token-endpoint';
