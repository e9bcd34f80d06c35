/**
 * The last step of `npm run build`: what the command and the suite load, from `dist/` into far fewer files in `dist/bundle/`, with the
 * declarations of what others import. A run starts three processes, and each of them would otherwise look up, read and link some
 * hundreds of modules. What comes from node_modules stays there. A file lies in `dist/bundle/` where it lies in `dist/`, so that what
 * names another one by its path finds it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const compiled = join(root, 'dist');
const bundled = join(compiled, 'bundle');
const suite = 'tests/conformance';

/** They stay in node_modules. */
const packages = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies);

/** Loaded by name: by Node.js, by those who import the package, and by Playwright. */
const entries = [
  'src/cli/main',
  'src/index',
  'src/reports/playwright-reporter',
  'playwright.config',
  `${suite}/global-setup`,
  ...readdirSync(join(root, suite))
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => `${suite}/${file.slice(0, -'.ts'.length)}`),
];

const bundle = await rolldown({
  input: Object.fromEntries(entries.map((entry) => [entry, join(compiled, `${entry}.js`)])),
  external: packages.map((name) => new RegExp(`^${name}(/|$)`)),
  platform: 'node',
});
const { output } = await bundle.generate({
  format: 'es',
  entryFileNames: '[name].js',
  chunkFileNames: 'parts/[name]-[hash].js',
});
await bundle.close();

/** A run that is going on still reads what is there: only what differs is written. */
function write(file, code) {
  const path = join(bundled, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === code) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
}

/** By file: the declarations that an importer of the package meets, those of the entry and of what they refer to. */
function declarationsFrom(entry) {
  const found = new Map();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    const code = readFileSync(join(compiled, file), 'utf8');
    found.set(file, code);
    for (const [, , target] of code.matchAll(/\b(?:from\s*|import\()(['"])(\.[^'"]+)\.js\1/g))
      open.push(join(dirname(file), `${target}.d.ts`));
  }
  return found;
}

const files = new Map([
  ...output.map(({ fileName, code }) => [fileName, code]),
  ...declarationsFrom('src/index.d.ts'),
]);
for (const [file, code] of files) write(file, code);
// Names of parts change with what is in them, and specs come and go: those of an earlier build are removed.
const written = new Set([...files.keys()].map((file) => join(bundled, file)));
for (const file of readdirSync(bundled, { recursive: true, withFileTypes: true })) {
  const path = join(file.parentPath, file.name);
  if (file.isFile() && !written.has(path)) rmSync(path);
}
