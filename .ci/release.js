/**
 * `npm run release -- X.Y.Z`: makes sure that the tree is clean, that the changelog has a section for the version and that the gate is
 * green; then sets the version, dates the section, commits and tags. Nothing is pushed and nothing is published. With `--dry-run`
 * nothing is changed either. Exit code 1: refused, 2: usage.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

class Refusal extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trimEnd();

/** Set by `--dry-run` and the version. */
function wanted() {
  const usage = 'usage: npm run release -- X.Y.Z [--dry-run]';
  try {
    const options = { 'dry-run': { type: 'boolean', default: false } };
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const [version = '', ...more] = positionals;
    if (!/^\d+\.\d+\.\d+$/.test(version) || more.length > 0) throw new Refusal(usage, 2);
    return { version, dryRun: values['dry-run'] };
  } catch (problem) {
    throw problem instanceof Refusal ? problem : new Refusal(`${problem.message}\n${usage}`, 2);
  }
}

function refuseDirtyTree(when) {
  const dirty = git('status', '--porcelain');
  if (dirty !== '') throw new Refusal(`The tree is not clean ${when}:\n${dirty}`);
}

function refuseVersion(version, current) {
  if (git('tag', '--list', `v${version}`) !== '') throw new Refusal(`The tag v${version} is there already.`);
  const [one, other] = [version, current].map((text) => text.split('.').map(Number));
  const differs = one.findIndex((number, at) => number !== other[at]);
  if (differs >= 0 && one[differs] < other[differs])
    throw new Refusal(`${version} is lower than ${current}, the version of package.json.`);
}

/** The changelog with the section dated. */
function datedChangelog(text, version, day) {
  const heading = `## ${version} (unreleased)`;
  const [, section] = text.split(`\n${heading}\n`);
  if (section === undefined) throw new Refusal(`CHANGELOG.md has no section "${heading}".`);
  if (!/^- /m.test(section.split('\n## ', 1)[0]))
    throw new Refusal(`The section "${heading}" of CHANGELOG.md has no entry.`);
  return text.replace(`\n${heading}\n`, `\n## ${version} (${day})\n`);
}

/** Runs `.ci/run`, and reads its last line. */
function refuseFailingGate() {
  const { status, stdout } = spawnSync('bash', ['.ci/run'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1024 * 1024 * 1024,
  });
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/.exec(line) ?? [];
  if (status !== 0 || failed !== '0' || Number(passed) === 0) {
    console.error(stdout);
    throw new Refusal(`The gate is not green: exit code ${status}, its last line is "${line}".`);
  }
  console.log(`The gate is green: ${line}.`);
}

/** The texts of the lock and of package.json name the version at fixed places, and are otherwise left as they are. */
function withVersion(text, version) {
  const parsed = JSON.parse(text);
  parsed.version = version;
  if (parsed.packages) parsed.packages[''].version = version;
  return `${JSON.stringify(parsed, undefined, 2)}\n`;
}

function release() {
  const { version, dryRun } = wanted();
  const current = JSON.parse(readFileSync('package.json', 'utf8')).version;
  refuseDirtyTree('to begin with');
  refuseVersion(version, current);
  const day = new Date().toISOString().slice(0, 10);
  const changelog = datedChangelog(readFileSync('CHANGELOG.md', 'utf8'), version, day);
  refuseFailingGate();
  refuseDirtyTree('after the gate');
  if (dryRun) {
    console.log(`Would set ${current} to ${version}, date the changelog ${day}, commit and tag v${version}.`);
    return;
  }
  const changed = ['package.json', 'package-lock.json'];
  for (const file of changed) writeFileSync(file, withVersion(readFileSync(file, 'utf8'), version));
  writeFileSync('CHANGELOG.md', changelog);
  // The templates for pipelines install the tarball by its name.
  for (const file of git('ls-files', 'docs').split('\n')) {
    const text = readFileSync(file, 'utf8');
    const named = text.replaceAll(`token-conformance-${current}.tgz`, `token-conformance-${version}.tgz`);
    if (named !== text) writeFileSync(file, named);
  }
  git('commit', '--quiet', '--all', '--message', `Release ${version}`);
  git('tag', '--annotate', `v${version}`, '--message', `Version ${version}`);
  console.log(`Committed and tagged v${version}. Nothing was pushed, nothing published.`);
}

try {
  release();
} catch (problem) {
  if (!(problem instanceof Refusal)) throw problem;
  console.error(problem.message);
  process.exitCode = problem.exitCode;
}
