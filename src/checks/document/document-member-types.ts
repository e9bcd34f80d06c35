/** The types of the members of a response, one check for each rule: what may stand in the JSON that the document promises. */
import { membersNamed, typesOf } from '../../contract/composed-schema.js';
import type { Cursor } from '../../contract/cursor.js';
import type { TokenDocument } from '../../contract/token-document.js';
import type { Severity } from '../check.js';
import type { DocumentCheck, Finding } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample, type Parts } from './examples.js';
import { jsonSchemasOf, refusalsOf, successSchemas } from './places.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly part: 'success' | 'refusals';
  readonly members: readonly string[];
  /** Types that the member may have, `null` left out. */
  readonly types: readonly string[];
  readonly expected: string;
  /** Types that say more than the standard allows, and less than something else. */
  readonly tolerated?: Readonly<Record<string, Severity>>;
  readonly wrong: readonly unknown[];
}

const rows: readonly Row[] = [
  {
    id: 'document-tokens-are-text',
    title: 'The document describes tokens and their type as strings.',
    requirement: 'RFC6749-5.1-document-strings',
    part: 'success',
    members: ['access_token', 'token_type', 'refresh_token'],
    types: ['string'],
    expected: 'a string',
    wrong: [{ type: 'object' }, { type: 'integer' }, { type: ['string', 'object'] }],
  },
  {
    id: 'document-expires-in-number',
    title: 'The document describes expires_in as a whole number of seconds.',
    requirement: 'RFC6749-5.1-document-expires-in-number',
    part: 'success',
    members: ['expires_in'],
    types: ['integer'],
    tolerated: { number: 'info' },
    expected: 'an integer',
    wrong: [
      { type: 'string' },
      { type: 'string', format: 'date-time' },
      { type: 'string', format: 'int64' },
      { enum: ['3600'] },
      { oneOf: [{ type: 'integer' }, { type: 'string' }] },
    ],
  },
  {
    id: 'document-scope-is-text',
    title: 'The document describes the scope of a token response as one string.',
    requirement: 'RFC6749-3.3-document-scope-string',
    part: 'success',
    members: ['scope'],
    types: ['string'],
    expected: 'a string of space-delimited values',
    wrong: [{ type: 'array', items: { type: 'string' } }, { type: 'object' }],
  },
  {
    id: 'document-error-is-text',
    title: 'The document describes error, error_description and error_uri as strings.',
    requirement: 'RFC6749-5.2-document-error-strings',
    part: 'refusals',
    members: ['error', 'error_description', 'error_uri'],
    types: ['string'],
    expected: 'a string',
    wrong: [
      { type: 'object', properties: { code: { type: 'string' } } },
      { type: 'integer' },
      { type: 'array' },
    ],
  },
];

function schemasOf(document: TokenDocument, part: Row['part']): Cursor[] {
  return part === 'success'
    ? successSchemas(document)
    : refusalsOf(document).flatMap(([, response]) => jsonSchemasOf(response));
}

function findingsOf(row: Row, name: string, at: Cursor): Finding[] {
  const types = [...typesOf(at)].filter((type) => type !== 'null' && !row.types.includes(type));
  const [first] = types;
  if (first === undefined) return [];
  const severity = types.length === 1 ? row.tolerated?.[first] : undefined;
  return [
    {
      at: at.pointer,
      expected: `${name} as ${row.expected}`,
      actual: `${name} as ${types.join(', ')}`,
      ...(severity ? { severity } : {}),
    },
  ];
}

const schemaIn = (row: Row, parts: Parts) => (row.part === 'success' ? parts.success : parts.error);

export const documentMemberTypes: readonly DocumentCheck[] = rows.map((row) => ({
  id: row.id,
  title: row.title,
  requirements: [row.requirement],
  part: row.part,
  judge: (document) => {
    const described = row.members.flatMap((name) =>
      schemasOf(document, row.part).flatMap((schema) =>
        membersNamed(schema, name).map((at) => [name, at] as const),
      ),
    );
    if (described.length === 0) return notDescribed(row.members.join(' or '));
    return described.flatMap(([name, at]) => findingsOf(row, name, at));
  },
  examples: {
    conforming: [
      documentExample('as the standard has it'),
      documentExample('by a value', (parts) => {
        const [name = ''] = row.members;
        schemaIn(row, parts).properties[name] = { enum: row.types.includes('integer') ? [3600] : ['x'] };
      }),
      documentExample('a type is not stated', (parts) => {
        for (const name of row.members)
          schemaIn(row, parts).properties[name] = { description: 'See the RFC.' };
      }),
    ],
    violating: row.wrong.flatMap((schema) =>
      row.members.map((name) =>
        documentExample(`${name} as ${JSON.stringify(schema)}`, (parts) => {
          schemaIn(row, parts).properties[name] = schema;
        }),
      ),
    ),
  },
}));
