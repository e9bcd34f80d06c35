import { isLoopback } from '../addresses.js';
import { notApplicable, pass, violation } from '../check.js';
import { entropyBits } from '../entropy.js';
import {
  type ConfigurationCheck,
  type ConfigurationExample,
  type ConfiguredSecret,
  configurationExample,
} from './configuration-check.js';

/** "must be less than or equal to 2^(-128)", section 10.10. */
const wantedBits = 128;

const shown = (secrets: readonly ConfiguredSecret[]): string =>
  secrets.map(({ variable, value }) => `${variable}: ${Math.floor(entropyBits(value))} bits`).join(', ');

const withSecret = (value: string, published = false): Parameters<typeof configurationExample>[1] => ({
  clientSecrets: [{ variable: 'TOKEN_CLIENT_SECRET', value, published }],
});

const local = { addresses: { token: 'http://127.0.0.1:8080/token' } };

const strong: readonly ConfigurationExample[] = [
  '0f8fad5b-d9cb-469f-a165-70867728950e',
  '9f86d081884c7d659a2feaa0c55ad015',
  'gX1fBat3bVq83vEjRWeJC6',
  'Quartz_Lantern-58-Meadow_Tidewater',
].map((value) => configurationExample(`${value.length} characters`, withSecret(value)));

/**
 * "The probability of an attacker guessing generated tokens (and other credentials not intended for handling by
 * end-users) MUST be less than or equal to 2^(-128)". An upper bound: only what cannot be strong enough is found.
 */
export const clientSecretEntropy: ConfigurationCheck = {
  id: 'client-secret-entropy',
  title: 'Client secrets are long enough not to be guessed: 128 bits.',
  requirements: ['RFC6749-10.10-client-secret-entropy'],
  judge({ addresses: { token = '' }, clientSecrets }) {
    // What the document publishes is no secret: on this machine it is a demonstration, elsewhere worth a word.
    const judged = clientSecrets.filter(({ published }) => !(published && isLoopback(token)));
    if (judged.length === 0) return notApplicable('no client secret of its own is configured');
    const weak = judged.filter(({ value }) => entropyBits(value) < wantedBits);
    if (weak.length === 0) return pass;
    const kept = weak.filter(({ published }) => !published);
    return kept.length > 0
      ? violation(`${wantedBits} bits`, `at most ${shown(kept)}`, { cause: 'configuration' })
      : violation(
          'a value that is not published',
          `${weak.map(({ variable }) => variable).join(', ')}: the example of the document`,
          { cause: 'configuration', severity: 'info' },
        );
  },
  examples: {
    conforming: [
      ...strong,
      configurationExample('a demonstration on this machine', { ...local, ...withSecret('secret', true) }),
      configurationExample('a public client', {}),
    ],
    violating: [
      ...[
        'secret',
        'correct horse',
        '0123456789012345678901234567890123456789',
        'aaaabaaabaaaabaaaabaaaabaaaabaaab',
      ].map((value) => configurationExample(`${value.length} characters`, withSecret(value))),
      configurationExample('of its own, on this machine', { ...local, ...withSecret('api-2024') }),
      configurationExample('published by the document', withSecret('secret', true), 'info'),
    ],
  },
};
