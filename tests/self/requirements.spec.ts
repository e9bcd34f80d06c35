/** The requirement catalogue: valid, consistent, and indexed as it stands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { allRequirements, catalogueRevision, requirement } from '../../src/requirements/catalogue.js';
import { catalogueIndexText } from '../../src/requirements/catalogue-index.js';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'specs/requirements.yaml'), 'utf8');
const catalogue = parse(text);

function problems(candidate: unknown): string[] {
  const schema = JSON.parse(readFileSync(join(root, 'schemas/requirements.schema.json'), 'utf8'));
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
  validate(candidate);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test('the catalogue is described by its schema', () => {
  expect(problems(catalogue)).toEqual([]);
});

test('the schema refuses a level and a member that do not exist', () => {
  const [first, ...rest] = catalogue.requirements;
  const broken = { ...catalogue, requirements: [{ ...first, level: 'OUGHT', owner: 'nobody' }, ...rest] };
  expect(problems(broken)).toEqual([
    '/requirements/0 must NOT have additional properties',
    '/requirements/0/level must be equal to one of the allowed values',
  ]);
});

test('every id occurs once, and every precondition is explained', () => {
  const ids = catalogue.requirements.map(({ id }: { id: string }) => id);
  expect(ids.filter((id: string, at: number) => ids.indexOf(id) !== at)).toEqual([]);
  const needed = new Set(allRequirements().flatMap(({ needs }) => needs));
  expect([...needed].filter((need) => !Object.hasOwn(catalogue.preconditions, need))).toEqual([]);
});

test('no id that was published is gone: waivers and results of others name it', () => {
  const published = readFileSync(join(root, 'tests/self/fixtures/requirement-ids.txt'), 'utf8').trim();
  const known = new Set(allRequirements().map(({ id }) => id));
  expect(published.split('\n').length).toBeGreaterThanOrEqual(413);
  expect(published.split('\n').filter((id) => !known.has(id))).toEqual([]);
});

test('each correction is about requirements that there are', () => {
  const corrected: string[] = catalogue.corrections.flatMap(({ ids }: { ids: string[] }) => ids);
  const known = new Set(allRequirements().map(({ id }) => id));
  expect(corrected.length).toBeGreaterThan(0);
  expect(corrected.filter((id) => !known.has(id))).toEqual([]);
});

test('the generated index is up to date', () => {
  const generated = readFileSync(join(root, 'specs/requirements.index.json'), 'utf8');
  expect(generated === catalogueIndexText(text), 'out of date: npm run generate').toBe(true);
});

test('the revision changes with the catalogue and not with line ends', () => {
  const revision = (catalogueText: string) => JSON.parse(catalogueIndexText(catalogueText)).revision;
  expect(revision(text)).toBe(catalogueRevision);
  expect(revision(text.replaceAll('\n', '\r\n'))).toBe(catalogueRevision);
  expect(revision(`${text}# changed\n`)).not.toBe(catalogueRevision);
});

test('a requirement knows its source, where it can be read, and how it weighs', () => {
  expect(requirement('RFC6749-5.1-pragma-no-cache')).toMatchObject({
    document: 'RFC 6749',
    section: '5.1',
    link: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.1',
    level: 'MUST',
    severity: 'warn',
    mode: 'invariant:success',
  });
  expect(requirement('RFC6749-A.12-access-token-charset').link).toMatch(/#appendix-A\.12$/);
  expect(requirement('CONTRACT-success-schema').link).toBeUndefined();
});

test('an id that the catalogue does not have is a fault of the harness', () => {
  expect(() => requirement('RFC6749-99-nothing')).toThrow('RFC6749-99-nothing');
});
