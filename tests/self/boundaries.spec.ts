/** Which folder may know which: the promises of the design that no compiler keeps. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packageRoot } from '../../src/settings/package-root.js';
import { importStatements, type SourceFile, sourceFiles } from './import-statements.js';

const source = sourceFiles(packageRoot, 'src');
const sandbox = sourceFiles(packageRoot, 'sandbox');

/**
 * What a folder of `src` may import when the program runs. Each knows only what stands above it; an import
 * of types alone is free, because nothing of it is left.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  http: [],
  contract: [],
  requirements: ['specs'],
  scenarios: ['http', 'contract'],
  settings: ['contract', 'scenarios'],
  checks: ['http', 'contract', 'requirements', 'scenarios'],
  verdicts: ['requirements', 'scenarios'],
  reports: ['contract', 'scenarios', 'requirements', 'checks', 'verdicts'],
  session: [
    ...['http', 'contract', 'requirements', 'scenarios', 'settings', 'checks', 'verdicts', 'reports'],
    'sandbox',
  ],
  coverage: ['contract', 'requirements', 'settings', 'checks', 'session', 'sandbox'],
  api: ['http', 'contract', 'settings', 'checks', 'verdicts', 'reports', 'session'],
  observe: ['http', 'contract'],
  init: ['http', 'contract', 'scenarios', 'settings'],
  cli: [
    'init',
    'observe',
    'http',
    'contract',
    'settings',
    'checks',
    'verdicts',
    'reports',
    'session',
    'coverage',
    'sandbox',
  ],
};

/** All that has to work without a runner. */
const core = ['contract', 'scenarios', 'http', 'checks', 'verdicts', 'requirements', 'settings'];

/** The folder of `src` that a path lies in, else the first folder of the path. */
function folderOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'src' ? second : first;
}

const within = (...folders: readonly string[]): SourceFile[] =>
  source.filter(({ path }) => folders.includes(folderOf(path)));

const byPath = new Map(source.map((file) => [file.path, file]));

/** The files that run when this one is imported, itself included; by default also what they import later, on demand. */
function loadedBy(
  file: SourceFile,
  { onDemand = true } = {},
  loaded = new Set<SourceFile>(),
): Set<SourceFile> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  for (const statement of file.imports) {
    const { target, typeOnly } = statement;
    const left = typeOnly || (statement.onDemand && !onDemand);
    const next = target === undefined || left ? undefined : byPath.get(target);
    if (next) loadedBy(next, { onDemand }, loaded);
  }
  return loaded;
}

/** `path imports specifier`, for each import that a rule forbids. One assertion for all: each costs a while. */
function offending(
  files: readonly SourceFile[],
  isOffence: (statement: SourceFile['imports'][number], file: SourceFile) => boolean,
): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((statement) => isOffence(statement, file))
      .map(({ target, specifier }) => `${file.path} imports ${target ?? specifier}`),
  );
}

/** What they have that opens none. */
const harmless = ['{ isIP }', '{ rootCertificates }', '{ checkServerIdentity }'];

/** Modules of Node that open connections. */
function opensConnections({ specifier, names, typeOnly }: SourceFile['imports'][number]): boolean {
  if (typeOnly || harmless.includes(names)) return false;
  return /^(node:)?(https?|http2|net|tls|dgram|dns|dns\/promises)$/.test(specifier);
}

test('the reader of imports sees every kind of import', () => {
  const text = [
    "import a, { type B } from './a.js';",
    "import type { C } from './c.js';",
    "import {\n  d,\n  e,\n} from './d.js';",
    "export * from './f.js';",
    "export type { G } from './g.js';",
    "import './h.js';",
    "const i = await import('./i.js');",
    "let k: typeof import('./k.js');",
    "export const from = 'nowhere';",
    "const text = 'copied from';",
  ].join('\n');
  const read = importStatements(text).map(
    ({ specifier, typeOnly, onDemand }) =>
      `${specifier}${typeOnly ? ' (type)' : onDemand ? ' (on demand)' : ''}`,
  );
  expect(read.sort()).toEqual([
    './a.js',
    './c.js (type)',
    './d.js',
    './f.js',
    './g.js (type)',
    './h.js',
    './i.js (on demand)',
    './k.js (type)',
  ]);
});

test('every relative import leads to a file that was read', () => {
  const known = new Set([...source, ...sandbox].map(({ path }) => path));
  expect(
    offending(
      [...source, ...sandbox],
      ({ target }) => target?.endsWith('.ts') === true && !known.has(target),
    ),
  ).toEqual([]);
  expect(source.length).toBeGreaterThan(200);
  expect(source.flatMap(({ imports }) => imports).length).toBeGreaterThan(500);
});

test('the sandbox imports nothing of the harness and nothing of the tests', () => {
  expect(offending(sandbox, ({ target }) => target !== undefined && folderOf(target) !== 'sandbox')).toEqual(
    [],
  );
});

