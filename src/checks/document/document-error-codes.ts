import { membersNamed, valuesOf } from '../../contract/composed-schema.js';
import type { TokenDocument } from '../../contract/token-document.js';
import { errorCharacters } from '../error-characters.js';
import { quoted } from '../quoting.js';
import type { DocumentCheck, Finding } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { formParameters, grantTypesOf } from './form.js';
import { jsonSchemasOf, refusalsOf } from './places.js';

/** The codes of section 5.2 that an endpoint with these grants has a use for. */
function expectedCodes(document: TokenDocument): string[] {
  const grants = grantTypesOf(document);
  const takesCredentials = [...grants].some((type) => type !== 'client_credentials');
  const hasClients = ['client_id', 'client_secret'].some((name) => formParameters(document, name).length > 0);
  return [
    'invalid_request',
    'unsupported_grant_type',
    ...(hasClients ? ['invalid_client', 'unauthorized_client'] : []),
    ...(takesCredentials ? ['invalid_grant'] : []),
    ...(formParameters(document, 'scope').length > 0 ? ['invalid_scope'] : []),
  ];
}

/** "A single ASCII error code from the following". */
export const documentErrorCodes: DocumentCheck = {
  id: 'document-error-codes',
  title: 'Where the document lists the error codes, those of RFC 6749 section 5.2 are among them.',
  requirements: ['RFC6749-5.2-document-error-codes'],
  part: 'refusals',
  judge: (document) => {
    const described = refusalsOf(document)
      .flatMap(([, response]) => jsonSchemasOf(response))
      .flatMap((schema) => membersNamed(schema, 'error'));
    const lists = described.flatMap((at) => {
      const values = valuesOf(at);
      return values ? [{ at, values: values.map(String) }] : [];
    });
    const [first] = lists;
    if (!first) return notDescribed('list of error codes');
    const misspelt = lists.flatMap(({ at, values }) =>
      values
        .filter((code) => !errorCharacters.test(code))
        .map(
          (code): Finding => ({
            at: at.pointer,
            expected: 'codes of the characters %x20-21, %x23-5B and %x5D-7E',
            actual: quoted(code),
            severity: 'fail',
          }),
        ),
    );
    // A refusal whose codes are not listed may have the rest.
    if (lists.length < described.length) return misspelt;
    const known = new Set(lists.flatMap(({ values }) => values));
    const missing = expectedCodes(document).filter((code) => !known.has(code));
    if (missing.length === 0) return misspelt;
    return [
      ...misspelt,
      {
        at: first.at.pointer,
        expected: `${missing.join(', ')} among the codes`,
        actual: [...known].map(quoted).join(', '),
      },
    ];
  },
  examples: {
    conforming: [
      documentExample('all'),
      documentExample('not listed', ({ error }) => {
        error.properties.error = { type: 'string' };
      }),
      documentExample('extensions', ({ error }) => {
        error.properties.error.enum.push('mfa_required', 'slow_down');
      }),
      documentExample('one for the refusal of a client, the rest for the others', ({ responses, error }) => {
        responses['401'].content['application/json'].schema = {
          ...error,
          properties: { error: { const: 'invalid_client' } },
        };
      }),
      documentExample('no scope, no invalid_scope', ({ error, password }) => {
        delete password.properties.scope;
        error.properties.error.enum = error.properties.error.enum.filter(
          (code: string) => code !== 'invalid_scope',
        );
      }),
    ],
    violating: [
      documentExample('two codes', ({ error }) => {
        error.properties.error.enum = ['invalid_request', 'invalid_grant'];
      }),
      documentExample('codes of its own', ({ error }) => {
        error.properties.error.enum = ['BAD_CREDENTIALS', 'INVALID_CLIENT'];
      }),
      documentExample(
        'a character that no code may have',
        ({ error }) => {
          error.properties.error.enum.push('ungültig');
        },
        'fail',
      ),
    ],
  },
};
