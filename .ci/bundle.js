/**
 * The last step of `npm run build`: what the command and the suite load, from `dist/` into far fewer files in `dist/bundle/`. A run
 * starts three processes, and each of them would otherwise look up, read and link some hundreds of modules. What comes from
 * node_modules stays there. A file lies in `dist/bundle/` where it lies in `dist/`, so that what names another one by its path finds it.
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

for (const { fileName, code } of output) write(fileName, code);
// Names of parts change with what is in them, and specs come and go: those of an earlier build are removed.
const written = new Set(output.map(({ fileName }) => join(bundled, fileName)));
for (const file of readdirSync(bundled, { recursive: true, withFileTypes: true })) {
  const path = join(file.parentPath, file.name);
  if (file.isFile() && !written.has(path)) rmSync(path);
}
