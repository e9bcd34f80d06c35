/** The comparison with other tools: what of it can be tried where they are not installed. */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from '@playwright/test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { parse } from 'yaml';
import { faults } from '../../sandbox/faults/index.js';
import { commonFaults, sampledFaults } from '../bench/peers/compared-faults.js';
import { keptComparison, pageFile, peersPage } from '../bench/peers/page.js';
import { plainDocument } from '../bench/peers/plain-document.js';
import { tools, versions } from '../bench/peers/tools.js';

const common: readonly string[] = Object.values(commonFaults).flat();

test('the faults exist, each is tried once, and a default run shows it', () => {
  const compared = [...common, ...sampledFaults];
  expect(new Set(compared).size).toBe(compared.length);
  const shown = new Set(faults.filter(({ run }) => run === undefined).map(({ id }) => id));
  expect([...compared, ...keptComparison().sampled].filter((id) => !shown.has(id))).toEqual([]);
});

test('docs/peers.md is as it is generated from what was kept', () => {
  expect(
    readFileSync(pageFile, 'utf8') === peersPage(keptComparison()),
    'out of date: npm run bench:peers',
  ).toBe(true);
});

test('what was kept was measured with the common faults and the tools of today', () => {
  const kept = keptComparison();
  expect(kept.common).toEqual(commonFaults);
  expect(kept.measured.map(({ name, has }) => ({ name, has }))).toEqual(
    tools('nowhere').map(({ name, has }) => ({ name, has })),
  );
});

test('the page counts what each tool caught, and compares times with the first tool', () => {
  const measured = { has: 'nothing', requests: 7 };
  const page = peersPage({
    common: { bodies: ['one', 'two'], refresh: ['three'] },
    sampled: ['four'],
    versions: { thing: '1.2.3' },
    rounds: 5,
    measured: [
      { ...measured, name: 'ours', seconds: 8, caught: ['one', 'two', 'three', 'four'] },
      { ...measured, name: 'theirs', seconds: 2, caught: ['two'] },
    ],
  });
  expect(page).toContain('| ours | nothing | 7 | 8.0 s | 1.00 | 3 of 3 | 1 of 1 |');
  expect(page).toContain('| theirs | nothing | 7 | 2.0 s | 0.25 | 1 of 3 | 0 of 1 |');
  expect(page).toContain('| `one` | ● | – |\n| `two` | ● | ● |\n| *refresh* |  |  |\n| `three` | ● | – |');
  expect(page).toContain('thing@1.2.3');
});

test('the rewritten document is valid OpenAPI 3.0 in one file, and means the same requests', async () => {
  const text = plainDocument();
  const validator = new Validator();
  expect(await validator.validate(parse(text))).toEqual({ valid: true });
  expect(validator.version).toBe('3.0');
  expect(text).not.toContain('.json');
  const { components } = parse(text);
  expect(components.schemas.PasswordGrant.properties.grant_type).toEqual({
    type: 'string',
    enum: ['password'],
  });
  expect(components.schemas.TokenResponse.required).toContain('refresh_token');
});

test('a tool that is not installed is named', () => {
  expect(() => versions(tmpdir())).toThrow(/@apideck\/portman is not installed in .*docs\/peers\.md/);
});
