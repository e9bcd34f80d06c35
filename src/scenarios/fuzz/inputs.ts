/** What inputs are drawn from: the schemas of the contract, and what lies beyond them. Seeded, and it shrinks. */
import * as fc from 'fast-check';
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import { formMediaType } from '../request.js';
import { generateValid, seededFaker, violatingText } from '../values.js';
import { type Bytes, bytesOf, encodings } from './bytes.js';
import { type Change, type HeaderChange, type Mutation, subjectOf, thingOf } from './mutation.js';
import { fieldTexts, lengths, piece, plainTexts, texts } from './texts.js';

const invalidPercent = fc.constantFrom('%', '%0', '%zz', '%u0041', '%%', '%G1', '%-1');

/** @param near mostly values that are close to the right one: of those few may be tried */
function changeArbitrary(text: fc.Arbitrary<Bytes>, near: boolean): fc.Arbitrary<Change> {
  const position = fc.nat(127);
  const replaced = text.map((by): Change => ({ how: 'replaced', by }));
  const others: fc.WeightedArbitrary<Change>[] = [
    ...(near ? [{ weight: 4, arbitrary: plainTexts.map((by): Change => ({ how: 'continued', by })) }] : []),
    { weight: 2, arbitrary: text.map((by): Change => ({ how: 'continued', by })) },
    { weight: 1, arbitrary: text.map((by): Change => ({ how: 'preceded', by })) },
    { weight: 2, arbitrary: position.map((at): Change => ({ how: 'cut', at })) },
    { weight: 1, arbitrary: position.map((at): Change => ({ how: 'changed', at })) },
    { weight: 1, arbitrary: fc.constant<Change>({ how: 'other-case' }) },
    { weight: 1, arbitrary: invalidPercent.map((by): Change => ({ how: 'broken', by })) },
  ];
  return fc.oneof({ weight: near ? 1 : 5, arbitrary: replaced }, ...others);
}

/** A user that exists nowhere. Short plain names do exist: they get more before them. */
function nobody(text: fc.Arbitrary<Bytes>): fc.Arbitrary<Bytes> {
  return text.map((by) => (/^[\w.@-]{1,7}$/.test(by) ? `nobody-${by}` : by));
}

function headerChange({ schema }: Parameter): fc.Arbitrary<HeaderChange> {
  const wrong = violatingText(schema);
  const text = fc.oneof(
    fieldTexts,
    fc.constantFrom('', ' ', '\t', ...(wrong === undefined ? [] : [wrong])),
    fc.constantFrom(...lengths).map((length) => 'a'.repeat(length)),
  );
  return fc.oneof(
    fc.constantFrom<HeaderChange>({ how: 'absent' }, { how: 'repeated' }, { how: 'other-case' }),
    text.map((by): HeaderChange => ({ how: 'replaced', by })),
    text.map((by): HeaderChange => ({ how: 'repeated-otherwise', by })),
    fc.stringMatching(/^[a-z0-9]{12}$/).map((by): HeaderChange => ({ how: 'unknown', by })),
  );
}

/** Spellings of the one media type (RFC 9110 section 8.3.1), and others that resemble it. */
const mediaTypes: readonly { readonly value: string; readonly same: boolean }[] = [
  { value: `${formMediaType};charset=UTF-8`, same: true },
  { value: formMediaType.toUpperCase(), same: true },
  { value: 'Application/X-WWW-Form-UrlEncoded', same: true },
  ...[
    `${formMediaType}; charset="utf-8"`,
    `${formMediaType} ; charset=utf-8`,
    `${formMediaType};`,
    `${formMediaType}; charset=`,
    `${formMediaType}; charset=x-unknown`,
    `${formMediaType}; boundary=x; a=b`,
    `${formMediaType}, text/plain`,
    `${formMediaType}+json`,
    'application/x-www-form',
    'application/*',
    '*/*',
    'form',
    '/',
    ';',
    'a'.repeat(300),
  ].map((value) => ({ value, same: false })),
];

