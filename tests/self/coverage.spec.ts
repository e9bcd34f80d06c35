/** Coverage: its figures, what explains the rest, the page and the command. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { allChecks } from '../../src/checks/index.js';
import { coverageOf, percentage } from '../../src/coverage/coverage.js';
import { readExplanations } from '../../src/coverage/explanations.js';
import { cell, table } from '../../src/coverage/markdown.js';
import { readProof } from '../../src/coverage/proof.js';
import { requirementsPageText } from '../../src/coverage/write-page.js';
import { allRequirements, catalogueRevision } from '../../src/requirements/catalogue.js';
import { commandFile, packageRoot } from '../../src/settings/package-root.js';

const textOf = (...path: readonly string[]): string => readFileSync(join(packageRoot, ...path), 'utf8');
const proof = readProof();
const coverage = coverageOf([]);
const explanations = readExplanations();
const rules = allRequirements().filter(({ kind }) => kind === 'rule');

/** By the formula in the head of the catalogue, once more and plainly. */
function isCovered(id: string): boolean {
  const of = allChecks.filter(({ requirements }) => requirements.includes(id)).map((check) => check.id);
  const passing = of.filter((check) => proof.passing.includes(check));
  return [...proof.faults, ...proof.documents].some(
    ({ breaks, convictions }) =>
      breaks.includes(id) &&
      convictions.some(({ check, requirements }) => passing.includes(check) && requirements.includes(id)),
  );
}

test('a rule is covered or explained', () => {
  const missing = coverage.requirements.filter(({ state }) => state === 'missing');
  expect(
    missing.map(({ requirement: { id } }) => id),
    'add a fault (npm run detection), or a reason to specs/unverified.yaml',
  ).toEqual([]);
});

test('nothing is explained that is covered, or is no rule', () => {
  const known = new Set(rules.map(({ id }) => id));
  const needless = [...explanations.keys()].filter((id) => !known.has(id) || isCovered(id));
  expect(needless, 'take these out of specs/unverified.yaml').toEqual([]);
});

test('the explanations are described by their schema, each given once, by a precondition that there is', () => {
  const document = parse(textOf('specs', 'unverified.yaml'));
  const validate = new Ajv2020({ strict: true }).compile(
    JSON.parse(textOf('schemas', 'unverified.schema.json')),
  );
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  expect(document.unverified.length).toBe(explanations.size);
  const { preconditions, requirements } = parse(textOf('specs', 'requirements.yaml'));
  const profiles = requirements.flatMap(
    ({ applies }: { applies: { profiles?: string[] } }) => applies.profiles ?? [],
  );
  const names = new Set([
    ...Object.keys(preconditions),
    ...profiles.map((name: string) => `profile:${name}`),
  ]);
  const unknown = [...explanations.values()].filter(
    ({ switchedOnBy }) => switchedOnBy !== undefined && !names.has(switchedOnBy),
  );
  expect(unknown).toEqual([]);
});

test('the figures follow the formula of the catalogue, set by set', () => {
  expect(coverage.figures).toEqual(
    ['core', 'companion', 'profile', 'document'].map((set) => {
      const ofSet = rules.filter((rule) => rule.set === set);
      return { set, covered: ofSet.filter(({ id }) => isCovered(id)).length, total: ofSet.length };
    }),
  );
  expect(coverage.figures.map(({ total }) => total)).toEqual([284, 41, 76, 30]);
});

test('a check that passes on no conforming server proves nothing, and neither does another list of faults', () => {
  const unproved = coverageOf([], { ...proof, passing: [] });
  expect(unproved.figures.map(({ covered }) => covered)).toEqual([0, 0, 0, 0]);
  expect(coverage.stale).toBe(false);
  expect(coverageOf([], { ...proof, faultList: 'another' }).stale).toBe(true);
});

test('a percentage is rounded down', () => {
  expect(percentage({ set: 'core', covered: 283, total: 284 })).toBe('99.6 %');
  expect(percentage({ set: 'core', covered: 284, total: 284 })).toBe('100.0 %');
  expect(percentage({ set: 'core', covered: 0, total: 0 })).toBe('–');
});

test('text cannot leave its cell of a table', () => {
  expect(cell('a|b\n<script> *c* [d](e)')).toBe('a\\|b \\<script\\> \\*c\\* \\[d\\](e)');
  expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
});

test('docs/requirements.md is as it is generated', async () => {
  const generated = await requirementsPageText();
  expect(textOf('docs', 'requirements.md') === generated, 'out of date: npm run generate').toBe(true);
  for (const { id } of allRequirements()) expect(generated.includes(`\`${id}\``), id).toBe(true);
});

test.describe('the command', () => {
  const command = (...args: readonly string[]): string =>
    execFileSync(process.execPath, [commandFile, 'coverage', ...args], {
      encoding: 'utf8',
    });

  test('says of each requirement what judges it and what proves it, as JSON', () => {
    const found = JSON.parse(command('--json'));
    expect(found).toMatchObject({ requirementsRevision: catalogueRevision, stale: false });
    expect(found.figures).toEqual(coverage.figures);
    expect(found.requirements).toHaveLength(allRequirements().length);
    const status = found.requirements.find(
      ({ id }: { id: string }) => id === 'RFC6749-5.2-wrong-password-invalid-grant',
    );
    expect(status).toMatchObject({ state: 'covered', level: 'MUST', set: 'core' });
    expect(status.checks).toContain('wrong-password-is-invalid-grant');
    expect(status.scenarios).toContain('password/credentials/password/wrong');
    expect(status.faults).toContain('error-code-unauthorized');
  });

  test('shows with --missing only what is not covered, each with its reason, and the figures', () => {
    const text = command('--missing');
    for (const { id, reason } of explanations.values()) {
      expect(text).toContain(`  ${id}  `);
      expect(text).toContain(reason);
    }
    expect(text).not.toMatch(/ {2}covered$/m);
    for (const figure of coverage.figures)
      expect(text).toContain(`${figure.covered} of ${figure.total} rules covered (${percentage(figure)})`);
    expect(text).toContain(catalogueRevision);
  });
});
