/** Headers that the standard demands of the server: what the document says of them, which may be nothing. */
import { valuesOf } from '../../contract/composed-schema.js';
import type { Cursor } from '../../contract/cursor.js';
import { schemaProblems } from '../../contract/schema.js';
import { selfContained } from '../../contract/self-contained-schema.js';
import type { TokenDocument } from '../../contract/token-document.js';
import type { DocumentCheck, Finding } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample, type Parts } from './examples.js';
import { responsesOf, successOf } from './places.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly part: 'success' | 'refusals';
  readonly header: string;
  readonly response: (document: TokenDocument) => Cursor | undefined;
  readonly status: string;
  /** Usual values that are right: a schema that admits none of them demands something wrong. */
  readonly values: readonly string[];
  /** What a single value must look like. */
  readonly right: RegExp;
  readonly wrong: readonly string[];
}

const rows: readonly Row[] = [
  {
    id: 'document-no-store',
    title: 'The document says that a token response is not stored.',
    requirement: 'RFC6749-5.1-document-no-store',
    part: 'success',
    header: 'Cache-Control',
    response: (document) => successOf(document)?.[1],
    status: '200',
    values: [
      'no-store',
      'no-cache, no-store',
      'no-store, no-cache',
      'no-store, private',
      'private, no-store',
      'no-cache, no-store, must-revalidate',
      'no-store, no-cache, must-revalidate',
      'no-cache, no-store, max-age=0, must-revalidate',
      'no-store, no-cache, must-revalidate, max-age=0',
      'private, no-cache, no-store, must-revalidate',
      'max-age=0, no-store',
      'no-store, max-age=0',
    ],
    right: /(^|,)\s*no-store\s*(,|$)/i,
    wrong: ['max-age=3600', 'no-cache', 'public'],
  },
  {
    id: 'document-challenge',
    title: 'The document says that a refused client is told how to authenticate.',
    requirement: 'RFC6749-5.2-document-challenge',
    part: 'refusals',
    header: 'WWW-Authenticate',
    response: (document) => responsesOf(document).find(([status]) => status === '401')?.[1],
    status: '401',
    values: [
      'Basic',
      'Basic realm="oauth"',
      'Basic realm="x", charset="UTF-8"',
      'Bearer',
      'Bearer realm="oauth"',
      'Form realm="oauth"',
    ],
    right: /^[\w-]+( |$)/,
    wrong: ['"Basic"', '='],
  },
];

function headerOf(response: Cursor, name: string): Cursor | undefined {
  const headers = response.get('headers');
  const found = headers?.isObject ? headers.entries() : [];
  return found.find(([given]) => given.toLowerCase() === name.toLowerCase())?.[1];
}

/** Listed values are looked at themselves; of any other schema, whether it admits one of the usual ones. */
function admitsRight(schema: Cursor, { right, values }: Row, openapi30: boolean): boolean {
  const listed = valuesOf(schema)?.map(String);
  if (listed) return listed.some((value) => right.test(value));
  const own = selfContained(schema, openapi30);
  return values.some((value) => schemaProblems(own, value).length === 0);
}

export const documentResponseHeaders: readonly DocumentCheck[] = rows.map((row) => {
  const { header, values } = row;
  const headers = (parts: Parts) => parts.responses[row.status].headers;
  return {
    id: row.id,
    title: row.title,
    requirements: [row.requirement],
    part: row.part,
    judge: (document) => {
      const response = row.response(document);
      if (!response) return notDescribed(`response ${row.status}`);
      const at = headerOf(response, header);
      if (!at)
        return [
          { at: response.pointer, expected: `the header ${header}`, actual: `${header} is not described` },
        ];
      const schema = at.get('schema');
      const wrong: Finding = {
        at: (schema ?? at).pointer,
        expected: `${header} as the standard demands, e.g. ${values[0]}`,
        actual: 'a schema that admits no such value',
        severity: 'fail',
      };
      return !schema || admitsRight(schema, row, document.openapi30) ? [] : [wrong];
    },
    examples: {
      conforming: [
        documentExample('described'),
        documentExample('in another case, without schema', (parts) => {
          parts.responses[row.status].headers = { [header.toLowerCase()]: { description: 'See the RFC.' } };
        }),
        documentExample('one of several values', (parts) => {
          headers(parts)[header] = { schema: { enum: ['other=1', values[1]] } };
        }),
      ],
      violating: [
        documentExample('not described', (parts) => {
          parts.responses[row.status].headers = {};
        }),
        ...row.wrong.map((value) =>
          documentExample(
            `only ${value}`,
            (parts) => {
              headers(parts)[header] = { schema: { type: 'string', const: value } };
            },
            'fail',
          ),
        ),
      ],
    },
  };
});
