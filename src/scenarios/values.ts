/** Generated values. All chance comes from a seeded generator: a replay sends the same bytes. */
import { createHash } from 'node:crypto';
import type { Faker, LocaleDefinition } from '@faker-js/faker';
// One locale: loading all of them takes several times as long, in every worker.
import { faker as english } from '@faker-js/faker/locale/en';
import type { JsonSchema } from '../contract/contract.js';
import { admits } from './text-schema.js';

const EnglishFaker = english.constructor as new (options: { locale: LocaleDefinition }) => Faker;

/** A generator of its own for each purpose, so that one scenario does not change what another one sends. */
export function seededFaker(seed: number, purpose: string): Faker {
  const faker = new EnglishFaker({ locale: english.rawDefinitions });
  const digest = createHash('sha256').update(`${seed} ${purpose}`).digest();
  faker.seed([0, 4, 8, 12].map((offset) => digest.readUInt32BE(offset)));
  return faker;
}

const formats: Readonly<Record<string, (random: Faker) => string>> = {
  uuid: (random) => random.string.uuid(),
  ipv4: (random) => random.internet.ipv4(),
  ipv6: (random) => random.internet.ipv6(),
  email: (random) => random.internet.email({ provider: 'example.invalid' }).toLowerCase(),
  hostname: () => 'host.example.invalid',
  uri: () => 'https://example.invalid/',
  date: (random) => random.date.past({ refDate: '2024-01-01' }).toISOString().slice(0, 10),
  'date-time': (random) => random.date.past({ refDate: '2024-01-01' }).toISOString(),
};

const longest = 4096;

function length(schema: Readonly<Record<string, unknown>>): number {
  const least = typeof schema.minLength === 'number' ? schema.minLength : 0;
  const most = typeof schema.maxLength === 'number' ? schema.maxLength : longest;
  return Math.min(Math.max(16, least), most, longest);
}

function ofPattern(pattern: string, random: Faker): string[] {
  try {
    return [random.helpers.fromRegExp(pattern.replace(/^\^|\$$/g, ''))];
  } catch {
    return []; // the generator knows a part of the syntax only
  }
}

function candidates(schema: Readonly<Record<string, unknown>>, random: Faker): string[] {
  const { const: only, enum: some, format, pattern, type } = schema;
  const types = [type].flat();
  const ofFormat = typeof format === 'string' ? formats[format] : undefined;
  const branches = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list): unknown[] =>
    Array.isArray(list) ? list : [],
  );
  return [
    ...(only === undefined ? [] : [String(only)]),
    ...(Array.isArray(some) ? some.map(String) : []),
    ...(types.includes('boolean') ? ['true'] : []),
    ...(types.includes('integer') || types.includes('number')
      ? ['1', String(schema.minimum ?? schema.maximum ?? 0)]
      : []),
    ...(ofFormat ? [ofFormat(random)] : []),
    random.string.alphanumeric(length(schema)),
    ...(typeof pattern === 'string' ? ofPattern(pattern, random) : []),
    ...branches.flatMap((branch) =>
      typeof branch === 'object' && branch !== null
        ? candidates(branch as Readonly<Record<string, unknown>>, random)
        : [],
    ),
    // A pattern may describe one of the usual formats.
    ...Object.values(formats).map((choose) => choose(random)),
  ];
}

/** A text that satisfies the schema; `undefined` when none was found. */
export function generateValid(schema: JsonSchema, random: Faker): string | undefined {
  if (typeof schema === 'boolean') return schema ? random.string.alphanumeric(16) : undefined;
  return candidates(schema, random).find((candidate) => admits(schema, candidate));
}

/**
 * A text of visible characters that violates the schema; `undefined` when the schema refuses none, or only an
 * empty or blank one (those are probes of their own).
 */
export function violatingText(schema: JsonSchema): string | undefined {
  if (typeof schema === 'boolean') return undefined;
  const { minLength, maxLength } = schema;
  const wrongLengths = [
    typeof minLength === 'number' ? minLength - 1 : 0,
    typeof maxLength === 'number' ? maxLength + 1 : 0,
  ].filter((wanted) => wanted > 0 && wanted <= longest);
  return ['not a valid value', '!', '0', 'x', ...wrongLengths.map((wanted) => 'x'.repeat(wanted))].find(
    (candidate) => !admits(schema, candidate),
  );
}

/** Texts in the shapes that identifiers usually have. */
const identifiers = ['a1', 'a1b2c3d4', 'a1b2c3d4e5f6a7b8c9d0e1f2', '3f2b8c1e-5d4a-4c6b-9e7f-0a1b2c3d4e5f'];

/** True when the schema takes identifiers: a value that the server has to look up, not one that it parses. */
export function admitsIdentifiers(schema: JsonSchema): boolean {
  return identifiers.some((identifier) => admits(schema, identifier));
}

/** A user that exists nowhere: `.invalid` is reserved (RFC 2606 section 2). */
export function unknownUser(random: Faker): string {
  return `${random.string.alphanumeric({ length: 12, casing: 'lower' })}@example.invalid`;
}

export function unknownClient(random: Faker): string {
  return `unknown-${random.string.alphanumeric(12)}`;
}

export function unknownScope(random: Faker): string {
  return `x_unknown_${random.string.alphanumeric(8)}`;
}

/** A password, secret or token nobody has: 24 characters or more cannot be guessed by chance. */
export function unknownSecret(random: Faker, characters = 24): string {
  return random.string.alphanumeric(characters);
}
