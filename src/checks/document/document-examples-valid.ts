import type { Cursor } from '../../contract/cursor.js';
import { contentOf } from '../../contract/media-type.js';
import { parameterObjects } from '../../contract/operations.js';
import { schemaProblems } from '../../contract/schema.js';
import { selfContained } from '../../contract/self-contained-schema.js';
import type { TokenDocument } from '../../contract/token-document.js';
import { isJsonObject } from '../../http/answer.js';
import { summary } from '../response-schema.js';
import type { DocumentCheck } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { isExponential, patternsOf } from './exponential.js';
import { bodiesOf, responsesOf } from './places.js';
import { holderSamples, type Sample, schemaSamples } from './samples.js';
import { schemasBelow } from './schemas-below.js';

interface Held {
  readonly sample: Sample;
  readonly schema: Cursor;
  /** Header fields and parameters are text, whatever their schemas speak of. */
  readonly asText: boolean;
}

/** Objects that hold a schema and examples of it. */
function holders(document: TokenDocument): { readonly at: Cursor; readonly asText: boolean }[] {
  const responses = responsesOf(document).map(([, response]) => response);
  const headers = responses.flatMap((response) => {
    const given = response.get('headers');
    return given?.isObject ? given.entries().map(([, header]) => header) : [];
  });
  return [
    ...bodiesOf(document).map(([, at]) => ({ at, asText: false })),
    ...responses.flatMap((response) => contentOf(response).map(([, at]) => ({ at, asText: false }))),
    ...[...parameterObjects(document.operation), ...headers].map((at) => ({ at, asText: true })),
  ];
}

function held(document: TokenDocument): Held[] {
  const seen = new Set<unknown>();
  return holders(document).flatMap(({ at, asText }) => {
    const schema = at.get('schema');
    // A sample may be the very text that such a pattern never finishes with: judged by document-patterns.
    if (!schema || patternsOf(schema).some(({ value }) => isExponential(String(value)))) return [];
    const inside = schemasBelow(schema, seen).flatMap((below) =>
      schemaSamples(below).map((sample) => ({ sample, schema: below, asText })),
    );
    return [...holderSamples(at).map((sample) => ({ sample, schema, asText })), ...inside];
  });
}

/** The schema in one direction: `required` does not bind what the other direction alone has (OpenAPI 3.0, 4.7.24.1). */
function problemsOf({ sample, schema, asText }: Held, openapi30: boolean): string[] {
  const own = selfContained(schema, openapi30);
  const problems = schemaProblems(own, sample.value);
  if (problems.length === 0 || (asText && schemaProblems(own, String(sample.value)).length === 0)) return [];
  const properties = isJsonObject(own) && isJsonObject(own.properties) ? own.properties : {};
  return problems.filter((problem) => {
    const name = /required property '(.*)'/.exec(problem)?.[1];
    const property = name === undefined ? undefined : properties[name];
    return !(isJsonObject(property) && (property.readOnly === true || property.writeOnly === true));
  });
}

/** OpenAPI, Media Type Object: "Each example object SHOULD match the media type and specified schema if present." */
export const documentExamplesValid: DocumentCheck = {
  id: 'document-examples-valid',
  title: 'Every example and default of the document satisfies the schema that it belongs to.',
  requirements: ['CONTRACT-document-examples-valid'],
  part: 'samples',
  judge: (document) => {
    const all = held(document);
    if (all.length === 0) return notDescribed('example');
    return all.flatMap((one) => {
      const problems = problemsOf(one, document.openapi30);
      return problems.length === 0
        ? []
        : [
            {
              at: one.sample.at.pointer,
              expected: 'a value that satisfies its schema',
              actual: summary(problems),
            },
          ];
    });
  },
  examples: {
    conforming: [
      documentExample('of a response', ({ responses }) => {
        responses['200'].content['application/json'].examples = {
          any: { value: { access_token: 'mF_9.B5f', token_type: 'Bearer', expires_in: 3600, extra: 1 } },
        };
      }),
      documentExample('which a pattern never finishes with', ({ password }) => {
        password.properties.username = { pattern: '^([a-z]+)*$', examples: [`${'a'.repeat(60)}!`] };
      }),
      documentExample('of a header that is a number', ({ responses }) => {
        responses['200'].headers['X-Left'] = { schema: { type: 'integer' }, example: 7 };
      }),
    ],
    violating: [
      documentExample('of a response', ({ responses }) => {
        responses['200'].content['application/json'].example = {
          access_token: 'mF_9.B5f',
          token_type: 'Bearer',
          expires_in: '3600',
        };
      }),
      documentExample('of a form', ({ operation }) => {
        const [media] = Object.values<{ examples?: unknown }>(operation.requestBody.content);
        if (media) media.examples = { login: { value: { grant_type: 'password', username: 'alice' } } };
      }),
      documentExample('of a member', ({ success }) => {
        success.properties.expires_in.examples = ['3600'];
      }),
      documentExample('a default', ({ password }) => {
        password.properties.scope = { type: 'string', enum: ['read'], default: 'all' };
      }),
      documentExample('of a parameter', ({ operation }) => {
        operation.parameters = [
          { name: 'X-Realm', in: 'header', schema: { type: 'string', maxLength: 3 }, example: 'sandbox' },
        ];
      }),
    ],
  },
};
