import { isJsonObject, type JsonObject } from '../../http/answer.js';
import { quoted } from '../quoting.js';
import type { DocumentCheck } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { samplesOf } from './samples.js';

function tokenProblems({ access_token, token_type, expires_in, refresh_token, scope }: JsonObject): string[] {
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  return [
    ...(isText(access_token) ? [] : ['access_token is no text']),
    ...(isText(token_type) ? [] : ['token_type is no text']),
    ...(expires_in === undefined || Number.isInteger(expires_in) ? [] : ['expires_in is no whole number']),
    ...(refresh_token === undefined || isText(refresh_token) ? [] : ['refresh_token is no text']),
    ...(scope === undefined || typeof scope === 'string' ? [] : ['scope is no text']),
  ];
}

function errorProblems({ error }: JsonObject): string[] {
  if (typeof error !== 'string') return ['error is no text'];
  return /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/.test(error) ? [] : [`error is ${quoted(error)}`];
}

/** Sections 5.1 and 5.2, held against the examples: what the schemas leave open, these show. */
export const documentExamplesStandard: DocumentCheck = {
  id: 'document-examples-standard',
  title: 'The examples of responses are token responses and refusals as RFC 6749 section 5 describes them.',
  requirements: ['RFC6749-5-document-examples'],
  part: 'samples',
  judge: (document) => {
    const samples = samplesOf(document, 'response').flatMap(({ at, value, status = '' }) => {
      const judge = /^2(00|XX)$/i.test(status) ? tokenProblems : status === '400' ? errorProblems : undefined;
      return judge && isJsonObject(value) ? [{ at, problems: judge(value) }] : [];
    });
    if (samples.length === 0) return notDescribed('example of a response');
    return samples.flatMap(({ at, problems }) =>
      problems.length === 0
        ? []
        : [{ at: at.pointer, expected: 'a response of RFC 6749 section 5', actual: problems.join('; ') }],
    );
  },
  examples: {
    conforming: [
      documentExample('both', ({ responses }) => {
        responses['200'].content['application/json'].example = { access_token: 'x', token_type: 'Bearer' };
        responses['400'].content['application/json'].example = { error: 'invalid_grant' };
      }),
      documentExample('another status', ({ responses }) => {
        responses['500'] = { content: { 'application/json': { example: { message: 'Sorry' } } } };
      }),
    ],
    violating: [
      documentExample('expires_in as text', ({ responses }) => {
        responses['200'].content['application/json'] = {
          example: { access_token: 'x', token_type: 'Bearer', expires_in: '3600' },
        };
      }),
      documentExample('without token_type', ({ responses }) => {
        responses['200'].content['application/json'].examples = { any: { value: { access_token: 'x' } } };
      }),
      documentExample('in an envelope', ({ responses }) => {
        responses['200'].content['application/json'] = {
          example: { data: { access_token: 'x', token_type: 'Bearer' } },
        };
      }),
      documentExample('a refusal of another format', ({ responses }) => {
        responses['400'].content['application/json'] = {
          example: { status: 400, message: 'Bad credentials' },
        };
      }),
      documentExample('an error that is an object', ({ responses }) => {
        responses['400'].content['application/json'] = { example: { error: { code: 'invalid_grant' } } };
      }),
    ],
  },
};