test('the harness never imports its tests', () => {
  expect(
    offending(source, ({ target }) => target !== undefined && !/^(src|sandbox|specs)\//.test(target)),
  ).toEqual([]);
});

test('the core imports nothing of Playwright', () => {
  expect(offending(within(...core), ({ specifier }) => specifier.includes('playwright'))).toEqual([]);
});

test('outside of the core, the harness imports types of Playwright and nothing that runs', () => {
  expect(
    offending(source, ({ specifier, typeOnly }) => specifier.includes('playwright') && !typeOnly),
  ).toEqual([]);
});

test('only the transport with its handshakes and tunnels, the wait for a target and the listener for callbacks have to do with connections', () => {
  const opening = source.filter(({ imports }) => imports.some(opensConnections)).map(({ path }) => path);
  expect(opening.sort()).toEqual([
    'src/cli/wait-for-target.ts',
    'src/http/callback-listener.ts',
    'src/http/handshake.ts',
    'src/http/transport.ts',
    'src/http/tunnel.ts',
    'src/http/wire.ts',
  ]);
  const global = source.filter(({ text }) => /\bfetch\(|new (WebSocket|EventSource)\b/.test(text));
  expect(global.map(({ path }) => path)).toEqual([]);
});

test('judging opens no connection, not even through what it imports', () => {
  const loaded = new Set<SourceFile>();
  for (const file of within('checks', 'verdicts')) loadedBy(file, {}, loaded);
  expect([...loaded].map(({ path }) => path)).not.toContain('src/http/transport.ts');
  expect(offending([...loaded], opensConnections)).toEqual([]);
});

test('only the command starts processes, and the one place that runs the hook of the user', () => {
  const others = source.filter(({ path }) => folderOf(path) !== 'cli' && path !== 'src/session/hook.ts');
  expect(
    offending(others, ({ specifier }) => /child_process|worker_threads|cluster/.test(specifier)),
  ).toEqual([]);
});

/** What programs import, which offers something of most folders. */
const entrance = 'src/index.ts';

test('a run loads little before it starts Playwright, which takes longest', () => {
  const atOnce = new Set(
    ['main', 'program', 'run'].flatMap((name) => {
      const file = byPath.get(`src/cli/${name}.ts`);
      return file ? [...loadedBy(file, { onDemand: false })] : [];
    }),
  );
  const packages = [...atOnce].flatMap(({ imports }) =>
    imports.flatMap(({ specifier, typeOnly, onDemand }) =>
      typeOnly || onDemand || /^(\.|node:)/.test(specifier) ? [] : [specifier],
    ),
  );
  expect([...new Set(packages)].sort()).toEqual(['commander', 'dotenv']);
});

test('folders import in one direction', () => {
  const folders = source.filter(({ path }) => path !== entrance);
  expect(
    offending(folders, ({ target, typeOnly }, { path }) => {
      if (target === undefined || typeOnly) return false;
      const [from, to] = [folderOf(path), folderOf(target)];
      return from !== to && mayImport[from]?.includes(to) !== true;
    }),
  ).toEqual([]);
});

test('the table of directions names every folder, and has no circle', () => {
  const folders = readdirSync(join(packageRoot, 'src'), { withFileTypes: true });
  const names = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(Object.keys(mayImport).sort()).toEqual(names.sort());
  const above = new Set(['sandbox', 'specs']);
  for (const [folder, imported] of Object.entries(mayImport)) {
    expect(
      imported.filter((one) => !above.has(one)),
      `what ${folder} may import stands above it`,
    ).toEqual([]);
    above.add(folder);
  }
});

/** By row and column of the drawing: where its dots are, and what they say when they are pointed at. */
function drawnImports(drawing: string): {
  readonly folders: string[];
  readonly dots: string[];
  readonly titles: string[];
} {
  const columns = new Map(
    [...drawing.matchAll(/translate\((\d+) \d+\) rotate\(-50\)">(\w+)</g)].map(([, x, name]) => [x, name]),
  );
  const rows = [...drawing.matchAll(/<text class="name" x="28" y="18">(\w+)<(.*?)<\/g>/gs)];
  const dots = rows.flatMap(([, folder, row = '']) =>
    [...row.matchAll(/<use href="#dot" x="(\d+)"/g)].map(([, x]) => `${folder} ${columns.get(x)}`),
  );
  const titles = [...drawing.matchAll(/<title>(\w+) may import (\w+)</g)].map(
    ([, from, to]) => `${from} ${to}`,
  );
  return { folders: rows.map(([, folder = '']) => folder), dots, titles };
}

test('the drawing of the architecture shows the table of directions', () => {
  const drawn = drawnImports(readFileSync(join(packageRoot, 'docs/images/architecture.svg'), 'utf8'));
  const allowed = Object.entries(mayImport).flatMap(([from, folders]) =>
    folders.map((to) => `${from} ${to}`),
  );
  expect(drawn.folders).toEqual(Object.keys(mayImport));
  expect(drawn.dots.sort()).toEqual(allowed.sort());
  expect(drawn.titles.sort()).toEqual(allowed.sort());
});

test('the harness does not know the first target by name', () => {
  const read = readdirSync(join(packageRoot, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(ts|json|ya?ml|md)$/.test(name),
  );
  expect(read.length).toBeGreaterThan(200);
  const named = read.flatMap((name) => {
    const text = readFileSync(join(packageRoot, 'src', name), 'utf8');
    return (text.match(/.{0,60}(tenant|x-device|mbanq).{0,60}/gi) ?? []).map((line) => `${name}: ${line}`);
  });
  expect(named).toEqual([]);
});
