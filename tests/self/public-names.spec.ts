/** What programs import says what it is: every name of the package's entrance has a doc comment where it is declared. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packageRoot } from '../../src/settings/package-root.js';

interface PublicName {
  readonly name: string;
  /** Where it is declared. */
  readonly file: string;
}

const entrance = readFileSync(join(packageRoot, 'src/index.ts'), 'utf8');

const publicNames: readonly PublicName[] = [
  ...entrance.matchAll(/^export (?:type )?\{([^}]*)\} from '\.\/(.*)\.js';$/gm),
].flatMap(([, names = '', file = '']) =>
  names.split(',').flatMap((one) => {
    const name = one.trim().replace(/^type /, '');
    return name === '' ? [] : [{ name, file: `src/${file}.ts` }];
  }),
);

function isDocumented({ name, file }: PublicName): boolean {
  const text = readFileSync(join(packageRoot, file), 'utf8');
  const declaration = new RegExp(
    `^export (?:async )?(?:const|function|interface|type|class) ${name}\\b`,
    'm',
  ).exec(text);
  return declaration !== null && text.slice(0, declaration.index).endsWith('*/\n');
}

test('the entrance is read whole', () => {
  expect(entrance.match(/^export /gm)?.length).toBe(new Set(publicNames.map(({ file }) => file)).size);
  expect(publicNames.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['run', 'readContract', 'judge', 'Check', 'Results', 'withValue']),
  );
});

test('a declaration without a comment is noticed', () => {
  expect(isDocumented({ name: 'PublicName', file: 'tests/self/public-names.spec.ts' })).toBe(false);
});

test('every public name is documented', () => {
  expect(
    publicNames.filter((one) => !isDocumented(one)).map(({ name, file }) => `${name} in ${file}`),
  ).toEqual([]);
});
