/** The release script, in repositories of its own: what it refuses, what it changes, and that a rehearsal changes nothing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packageRoot } from '../../src/settings/package-root.js';

const files: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify({ name: 'x', version: '1.2.3', type: 'module' }, undefined, 2)}\n`,
  'package-lock.json': `${JSON.stringify({ name: 'x', version: '1.2.3', packages: { '': { version: '1.2.3' } } }, undefined, 2)}\n`,
  'CHANGELOG.md':
    '# Changelog\n\n## 1.3.0 (unreleased)\n\n- Something new.\n\n## 1.2.3 (2026-01-01)\n\n- Something.\n',
  'docs/ci.yml': 'run: npm install ./vendor/token-conformance-1.2.3.tgz\n',
  '.ci/run': 'echo "7 passed, 0 failed"\n',
};

interface Repository {
  readonly text: (file: string) => string;
  readonly git: (...args: readonly string[]) => string;
  readonly release: (...args: readonly string[]) => { readonly code: number | null; readonly said: string };
}

/** A repository with one commit; its gate is what the file says. */
function repository(changed: Readonly<Record<string, string>> = {}): Repository {
  const folder = test.info().outputPath('repository');
  for (const [file, text] of Object.entries({ ...files, ...changed })) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  cpSync(join(packageRoot, '.ci/release.js'), join(folder, '.ci/release.js'));
  // Neither the settings of whoever runs this, nor the repository that this stands in.
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    ...Object.fromEntries(['AUTHOR', 'COMMITTER'].map((who) => [`GIT_${who}_NAME`, 'Somebody'])),
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].map((who) => [`GIT_${who}_EMAIL`, 'somebody@example.test']),
    ),
  };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: folder, env, encoding: 'utf8' }).trim();
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Begin');
  return {
    git,
    text: (file) => readFileSync(join(folder, file), 'utf8'),
    release(...args) {
      const ended = spawnSync(process.execPath, ['.ci/release.js', ...args], {
        cwd: folder,
        env,
        encoding: 'utf8',
      });
      return { code: ended.status, said: ended.stdout + ended.stderr };
    },
  };
}

test('sets the version, dates the section, commits and tags', () => {
  const { release, git, text } = repository();
  const day = new Date().toISOString().slice(0, 10);
  expect(release('1.3.0')).toMatchObject({ code: 0 });
  expect(JSON.parse(text('package.json'))).toEqual({ name: 'x', version: '1.3.0', type: 'module' });
  expect(JSON.parse(text('package-lock.json'))).toMatchObject({
    version: '1.3.0',
    packages: { '': { version: '1.3.0' } },
  });
  expect([day, new Date().toISOString().slice(0, 10)]).toContain(
    /## 1\.3\.0 \((.*)\)/.exec(text('CHANGELOG.md'))?.[1],
  );
  expect(text('CHANGELOG.md')).toContain('\n## 1.2.3 (2026-01-01)\n');
  expect(text('docs/ci.yml')).toContain('token-conformance-1.3.0.tgz');
  expect(git('log', '--format=%s')).toBe('Release 1.3.0\nBegin');
  expect(git('describe', '--exact-match')).toBe('v1.3.0');
  expect(git('status', '--porcelain')).toBe('');
  expect(release('1.3.0').said).toBe('The tag v1.3.0 is there already.\n');
});

test('leaves the rest of the files of this project as it is', () => {
  for (const file of ['package.json', 'package-lock.json']) {
    const text = readFileSync(join(packageRoot, file), 'utf8');
    expect(`${JSON.stringify(JSON.parse(text), undefined, 2)}\n` === text, file).toBe(true);
  }
});

test('changes nothing in a rehearsal', () => {
  const { release, git } = repository();
  const { code, said } = release('1.3.0', '--dry-run');
  expect(code).toBe(0);
  expect(said).toContain('The gate is green: 7 passed, 0 failed.');
  expect(said).toContain('Would set 1.2.3 to 1.3.0');
  expect(git('status', '--porcelain')).toBe('');
  expect(git('log', '--format=%s')).toBe('Begin');
  expect(git('tag')).toBe('');
});

const refusals: readonly [what: string, changed: Readonly<Record<string, string>>, said: string][] = [
  [
    'a gate with a failure',
    { '.ci/run': 'echo "6 passed, 1 failed"; exit 1\n' },
    'The gate is not green: exit code 1',
  ],
  [
    'a gate whose line tells of a failure',
    { '.ci/run': 'echo "6 passed, 1 failed"\n' },
    'is "6 passed, 1 failed"',
  ],
  ['a gate that ended badly', { '.ci/run': 'echo "7 passed, 0 failed"; exit 1\n' }, 'exit code 1'],
  ['a gate that ran nothing', { '.ci/run': 'echo "0 passed, 0 failed"\n' }, 'is "0 passed, 0 failed"'],
  ['a gate without its line', { '.ci/run': 'echo done\n' }, 'is "done"'],
  [
    'a gate that changes files',
    { '.ci/run': 'echo >> docs/ci.yml; echo "7 passed, 0 failed"\n' },
    'The tree is not clean after the gate:\n M docs/ci.yml',
  ],
  [
    'no section for the version',
    { 'CHANGELOG.md': '# Changelog\n\n## 1.2.3\n\n- x\n' },
    'no section "## 1.3.0 (unreleased)"',
  ],
  [
    'a section without an entry',
    { 'CHANGELOG.md': '# Changelog\n\n## 1.3.0 (unreleased)\n\n## 1.2.3\n\n- x\n' },
    'has no entry',
  ],
];

for (const [what, changed, said] of refusals)
  test(`refuses ${what}`, () => {
    const { release, git } = repository(changed);
    const refused = release('1.3.0');
    expect(refused.said).toContain(said);
    expect(refused.code).toBe(1);
    expect(git('log', '--format=%s')).toBe('Begin');
    expect(git('tag')).toBe('');
  });

test('refuses a tree that is not clean before it runs the gate', () => {
  const { release, git } = repository({ '.ci/run': 'touch gate-was-run\n' });
  writeFileSync(join(git('rev-parse', '--show-toplevel'), 'note.txt'), '');
  expect(release('1.3.0')).toEqual({ code: 1, said: 'The tree is not clean to begin with:\n?? note.txt\n' });
});

test('refuses a version that is lower, and what is none', () => {
  const { release } = repository();
  expect(release('1.2.2')).toEqual({
    code: 1,
    said: '1.2.2 is lower than 1.2.3, the version of package.json.\n',
  });
  for (const args of [[], ['v1.3.0'], ['1.3'], ['1.3.0', '1.4.0'], ['1.3.0', '--publish']])
    expect(release(...args)).toMatchObject({
      code: 2,
      said: expect.stringContaining('usage: npm run release'),
    });
});
