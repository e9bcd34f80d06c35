import type { Cursor } from '../../contract/cursor.js';
import { contentOf } from '../../contract/media-type.js';
import { parameterObjects } from '../../contract/operations.js';
import type { TokenDocument } from '../../contract/token-document.js';
import { quoted } from '../quoting.js';
import type { DocumentCheck } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { isExponential, patternsOf } from './exponential.js';
import { bodiesOf, responsesOf } from './places.js';

function patterns(document: TokenDocument): Cursor[] {
  const media = [
    ...bodiesOf(document),
    ...responsesOf(document).flatMap(([, response]) => contentOf(response)),
  ].map(([, at]) => at);
  const seen = new Set<unknown>();
  return [...media, ...parameterObjects(document.operation)]
    .flatMap((at) => at.get('schema') ?? [])
    .flatMap((schema) => patternsOf(schema, seen));
}

/** OWASP: a pattern that everybody who validates runs on what others send must not be a way to stop them. */
export const documentPatterns: DocumentCheck = {
  id: 'document-patterns',
  title: 'No pattern of the document takes exponential time on a text that was made for it.',
  requirements: ['CONTRACT-document-patterns'],
  part: 'samples',
  judge: (document) => {
    const all = patterns(document);
    if (all.length === 0) return notDescribed('pattern');
    return all
      .filter(({ value }) => isExponential(String(value)))
      .map(({ pointer, value }) => ({
        at: pointer,
        expected: 'a pattern without nested repetition of the same characters',
        actual: quoted(String(value)),
      }));
  },
  examples: {
    conforming: ['^.*$', '^[a-z]+( [a-z]+)*$', '\\S', '^(\\d{1,3}\\.){3}\\d{1,3}$', '^([^@]+@)*$'].map(
      (pattern) =>
        documentExample(pattern, ({ password }) => {
          password.properties.scope.pattern = pattern;
        }),
    ),
    violating: ['^(a+)+$', '^([a-zA-Z0-9]+)*$', '^(\\w+\\s?)*$', '^(.*,)*x$'].map((pattern) =>
      documentExample(pattern, ({ password }) => {
        password.properties.username.pattern = pattern;
      }),
    ),
  },
};
