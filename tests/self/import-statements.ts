/** What the TypeScript files of the repository import, read from their text. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

export interface ImportStatement {
  readonly specifier: string;
  /** What stands between the keyword and `from`, e.g. `{ isIP }`; empty for `import 'x'` and `import('x')`. */
  readonly names: string;
  /** Nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
  /** By `import()`: when that is reached, not when the file is loaded. */
  readonly onDemand: boolean;
}

export interface SourceFile {
  /** Below the repository, with slashes: `src/http/transport.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly (ImportStatement & {
    /** The imported file, below the repository as well; `undefined` for packages and modules of Node. */
    readonly target: string | undefined;
  })[];
}

// Between the keyword and `from` stand names, braces, commas and `*`; nothing else of the language does.
const declaration = /^(?:import|export)\s+(type\s)?([\w$\s{},*]*?)\bfrom\s*['"]([^'"]+)['"]/gm;
const bare = /^import\s*['"]([^'"]+)['"]/gm;
const call = /(\btypeof\s+)?\b(?:import|require)\(\s*['"`]([^'"`]+)['"`]/g;

/** `import { type A }` stays an import when the program runs (verbatimModuleSyntax), so it is one here. */
export function importStatements(text: string): ImportStatement[] {
  return [
    ...[...text.matchAll(declaration)].map(([, type, names = '', specifier = '']) => ({
      specifier,
      names: names.trim().replace(/\s+/g, ' '),
      typeOnly: type !== undefined,
      onDemand: false,
    })),
    ...[...text.matchAll(bare)].map(([, specifier = '']) => ({
      specifier,
      names: '',
      typeOnly: false,
      onDemand: false,
    })),
    ...[...text.matchAll(call)].map(([, type, specifier = '']) => ({
      specifier,
      names: '',
      typeOnly: type !== undefined,
      onDemand: true,
    })),
  ];
}

/** All `.ts` files below a folder of the repository. */
export function sourceFiles(root: string, folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => {
      const file = join(root, folder, name);
      const text = readFileSync(file, 'utf8');
      return {
        path: relative(root, file).replaceAll(sep, '/'),
        text,
        imports: importStatements(text).map((statement) => ({
          ...statement,
          target: statement.specifier.startsWith('.')
            ? relative(root, resolve(dirname(file), statement.specifier))
                .replaceAll(sep, '/')
                .replace(/\.js$/, '.ts')
            : undefined,
        })),
      };
    });
}
