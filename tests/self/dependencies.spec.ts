/** What is installed: pinned, on known terms, with a reason, and without running anything. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packageRoot } from '../../src/settings/package-root.js';
import { lockedPackages, runtimePackages } from '../dependencies/lock.js';
import { dependenciesPage } from '../dependencies/page.js';
import { allowedForDevelopment, allowedLicences, reasons } from '../dependencies/policy.js';

const all = lockedPackages();
const runtime = runtimePackages();
const { dependencies } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));

test('docs/dependencies.md is as it is generated', () => {
  const kept = readFileSync(join(packageRoot, 'docs/dependencies.md'), 'utf8');
  expect(kept === dependenciesPage(), 'out of date: npm run generate').toBe(true);
  for (const { name, version } of runtime) expect(kept).toContain(`| ${name} | ${version} |`);
});

test('each package that is asked for has its reason, and no other has one', () => {
  expect(Object.keys(reasons).sort()).toEqual(Object.keys(dependencies).sort());
  expect(runtime.filter(({ direct }) => direct).map(({ name }) => name)).toEqual(
    Object.keys(dependencies).sort(),
  );
});

test('each licence is allowed, for what is handed on and for what serves the tests', () => {
  expect(runtime.length).toBeGreaterThan(40);
  const foreign = (among: typeof all, allowed: readonly string[]): string[] =>
    among
      .filter(({ license }) => license === undefined || !allowed.includes(license))
      .map(({ name, license }) => `${name}: ${license}`);
  expect(foreign(runtime, allowedLicences)).toEqual([]);
  expect(foreign(all, allowedForDevelopment)).toEqual([]);
});

test('the lock says of a package what the package says of itself', () => {
  const differing = runtime.flatMap(({ name, version, license }) => {
    const file = join(packageRoot, 'node_modules', name, 'package.json');
    // Another platform may lack it, and another version may stand in its place.
    const installed = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
    return installed?.version === version && installed.license !== license ? [name] : [];
  });
  expect(differing).toEqual([]);
});

test('each package is pinned by its integrity, and no registry is named', () => {
  expect(all.filter(({ integrity }) => !integrity?.startsWith('sha512-')).map(({ name }) => name)).toEqual(
    [],
  );
  const named = all.filter(({ resolved }) => resolved !== undefined);
  expect(named.map(({ name }) => name)).toEqual([]);
});

test('no package runs a script when it is installed', () => {
  expect(all.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)).toEqual([]);
});
