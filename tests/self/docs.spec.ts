/** What the documentation names is there. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { faults } from '../../sandbox/faults/index.js';
import { settingsPage } from '../../src/cli/settings-page.js';
import { families } from '../../src/scenarios/scenario.js';
import { readWaivers, validateWaivers } from '../../src/session/waiver-file.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { settingTable } from '../../src/settings/setting-table.js';
import { anchorsIn, firstColumn, linksIn } from './markdown.js';

const action = '.github/actions/token-conformance/action.yml';
const files = [
  'README.md',
  action,
  ...(readdirSync(join(packageRoot, 'docs'), { recursive: true }) as string[])
    .filter((name) => /\.(md|ya?ml)$|Jenkinsfile$/.test(name))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
];
const textOf = (file: string): string => readFileSync(join(packageRoot, file), 'utf8');

/** Every page of the repository, whoever reads it. */
const pages = [
  ...readdirSync(packageRoot).filter((name) => name.endsWith('.md')),
  'reports/README.md',
  ...files.filter((file) => file.startsWith('docs/') && file.endsWith('.md')),
];

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
  test(`${file} names flags, commands and tags that there are`, () => {
    const text = textOf(file);
    const flags = (text.match(flagPattern) ?? []).filter((flag) => !own.has(flag) && !foreign.includes(flag));
    expect(flags).toEqual([]);
    const called = [...text.matchAll(/npx token-conformance ([a-z]+)/g)].map(([, command = '']) => command);
    expect(called.filter((command) => !commands.has(command))).toEqual([]);
    const tags = [...text.matchAll(/--tag ([a-z][\w-]*)/g)].map(([, tag = '']) => tag);
    expect(tags.filter((tag) => !(families as readonly string[]).includes(tag))).toEqual([]);
  });

test('the reader of Markdown sees links and anchors as GitHub does', () => {
  const text = [
    '# One `--flag <NAME>`: and *more*',
    '[a](b.md#c) ![d](e.png "f") [g]: no',
    '[h]: i.md',
    '<img src="j.png" alt=""> `[k](l.md)`',
    '```',
    '# no heading',
    '[m](n.md)',
    '```',
    '## Twice',
    '## Twice',
    '### [link](o.md) in_a heading',
  ].join('\n');
  expect(linksIn(text)).toEqual(['b.md#c', 'e.png', 'o.md', 'i.md', 'j.png']);
  expect([...anchorsIn(text)]).toEqual(['one---flag-name-and-more', 'twice', 'twice-1', 'link-in_a-heading']);
});

for (const page of pages)
  test(`${page} links to files and headings that there are`, () => {
    const dead = linksIn(textOf(page)).filter((link) => {
      if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return false; // another host: nothing is fetched
      const [path = '', anchor] = decodeURIComponent(link).split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(packageRoot, target))) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchorsIn(textOf(target)).has(anchor);
    });
    expect(dead).toEqual([]);
  });

test('docs/settings.md is as it is generated', async () => {
  const generated = await settingsPage();
  for (const { variable } of Object.values(settingTable)) expect(generated).toContain(`\`${variable}\``);
  expect(textOf('docs/settings.md') === generated, 'out of date: npm run generate').toBe(true);
});

test.describe('docs/troubleshooting.md', () => {
  const code = (readdirSync(join(packageRoot, 'src'), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.ts'))
    .map((name) => textOf(join('src', name)));

  /** … stands for what is put in: the fixed parts follow each other closely, in one file. */
  function isInTheCode(message: string): boolean {
    const parts = message
      .split('…')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const pattern = new RegExp(escaped.join('[\\s\\S]{1,200}?'));
    return parts.some((part) => part.length > 8) && code.some((text) => pattern.test(text));
  }

  test('a message that nobody writes is found out', () => {
    expect(isInTheCode('The target is on holiday.')).toBe(false);
    expect(isInTheCode('role … is on holiday: set …')).toBe(false);
    expect(isInTheCode('…: …')).toBe(false);
  });

  test('quotes messages that the code can produce', () => {
    const messages = firstColumn(textOf('docs/troubleshooting.md'));
    expect(messages.length).toBeGreaterThan(80);
    expect(messages.filter((message) => !isInTheCode(message))).toEqual([]);
  });
});

test('the waivers of docs/verdicts.md are such as a run takes', async () => {
  const [, waivers = ''] = /^```yaml\n([\s\S]*?)^```/m.exec(textOf('docs/verdicts.md')) ?? [];
  const file = join(mkdtempSync(join(tmpdir(), 'token-conformance-docs-')), 'waivers.yaml');
  writeFileSync(file, waivers);
  await validateWaivers(file);
  expect(await readWaivers(file)).toHaveLength(1);
  rmSync(dirname(file), { recursive: true });
});

test('docs/comparison.md names faults that the sandbox has', () => {
  const [, ofSandbox = ''] =
    /^\| fault of the bench .*\n([\s\S]*?)\n\n/m.exec(textOf('docs/comparison.md')) ?? [];
  const named = [...ofSandbox.matchAll(/^\|[^|]*\| `([a-z0-9-]+)` \|/gm)].map(([, id = '']) => id);
  expect(named).toHaveLength(16);
  const known = new Set(faults.map(({ id }) => id));
  expect(named.filter((id) => !known.has(id))).toEqual([]);
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
