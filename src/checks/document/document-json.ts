/** Both kinds of responses are JSON: sections 5.1 and 5.2 name "application/json". */
import type { Cursor } from '../../contract/cursor.js';
import { contentOf } from '../../contract/media-type.js';
import type { TokenDocument } from '../../contract/token-document.js';
import type { DocumentCheck, Finding } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample, type Parts } from './examples.js';
import { refusalsOf, successOf } from './places.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly part: 'success' | 'refusals';
  readonly what: string;
  responses(document: TokenDocument): [string, Cursor][];
  /** The Response Object that the examples change. */
  example(parts: Parts): { content?: Record<string, unknown> };
}

const json = 'application/json';
const ranges = new Set(['*/*', 'application/*', json]);

function findingsOf(status: string, response: Cursor): Finding[] {
  const content = contentOf(response);
  if (content.length === 0)
    return [
      {
        at: response.pointer,
        expected: json,
        actual: `${status} is described without a body`,
        severity: 'info',
      },
    ];
  const others = content.filter(([mediaType]) => !ranges.has(mediaType));
  const offersJson = others.length < content.length;
  if (!offersJson)
    return [
      {
        at: response.pointer,
        expected: json,
        actual: `${status} as ${others.map(([mediaType]) => mediaType).join(', ')}`,
      },
    ];
  return others.map(([mediaType, media]) => ({
    at: media.pointer,
    expected: `${json} only`,
    actual: `${status} as ${mediaType} as well`,
    severity: 'info',
  }));
}

const rows: readonly Row[] = [
  {
    id: 'document-success-json',
    title: 'The document describes a token response as application/json.',
    requirement: 'RFC6749-5.1-document-json',
    part: 'success',
    what: 'success',
    responses: (document) => [successOf(document)].filter((one) => one !== undefined),
    example: ({ responses }) => responses['200'],
  },
  {
    id: 'document-error-json',
    title: 'The document describes a refusal as application/json.',
    requirement: 'RFC6749-5.2-document-json',
    part: 'refusals',
    what: 'refusal',
    responses: refusalsOf,
    example: ({ responses }) => responses['400'],
  },
];

const withType =
  (row: Row, mediaType: string, keep = false) =>
  (parts: Parts) => {
    const response = row.example(parts);
    const media = response.content?.[json];
    response.content = { ...(keep ? response.content : {}), [mediaType]: media };
  };

export const documentJson: readonly DocumentCheck[] = rows.map((row) => ({
  id: row.id,
  title: row.title,
  requirements: [row.requirement],
  part: row.part,
  judge: (document) => {
    const responses = row.responses(document);
    if (responses.length === 0) return notDescribed(row.what);
    return responses.flatMap(([status, response]) => findingsOf(status, response));
  },
  examples: {
    conforming: [
      documentExample('JSON'),
      documentExample('with a charset', withType(row, 'application/json;charset=UTF-8')),
      documentExample('whatever the server chooses', withType(row, '*/*')),
    ],
    violating: [
      documentExample('text', withType(row, 'text/plain')),
      documentExample('a form', withType(row, 'application/x-www-form-urlencoded')),
      documentExample('a JSON format of its own', withType(row, 'application/problem+json')),
      documentExample(
        'no body',
        (parts) => {
          delete row.example(parts).content;
        },
        'info',
      ),
      documentExample('XML as well', withType(row, 'application/xml', true), 'info'),
    ],
  },
}));
