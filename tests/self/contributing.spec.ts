/** The pages for maintainers name files that there are, and walk-throughs that make new ones make files that there are not. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packageRoot } from '../../src/settings/package-root.js';

const pages = [
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/security.md',
  ...readdirSync(join(packageRoot, 'docs/contributing')).map((name) => `docs/contributing/${name}`),
];

/** What a reader of the walk-throughs writes. */
const made = [
  'src/checks/invariants/singleton-fields.ts',
  'src/reports/findings-csv.ts',
  'tests/self/reports-csv.spec.ts',
];

/** Paths in backticks that begin with a folder of the repository; folders end with a slash or have no dot. */
function namedPaths(text: string): string[] {
  const folders = 'src|sandbox|tests|specs|schemas|docs|\\.ci';
  return [...text.matchAll(new RegExp(`\`((?:${folders})/[\\w./-]*)\``, 'g'))].map(([, path = '']) => path);
}

test('there is something to look at', () => {
  const named = pages.flatMap((page) => namedPaths(readFileSync(join(packageRoot, page), 'utf8')));
  expect(named.length).toBeGreaterThan(40);
  expect(named).toEqual(expect.arrayContaining(made));
  expect(made.filter((path) => existsSync(join(packageRoot, path)))).toEqual([]);
});

for (const page of pages)
  test(`${page} names files that there are`, () => {
    const named = namedPaths(readFileSync(join(packageRoot, page), 'utf8'));
    expect(named.filter((path) => !made.includes(path) && !existsSync(join(packageRoot, path)))).toEqual([]);
  });
