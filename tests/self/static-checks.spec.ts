/** The checks for which nothing is sent, held to their own examples. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Judgement } from '../../src/checks/check.js';
import { configurationChecks } from '../../src/checks/configuration/index.js';
import type { DocumentCheck, DocumentExample, Finding } from '../../src/checks/document/document-check.js';
import { documentChecks } from '../../src/checks/document/index.js';
import { entropyBits } from '../../src/checks/entropy.js';
import { checks, staticChecks } from '../../src/checks/index.js';
import { requirement } from '../../src/requirements/catalogue.js';
import { documentScenarios } from '../../src/scenarios/families/document.js';
import { staticChecksFor } from '../../src/session/judge-static.js';

const folders = ['document', 'configuration'];

interface Named {
  readonly id: string;
}

function isCheck(candidate: unknown): candidate is Named {
  return typeof candidate === 'object' && candidate !== null && 'id' in candidate && 'judge' in candidate;
}

/** Checks by the file that exports them; `alone` where it exports no list. */
async function declaredIn(folder: string): Promise<{ id: string; file: string; alone: boolean }[]> {
  const sources = join(import.meta.dirname, '../../src/checks', folder);
  const files = readdirSync(sources).filter((file) => file.endsWith('.ts') && file !== 'index.ts');
  const found = files.map(async (file) => {
    const exported: object = await import(pathToFileURL(join(sources, file)).href);
    return Object.values(exported).flatMap((value) =>
      [value]
        .flat()
        .filter(isCheck)
        .map(({ id }) => ({ id, file: basename(file, '.ts'), alone: !Array.isArray(value) })),
    );
  });
  return (await Promise.all(found)).flat();
}

test('the lists have every check that a file exports, under the name of the file', async () => {
  const declared = (await Promise.all(folders.map(declaredIn))).flat();
  expect(declared.filter(({ id, file, alone }) => alone && id !== file)).toEqual([]);
  expect(declared.map(({ id }) => id).sort()).toEqual(staticChecks.map(({ id }) => id).sort());
});

test('ids are unique among all checks, and kebab-case', () => {
  const ids = [...checks, ...staticChecks].map(({ id }) => id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

test('each check belongs to exactly one scenario, which has no steps', () => {
  const judged = documentScenarios.flatMap(({ judges }) => (judges ? staticChecksFor(judges) : []));
  expect(judged.map(({ id }) => id).sort()).toEqual(staticChecks.map(({ id }) => id).sort());
  expect(documentScenarios.flatMap(({ steps }) => steps)).toEqual([]);
});

function findings(check: DocumentCheck, { document }: DocumentExample): readonly Finding[] {
  const judged = check.judge(document);
  return 'notApplicable' in judged ? [] : judged;
}

for (const check of documentChecks)
  test(`${check.id} judges its examples`, () => {
    const { conforming, violating } = check.examples;
    expect(conforming.length, 'conforming examples').toBeGreaterThan(0);
    expect(violating.length, 'violating examples').toBeGreaterThan(0);
    const weighs = (severity: Finding['severity']) => severity ?? requirement(check.requirements[0]).severity;
    for (const example of conforming) expect(findings(check, example), example.name).toEqual([]);
    for (const example of violating) {
      const found = findings(check, example);
      expect(
        found.map(({ severity }) => weighs(severity)),
        example.name,
      ).toContain(weighs(example.severity));
      for (const { at, expected, actual } of found) {
        const { line } = example.document.locate(at);
        expect(line, `${example.name}: the line of ${at}`).toBeGreaterThan(0);
        for (const text of [expected, actual]) expect(text).toMatch(/^[^\r\n]+$/);
      }
    }
  });

function severityOf(judgement: Judgement, id: string): string {
  return judgement.kind === 'violation' ? (judgement.severity ?? requirement(id).severity) : judgement.kind;
}

for (const check of configurationChecks)
  test(`${check.id} judges its examples`, () => {
    const [id] = check.requirements;
    const { conforming, violating } = check.examples;
    expect(conforming.length, 'conforming examples').toBeGreaterThan(0);
    expect(violating.length, 'violating examples').toBeGreaterThan(0);
    for (const { name, configuration } of conforming)
      expect(['pass', 'not-applicable'], name).toContain(severityOf(check.judge(configuration), id));
    for (const { name, configuration, severity } of violating) {
      const judgement = check.judge(configuration);
      expect(severityOf(judgement, id), name).toBe(severity ?? requirement(id).severity);
      for (const { value } of configuration.clientSecrets)
        expect(JSON.stringify(judgement), 'without the secret').not.toContain(value);
    }
  });

test('the sound document of the examples is found fault with by no check', () => {
  for (const check of documentChecks) {
    const [first] = check.examples.conforming;
    expect(first && findings(check, first), check.id).toEqual([]);
  }
});

test('entropy is what a random text of that form has', () => {
  const bits = (text: string) => Math.round(entropyBits(text));
  expect(bits('')).toBe(0);
  expect(bits('0123456789')).toBe(33);
  expect(bits('9f86d081884c7d659a2feaa0c55ad015')).toBe(128);
  expect(bits('9F86D081-884C7D65-9A2FEAA0-C55AD015')).toBe(128);
  expect(bits('abcabcabcabcabcabcabcabcabc')).toBe(bits('abc'));
  expect(bits('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')).toBeLessThan(8);
  expect(bits('é')).toBe(0);
});