/** Names that no server takes for a parameter of its own. */
const furtherName = fc.oneof(
  { weight: 2, arbitrary: fc.stringMatching(/^x_fuzz_[a-z]{0,6}$/).map(bytesOf) },
  { weight: 1, arbitrary: piece.map((by) => `x_fuzz_${by}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('', 'x_fuzz[]', 'x_fuzz[a][b]', 'x_fuzz.a', '__proto__', 'constructor'),
  },
);

function furtherArbitrary(text: fc.Arbitrary<Bytes>): fc.Arbitrary<Mutation> {
  const value = fc.oneof(fc.string({ unit: 'grapheme-ascii', maxLength: 12 }).map(bytesOf), text);
  const several = fc.array(fc.tuple(furtherName, value), { minLength: 1, maxLength: 4 });
  const repeated = fc
    .tuple(fc.constantFrom('x_fuzz', 'x_fuzz_b'), fc.constantFrom(2, 3, 20, 60))
    .map(([name, count]) => Array.from({ length: count }, (_, at) => [name, String(at)] as const));
  return fc
    .tuple(fc.oneof({ weight: 3, arbitrary: several }, { weight: 1, arbitrary: repeated }), fc.boolean())
    .map(([fields, first]) => ({ of: 'further', fields, first }));
}

/** Values that the schema admits, and one that it refuses. */
function ofSchema({ name, schema, documented }: Parameter): Bytes[] {
  const values = [documented, generateValid(schema, seededFaker(0, `fuzz/${name}`)), violatingText(schema)];
  return values.flatMap((value) => (value === undefined ? [] : bytesOf(value)));
}

/** The differences that concern credentials, by the parameters that a grant has. */
function ofCredentials(grant: Grant, text: fc.Arbitrary<Bytes>): fc.WeightedArbitrary<Mutation>[] {
  const has = (name: string): boolean => grant.parameters.some((parameter) => parameter.name === name);
  const near = changeArbitrary(text, true);
  const authorizationText = fieldTexts.map((value) => `Basic ${value}`);
  return [
    ...(has('username') && has('password')
      ? [
          {
            weight: 9,
            arbitrary: fc
              .tuple(nobody(text), fc.option(text, { nil: undefined, freq: 1 }))
              .map(([by, password]): Mutation => ({ of: 'username', by, password })),
          },
          {
            weight: 3,
            arbitrary: fc
              .tuple(near, fc.nat(7))
              .map(([change, whose]): Mutation => ({ of: 'password', change, whose })),
          },
        ]
      : []),
    ...(has('refresh_token')
      ? [
          {
            weight: 5,
            arbitrary: near.map((change): Mutation => ({ of: 'parameter', name: 'refresh_token', change })),
          },
        ]
      : []),
    { weight: 7, arbitrary: text.map((by): Mutation => ({ of: 'client_id', by })) },
    { weight: 5, arbitrary: near.map((change): Mutation => ({ of: 'client_secret', change })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.boolean(), fc.option(near, { nil: undefined }))
        .map(([beside, secret]): Mutation => ({ of: 'authorization', beside, secret })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.boolean(), fc.oneof(authorizationText, fieldTexts))
        .map(([beside, value]): Mutation => ({ of: 'authorization-text', beside, value })),
    },
  ];
}

function ofParameters(grant: Grant, large: boolean): fc.WeightedArbitrary<Mutation>[] {
  const free = grant.parameters.filter(
    ({ name }) => !['user', 'client', 'refresh_token'].includes(thingOf(name)),
  );
  const names = grant.parameters.map(({ name }) => name);
  // A further password is a further wrong password of somebody who exists.
  const repeatable = fc.constantFrom(...names).chain((name) => {
    const by =
      thingOf(name) === 'user' ? fc.constant(undefined) : fc.option(texts(large), { nil: undefined });
    return fc
      .tuple(by, fc.boolean())
      .map(([value, first]): Mutation => ({ of: 'multiplicity', name, by: value, first }));
  });
  return [
    ...free.map((parameter) => ({
      weight: parameter.required ? 3 : 6,
      arbitrary: changeArbitrary(texts(large, ofSchema(parameter)), false).map(
        (change): Mutation => ({ of: 'parameter', name: parameter.name, change }),
      ),
    })),
    { weight: 1, arbitrary: fc.constantFrom(...names).map((name): Mutation => ({ of: 'presence', name })) },
    { weight: 1, arbitrary: repeatable },
  ];
}

export interface InputOptions {
  /** Values of eight kilobytes, too. */
  readonly large: boolean;
}

/** Of several differences about one thing the first one counts. */
function apart(mutations: readonly (Mutation | undefined)[]): Mutation[] {
  const seen = new Set<string>();
  return mutations.filter((mutation): mutation is Mutation => {
    if (mutation === undefined || seen.has(subjectOf(mutation))) return false;
    seen.add(subjectOf(mutation));
    return true;
  });
}

/**
 * The inputs of a grant: one to three differences from the valid request, each about another thing. More often one
 * than several, because what is refused for one reason shows nothing of another.
 */
export function inputs(contract: Contract, grant: Grant, { large }: InputOptions): fc.Arbitrary<Mutation[]> {
  const text = texts(large);
  const headers = contract.parameters.filter((parameter) => parameter.in === 'header');
  const mutation = fc.oneof(
    ...ofCredentials(grant, text),
    ...ofParameters(grant, large),
    { weight: 6, arbitrary: furtherArbitrary(text) },
    {
      weight: 4,
      arbitrary: fc
        .constantFrom(...encodings.slice(1))
        .map((encoding): Mutation => ({ of: 'encoding', encoding })),
    },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.nat(9), { minLength: 8, maxLength: 8 })
        .map((keys): Mutation => ({ of: 'order', keys })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.nat(3), fc.nat(3))
        .map(([before, after]): Mutation => ({ of: 'separators', before, after })),
    },
    ...headers.map((parameter) => ({
      weight: 1,
      arbitrary: headerChange(parameter).map(
        (change): Mutation => ({ of: 'header', name: parameter.name, change }),
      ),
    })),
    { weight: 1, arbitrary: fieldTexts.map((value): Mutation => ({ of: 'further-header', value })) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(...mediaTypes).map((type): Mutation => ({ of: 'media-type', ...type })),
    },
  );
  // Each of them can be left out by itself when an input is made smaller, which an array cannot.
  const perhaps = (present: number, absent: number) =>
    fc.oneof(
      { withCrossShrink: true },
      { weight: absent, arbitrary: fc.constant(undefined) },
      { weight: present, arbitrary: mutation },
    );
  return fc.tuple(perhaps(40, 1), perhaps(1, 2), perhaps(1, 3)).map(apart);
}
