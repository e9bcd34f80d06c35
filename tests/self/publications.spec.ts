/** What the session reads of what a server publishes, and where it does not let itself be led. */
import { expect, test } from '@playwright/test';
import { observation } from '../../src/checks/examples.js';
import type { Contract } from '../../src/contract/contract.js';
import type { Observation } from '../../src/http/observation.js';
import { createPublications } from '../../src/session/publications.js';
import { createRequestBuilder } from '../../src/session/valid-request.js';
import { contract } from './scenario-world.js';

const metadataUrl = 'https://server.example/.well-known/oauth-authorization-server';

/** Reads twice; the URLs that were asked for, and what was learnt. */
async function read(given: Contract, answers: Readonly<Record<string, object>>) {
  const asked: string[] = [];
  const requests = createRequestBuilder({
    contract: given,
    baseUrl: 'https://server.example',
    identity: { value: () => undefined, has: () => false },
    version: 'test',
  });
  const publications = createPublications({
    contract: given,
    requests,
    async send({ method, url }): Promise<Observation> {
      asked.push(`${method} ${url}`);
      return observation({ json: answers[url] ?? {} }, { method, url });
    },
  });
  await Promise.all([publications.read(), publications.read()]);
  await publications.read();
  return { asked, published: publications.latest() };
}

const withCompanions = (companions: Partial<Contract['companions']>): Contract => ({
  ...contract,
  companions: { ...contract.companions, jwks: undefined, ...companions },
});

test('nothing is read where the contract names nothing', async () => {
  const { asked, published } = await read(withCompanions({ metadata: undefined }), {});
  expect(asked).toEqual([]);
  expect(published).toEqual({ metadata: undefined, jwks: undefined });
});

test('the key set that the metadata names on the same host is read once', async () => {
  const { asked, published } = await read(withCompanions({}), {
    [metadataUrl]: { jwks_uri: 'https://server.example/keys' },
    'https://server.example/keys': { keys: [] },
  });
  expect(asked).toEqual([`GET ${metadataUrl}`, 'GET https://server.example/keys']);
  expect(published.jwks?.response?.status).toBe(200);
});

for (const named of [
  'https://elsewhere.example/keys',
  'http://server.example/keys',
  'https://server.example:8443/keys',
  'file:///etc/passwd',
  '/keys',
  7,
])
  test(`the metadata does not lead to ${named}`, async () => {
    const { asked, published } = await read(withCompanions({}), { [metadataUrl]: { jwks_uri: named } });
    expect(asked).toEqual([`GET ${metadataUrl}`]);
    expect(published.jwks).toBeUndefined();
  });

test('the contract may name a key set anywhere, and goes before the metadata', async () => {
  const jwks = { method: 'GET', path: 'https://keys.example/jwks.json' };
  const { asked } = await read(withCompanions({ jwks }), {
    [metadataUrl]: { jwks_uri: 'https://server.example/keys' },
  });
  expect(asked).toEqual([`GET ${metadataUrl}`, 'GET https://keys.example/jwks.json']);
});
