/** Which secrets a run is configured with: what the checks on the configuration judge. */
import { expect, test } from '@playwright/test';
import { contract as bareContract, parameter } from '../../src/checks/examples.js';
import type { Contract } from '../../src/contract/contract.js';
import { configurationOf } from '../../src/session/configuration.js';
import { createIdentity } from '../../src/session/identity.js';
import { createRequestBuilder } from '../../src/session/valid-request.js';
import { readSettings } from '../../src/settings/read-settings.js';

function secretVariables(contract: Contract, env: Readonly<Record<string, string>>): string[] {
  const settings = readSettings({ flags: {}, env, dotenvFile: undefined });
  const identity = createIdentity(contract, settings);
  const baseUrl = 'https://server.example';
  const requests = createRequestBuilder({ contract, baseUrl, identity, version: 'test' });
  return configurationOf(contract, settings, requests).clientSecrets.map(({ variable }) => variable);
}

const services: Contract = {
  ...bareContract,
  grants: [
    {
      type: 'client_credentials',
      parameters: ['grant_type', 'client_id', 'client_secret'].map((name) => parameter(name)),
      pointer: '#/grants/client_credentials',
    },
  ],
};
const general = { TOKEN_CLIENT_SECRET: 'general-secret' };
const ofGrant = { TOKEN_CLIENT_CREDENTIALS_CLIENT_SECRET: 'secret-of-the-grant' };

test('the general secret counts where a grant falls back to it', () => {
  expect(secretVariables(services, general)).toEqual(['TOKEN_CLIENT_SECRET']);
  expect(secretVariables(bareContract, { ...general, TOKEN_REFRESH_TOKEN_CLIENT_SECRET: 'own' })).toEqual([
    'TOKEN_CLIENT_SECRET',
    'TOKEN_REFRESH_TOKEN_CLIENT_SECRET',
  ]);
});

test('a secret that no grant uses does not count', () => {
  expect(secretVariables(services, { ...general, ...ofGrant })).toEqual(Object.keys(ofGrant));
});

test('the secrets of roles count', () => {
  expect(secretVariables(services, { TOKEN_OTHER_CLIENT_SECRET: 'other' })).toEqual([
    'TOKEN_OTHER_CLIENT_SECRET',
  ]);
});
