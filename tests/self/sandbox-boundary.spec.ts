/** The sandbox is the other side: it shares nothing with what judges it. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { expect, test } from '@playwright/test';

const root = resolve(import.meta.dirname, '../..');
const sandbox = join(root, 'sandbox');

const files = readdirSync(sandbox, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

const specifiers = (text: string): string[] =>
  [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'"]+)['"]/g)].map(
    ([, specifier]) => specifier ?? '',
  );

test('the sandbox imports its own files, Node and a few packages, and nothing of the harness', () => {
  const packages = new Set<string>();
  for (const file of files)
    for (const specifier of specifiers(readFileSync(join(sandbox, file), 'utf8'))) {
      if (!specifier.startsWith('.')) {
        if (!specifier.startsWith('node:')) packages.add(specifier);
        continue;
      }
      const target = resolve(dirname(join(sandbox, file)), specifier);
      expect(target.startsWith(sandbox + sep), `${file} imports ${specifier}`).toBe(true);
    }
  expect(files.length).toBeGreaterThan(20);
  expect([...packages].sort()).toEqual([
    '@hono/node-server',
    '@hono/node-server/utils/response',
    // Certificates are made at start.
    '@peculiar/x509',
    'hono',
    'jose',
    'reflect-metadata',
  ]);
});

test('the sandbox reads no file and no environment variable', () => {
  for (const file of files) {
    const text = readFileSync(join(sandbox, file), 'utf8');
    expect(text, file).not.toMatch(/process\.env|readFile/);
    // Clients are handed the certificates that were made at start as files.
    if (file !== 'tls.ts') expect(text, file).not.toMatch(/node:fs/);
  }
});

test('the sandbox is compiled without a reference to the harness', () => {
  const { references } = JSON.parse(readFileSync(join(sandbox, 'tsconfig.json'), 'utf8'));
  expect(references).toEqual([]);
});
