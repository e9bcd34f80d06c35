/** What the documentation names is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { packageRoot } from '../../src/settings/package-root.js';
import { settingTable } from '../../src/settings/setting-table.js';

const action = '.github/actions/token-conformance/action.yml';
const files = [
  'README.md',
  action,
  ...(readdirSync(join(packageRoot, 'docs'), { recursive: true }) as string[])
    .filter((name) => /\.(md|ya?ml)$|Jenkinsfile$/.test(name))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
];
const textOf = (file: string): string => readFileSync(join(packageRoot, file), 'utf8');

/** Of npm, in the templates for pipelines and in the instructions. */
const foreign = ['--cache', '--no-audit', '--no-fund', '--prefer-offline', '--prefix', '--seeds', '--whole'];

const flagPattern = /(?<![\w-])--[a-z][a-z-]+/g;

const own = new Set([
  ...Object.values(settingTable).flatMap(({ flag }) => flag?.match(flagPattern) ?? []),
  ...readdirSync(join(packageRoot, 'src/cli')).flatMap((name) =>
    [...textOf(`src/cli/${name}`).matchAll(/\.option\(\s*'([^']*)'/g)].flatMap(
      ([, flags = '']) => flags.match(flagPattern) ?? [],
    ),
  ),
  '--help',
]);

const commands = new Set(
  readdirSync(join(packageRoot, 'src/cli')).flatMap((name) =>
    [...textOf(`src/cli/${name}`).matchAll(/\.command\(\s*'(\w+)/g)].map(([, command = '']) => command),
  ),
);

test('there is something to look at', () => {
  expect(files.length).toBeGreaterThan(8);
  expect(own.size).toBeGreaterThan(30);
  expect([...commands].sort()).toContain('merge');
});

for (const file of files)
  test(`${file} names flags, commands and files that there are`, () => {
    const text = textOf(file);
    const flags = (text.match(flagPattern) ?? []).filter((flag) => !own.has(flag) && !foreign.includes(flag));
    expect(flags).toEqual([]);
    const called = [...text.matchAll(/npx token-conformance ([a-z]+)/g)].map(([, command = '']) => command);
    expect(called.filter((command) => !commands.has(command))).toEqual([]);
    const links = file.endsWith('.md') ? [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)] : [];
    const dead = links
      .map(([, link = '']) => join(dirname(file), link))
      .filter((link) => !existsSync(join(packageRoot, link)));
    expect(dead).toEqual([]);
  });

test('the templates for pipelines are YAML, and judge no embedded sandbox by mistake', () => {
  const templates = files.filter((file) => file.startsWith('docs/pipelines/') || file === action);
  expect(templates.length).toBeGreaterThan(5);
  for (const file of templates) {
    if (!file.endsWith('Jenkinsfile'))
      expect(Object.keys(parse(textOf(file)) ?? {}).length).toBeGreaterThan(0);
    if (!file.endsWith('github.yml')) expect(textOf(file)).toMatch(/ --base-url "\$(TOKEN_)?BASE_URL"/);
  }
  const { inputs } = parse(textOf(action));
  const used = parse(textOf('docs/pipelines/github.yml')).jobs.conformance.steps.find(
    ({ uses }: { uses?: string }) => uses?.includes('token-conformance'),
  );
  expect(Object.keys(used.with).filter((name) => !Object.hasOwn(inputs, name))).toEqual([]);
});
