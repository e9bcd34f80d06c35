/** `docs/dependencies.md`, of the lock and of what is said by hand. */
import { table } from '../../src/coverage/markdown.js';
import { runtimePackages } from './lock.js';
import { allowedLicences, reasons } from './policy.js';

export function dependenciesPage(): string {
  const packages = runtimePackages();
  const others = packages.filter(({ direct }) => !direct);
  const users = (wanted: string): string =>
    packages
      .filter(({ dependencies = {} }) => Object.hasOwn(dependencies, wanted))
      .map(({ name }) => name)
      .join(', ');
  return `${[
    '# What is installed for a run',
    '',
    'Written by `npm run generate` of package-lock.json; do not edit.',
    '',
    `${packages.length} packages, of which ${packages.length - others.length} are asked for by name. Licences that are allowed: ${allowedLicences.join(', ')}.`,
    'What only the tests of this project need is not here and is not installed with the package.',
    '',
    '## Asked for',
    '',
    table(
      ['package', 'version', 'licence', 'why'],
      packages
        .filter(({ direct }) => direct)
        .map(({ name, version, license = '' }) => [name, version, license, reasons[name] ?? '']),
    ),
    '',
    '## Brought along',
    '',
    table(
      ['package', 'version', 'licence', 'by'],
      others.map(({ name, version, license = '' }) => [name, version, license, users(name)]),
    ),
  ].join('\n')}\n`;
}
