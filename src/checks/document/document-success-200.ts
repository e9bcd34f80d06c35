import { membersNamed } from '../../contract/composed-schema.js';
import type { DocumentCheck, Finding } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { jsonSchemasOf, responsesOf } from './places.js';

/** Section 5.1: a "200 (OK) status code"; section 5.2: refusals have one of their own. */
export const documentSuccess200: DocumentCheck = {
  id: 'document-success-200',
  title: 'The document describes a token response as 200, and refusals under other statuses.',
  requirements: ['RFC6749-5.1-document-status-200'],
  part: 'success',
  judge: (document) => {
    const responses = responsesOf(document);
    if (responses.length === 0) return notDescribed('response');
    const { at } = document.operation;
    const isOk = (status: string) => /^2(00|XX)$/i.test(status);
    const findings: Finding[] = [];
    const others = responses.filter(([status]) => /^[23]/.test(status) && !isOk(status));
    const withToken = others.filter(([, response]) =>
      jsonSchemasOf(response).some((schema) => membersNamed(schema, 'access_token').length > 0),
    );
    const hasOk = responses.some(([status]) => isOk(status) || status === 'default');
    if (!hasOk)
      findings.push({
        at: (others[0]?.[1] ?? at.get('responses') ?? at).pointer,
        expected: 'a response 200',
        actual: `only ${responses.map(([status]) => status).join(', ')}`,
      });
    else
      for (const [status, response] of withToken)
        findings.push({ at: response.pointer, expected: '200 for every token response', actual: status });
    for (const [status, response] of responses.filter(([key]) => isOk(key)))
      for (const error of jsonSchemasOf(response).flatMap((schema) => membersNamed(schema, 'error')))
        findings.push({
          at: error.pointer,
          expected: 'refusals under 400 and 401',
          actual: `a member error in the response ${status}`,
          severity: 'warn',
        });
    return findings;
  },
  examples: {
    conforming: [
      documentExample('200'),
      documentExample('a range', ({ responses }) => {
        responses['2XX'] = responses['200'];
        delete responses['200'];
      }),
      documentExample('202 for something else', ({ responses }) => {
        responses['202'] = { description: 'A second factor is asked for' };
      }),
    ],
    violating: [
      ...['201', '204', '302'].map((status) =>
        documentExample(status, ({ responses }) => {
          responses[status] = responses['200'];
          delete responses['200'];
        }),
      ),
      documentExample('201 beside it', ({ responses }) => {
        responses['201'] = responses['200'];
      }),
      documentExample('no success at all', ({ responses }) => {
        delete responses['200'];
      }),
      documentExample(
        'refusals as 200',
        ({ success, error, responses }) => {
          responses['200'].content['application/json'].schema = { oneOf: [success, error] };
        },
        'warn',
      ),
    ],
  },
};
