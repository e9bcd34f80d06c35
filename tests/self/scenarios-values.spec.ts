import { expect, test } from '@playwright/test';
import {
  caseChanged,
  continuedAfterNull,
  differing,
  extended,
  paddedLeading,
  paddedTrailing,
  reshaped,
  tampered,
  truncated,
} from '../../src/scenarios/families/near-miss.js';
import { admits } from '../../src/scenarios/text-schema.js';
import {
  generateValid,
  seededFaker,
  unknownClient,
  unknownScope,
  unknownSecret,
  unknownUser,
  violatingText,
} from '../../src/scenarios/values.js';

test('the same seed and purpose give the same values, another purpose others', () => {
  const text = (seed: number, purpose: string) => seededFaker(seed, purpose).string.alphanumeric(30);
  expect(text(1, 'a')).toBe(text(1, 'a'));
  expect(text(1, 'a')).not.toBe(text(1, 'b'));
  expect(text(1, 'a')).not.toBe(text(2, 'a'));
});

const schemas = [
  { type: 'string', minLength: 40 },
  { type: 'string', maxLength: 4 },
  { const: 'fixed' },
  { enum: ['one', 'two'] },
  { type: 'string', format: 'uuid' },
  { type: 'string', format: 'ipv4' },
  { type: 'string', format: 'date-time' },
  { type: 'string', pattern: '^[A-Z]{3}-[0-9]{4}$' },
  { anyOf: [{ format: 'ipv6' }, { const: 'none' }] },
  { oneOf: [{ pattern: '^a+$' }, { const: 'b' }] },
  { allOf: [{ minLength: 3 }, { not: { pattern: '[ !]' } }] },
  { type: 'boolean' },
  { type: ['integer', 'boolean'] },
  { type: 'integer', minimum: 5 },
  // Patterns that a generator of texts from expressions does not follow.
  { type: 'string', pattern: '^(?=[^,]*:)[0-9a-f:]+$' },
  { type: 'string', pattern: '^\\s*((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}\\d+\\s*(,.*)?$' },
];

for (const schema of schemas)
  test(`generates a value that satisfies a schema, and finds one that violates it: ${JSON.stringify(schema)}`, () => {
    for (let seed = 0; seed < 20; seed++) {
      const valid = generateValid(schema, seededFaker(seed, 'value'));
      expect(valid).toBeDefined();
      expect(admits(schema, valid ?? '')).toBe(true);
    }
    const violating = violatingText(schema);
    expect(violating?.trim()).toBeTruthy();
    expect(admits(schema, violating ?? '')).toBe(false);
  });

test('a schema that cannot be understood admits everything', () => {
  expect(violatingText({ type: 'string', pattern: '(?i)[' })).toBeUndefined();
  expect(admits({ type: 'string', pattern: '(?i)[' }, 'x')).toBe(true);
  expect(generateValid({ type: 'string', pattern: '[z-a]' }, seededFaker(1, 'value'))).toBeDefined();
  expect(admits({ type: 'string', format: 'password' }, 'x')).toBe(true);
  expect(admits({ type: 'string', format: 'of-nobody' }, 'x')).toBe(true);
});

test('a random choice is repeated until it differs from the real value', () => {
  const choices = ['real', 'real', 'other'];
  expect(differing('real', () => choices.shift() ?? '')).toBe('other');
});

test('no near miss equals the real value, over 200 seeds', () => {
  const all = {
    caseChanged,
    continuedAfterNull,
    extended,
    paddedLeading,
    paddedTrailing,
    reshaped,
    truncated,
  };
  const equal: string[] = [];
  for (let seed = 0; seed < 200; seed++) {
    const random = seededFaker(seed, 'near miss');
    for (const real of ['', '123', 'ÄÖ', 'a', 'z', '0', 'ß', '::1', 'a'.repeat(80)]) {
      for (const [name, change] of Object.entries(all))
        if (change(real, random) === real) equal.push(`${name} of ${real}`);
      for (const place of ['start', 'middle', 'end'] as const)
        if (tampered(real, place) === real) equal.push(`tampered ${place} of ${real}`);
      for (const choose of [unknownUser, unknownClient, unknownScope, unknownSecret])
        if (choose(random) === real) equal.push(`unknown of ${real}`);
    }
  }
  expect(equal).toEqual([]);
});

test('letters outside ASCII have another case, too', () => {
  const random = seededFaker(1, 'case');
  expect(caseChanged('ÄÖ', random)).toBe('äö');
  expect(caseChanged('123', random)).toBeUndefined();
  expect(truncated('a😀')).toBe('a');
});

for (const token of [
  'tGzv3JOkF0XG5Qx2TlKWIA',
  'eyJhbGciOiJIUzUxMiJ9.eyJhIjoxfQ.c2ln_-',
  'ab==',
  '00ff',
  'zZ',
])
  test(`tampers with a character that counts: ${token}`, () => {
    const variants = (['start', 'middle', 'end'] as const).map((place) => tampered(token, place));
    for (const variant of variants) {
      if (variant === undefined) throw new Error('nothing was changed');
      expect(variant).toHaveLength(token.length);
      const changed = [...token].flatMap((character, at) => (variant[at] === character ? [] : [at]));
      expect(changed).toHaveLength(1);
      expect(variant.toLowerCase()).not.toBe(token.toLowerCase());
      // Bits of the last character may be padding of base64url.
      expect(token.slice((changed[0] ?? 0) + 1)).toMatch(/[A-Za-z0-9]/);
    }
  });

test('a token without letters and digits is not tampered with', () => {
  expect(tampered('-._', 'middle')).toBeUndefined();
});

test('another value keeps the shape of the real one', () => {
  const random = seededFaker(1, 'shape');
  for (let count = 0; count < 50; count++) {
    expect(reshaped('v1', random)).toMatch(/^[a-z][0-9]$/);
    expect(reshaped('v1', random)).not.toBe('v1');
    expect(reshaped('10.0.0.1, 10.0.0.2', random)).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  }
  expect(reshaped('***', random)).toBeUndefined();
});
