/** Broken documents are convicted by a check meant for them, conforming ones by none. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { readContract } from '../../src/contract/read-contract.js';
import { validateDocument } from '../../src/contract/validate-document.js';
import { allRequirements, requirement } from '../../src/requirements/catalogue.js';
import { packageRoot } from '../../src/settings/package-root.js';
import type { Verdict } from '../../src/verdicts/verdict.js';
import { documentFaults } from './documents/faults.js';
import { judgedDocument, newFolder, texts, writtenDocument } from './documents/judged-document.js';
import { documentVariations } from './documents/variations.js';
import { describeVerdicts } from './in-process-run.js';

let folder: string;

test.beforeAll(() => {
  folder = newFolder();
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const withOutcome = (verdicts: readonly Verdict[], ...outcomes: Verdict['outcome'][]): Verdict[] =>
  verdicts.filter(({ outcome }) => outcomes.includes(outcome));

for (const fault of documentFaults)
  test(`the document fault ${fault.id} is convicted: ${fault.sentence}`, async () => {
    const file = writtenDocument(folder, fault.id, (document) => fault.mutate(document));
    if (fault.unreadable) await expect(readContract(file)).rejects.toThrow(fault.unreadable);
    else await readContract(file);
    const verdicts = await judgedDocument(file);
    expect(describeVerdicts(withOutcome(verdicts, 'error'))).toBe('');
    const found = withOutcome(verdicts, 'fail', 'warn', 'info');
    const meant = found.filter(({ outcome, requirements }) =>
      requirements.some(
        (id) => fault.breaks.includes(id) && (outcome !== 'info' || requirement(id).severity === 'info'),
      ),
    );
    expect(
      meant.map(({ check }) => check),
      `no check of ${fault.breaks.join(', ')} convicts it; found instead:\n${describeVerdicts(found)}`,
    ).not.toHaveLength(0);
    for (const { cause, location } of meant) {
      expect(cause).toBe('contract');
      expect(location?.pointer).toMatch(/^#/);
      expect(location?.line).toBeGreaterThan(0);
    }
  });

for (const { id, sentence, change } of documentVariations)
  test(`convicts nothing of the document ${id}: ${sentence}`, async () => {
    const file = writtenDocument(folder, id, change);
    await validateDocument(file);
    const verdicts = await judgedDocument(file);
    expect(describeVerdicts(withOutcome(verdicts, 'fail', 'warn', 'error'))).toBe('');
    expect(withOutcome(verdicts, 'pass').length).toBeGreaterThan(10);
  });

for (const file of ['specs/mbanq-token.openapi.yaml'])
  test(`convicts nothing of ${file}`, async () => {
    const verdicts = await judgedDocument(join(packageRoot, file));
    expect(describeVerdicts(withOutcome(verdicts, 'fail', 'warn', 'info', 'error'))).toBe('');
    expect(withOutcome(verdicts, 'pass').length).toBeGreaterThan(25);
  });

test('every requirement on the document is broken by a fault', () => {
  const broken = new Set(documentFaults.flatMap(({ breaks }) => breaks));
  const open = allRequirements().filter(({ id, set }) => set === 'document' && !broken.has(id));
  expect(open.map(({ id }) => id)).toEqual([]);
});

test('ids are unique and kebab-case, sentences are sentences', () => {
  const all = [...documentFaults, ...documentVariations];
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { id, sentence } of all) {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(sentence).toMatch(/\.$/);
  }
});

test('a finding about a shared file names that file and the line in it', async () => {
  const base = join(folder, 'split');
  mkdirSync(base);
  const file = join(base, 'token.openapi.yaml');
  writeFileSync(
    file,
    texts.document
      .replaceAll('../schemas/token-response.schema.json', 'token.json')
      .replaceAll('../schemas', '../../../schemas'),
  );
  const schema = {
    type: 'object',
    required: ['access_token', 'token_type'],
    properties: {
      access_token: { type: 'string' },
      token_type: { type: 'string' },
      expires_in: { type: 'string' },
    },
  };
  writeFileSync(join(base, 'token.json'), JSON.stringify(schema, undefined, 2));
  const found = withOutcome(await judgedDocument(file), 'fail').find(
    ({ check }) => check === 'document-expires-in-number',
  );
  expect(found?.location).toMatchObject({ pointer: '#/properties/expires_in', line: 14 });
  expect(found?.location?.file).toMatch(/token\.json$/);
});
