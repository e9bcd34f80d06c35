import { entropyBits } from '../entropy.js';
import type { DocumentCheck } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { formParameters } from './form.js';
import { type Sample, samplesOf, textSamplesOf } from './samples.js';

const secrets = ['password', 'client_secret', 'client_assertion'];

/** Words, however many: what people write to show where a value goes. */
function isPlaceholder(text: string): boolean {
  return /^[^a-z0-9]*([a-z]+|\d{1,4})([^a-z0-9]+([a-z]+|\d{1,4}))*[^a-z0-9]*$/i.test(text);
}

function looksReal({ value }: Sample): boolean {
  return typeof value === 'string' && !isPlaceholder(value) && entropyBits(value) >= 96;
}

/** OWASP: secrets do not belong into documentation; who reads it cannot tell an example from a leak. */
export const documentExampleSecrets: DocumentCheck = {
  id: 'document-example-secrets',
  title: 'The secrets in the examples of the document are recognisable as examples.',
  requirements: ['CONTRACT-document-example-secrets'],
  part: 'samples',
  judge: (document) => {
    const described = secrets.flatMap((name) => formParameters(document, name));
    const bodies = samplesOf(document, 'request').flatMap(({ at }) =>
      secrets.flatMap((name): Sample[] => {
        const member = at.isObject ? at.get(name) : undefined;
        return member ? [{ at: member, value: member.value }] : [];
      }),
    );
    const samples = [...described.flatMap(textSamplesOf), ...bodies];
    if (samples.length === 0) return notDescribed('example of a secret');
    return samples.filter(looksReal).map(({ at }) => ({
      at: at.pointer,
      expected: 'a value that cannot be taken for a real one',
      actual: 'a random value of the strength of a real secret',
    }));
  },
  examples: {
    conforming: [
      documentExample('a word', ({ password }) => {
        password.properties.client_secret.examples = ['secret'];
        password.properties.password.default = '<your-password-goes-right-here-please>';
      }),
      documentExample('no example'),
    ],
    violating: [
      documentExample('hexadecimal digits', ({ password }) => {
        password.properties.client_secret.examples = ['9f86d081884c7d659a2feaa0c55ad015'];
      }),
      documentExample('in the example of a form', ({ operation }) => {
        const [media] = Object.values<{ example?: unknown }>(operation.requestBody.content);
        if (media) media.example = { client_secret: 'q83vEjRWeJC6sbXPTXd2vVhJY1zL' };
      }),
    ],
  },
};
