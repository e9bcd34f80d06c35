/** The packages of `package-lock.json`: what `npm ci` installs on whatever platform. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/settings/package-root.js';

interface Entry {
  readonly version: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  /** Only the tests need it. */
  readonly dev?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export interface LockedPackage extends Entry {
  readonly name: string;
  /** Listed in package.json itself. */
  readonly direct: boolean;
}

/** In the order of their names. A package that is installed in two places in one version is one. */
export function lockedPackages(): LockedPackage[] {
  const { packages } = JSON.parse(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Entry> & { '': { dependencies: Record<string, string> } };
  };
  const { '': root, ...installed } = packages;
  const found = new Map<string, LockedPackage>();
  for (const [path, entry] of Object.entries(installed)) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const direct = path === `node_modules/${name}` && Object.hasOwn(root.dependencies, name);
    const known = found.get(`${name} ${entry.version}`);
    // What a run needs somewhere is needed.
    if (!known || (known.dev && !entry.dev))
      found.set(`${name} ${entry.version}`, { ...entry, name, direct });
  }
  const key = ({ name, version }: LockedPackage): string => `${name} ${version}`;
  return [...found.values()].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

/** What is installed for a run: `npm ci` without development packages. */
export function runtimePackages(): LockedPackage[] {
  return lockedPackages().filter(({ dev }) => !dev);
}
