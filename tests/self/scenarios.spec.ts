import { expect, test } from '@playwright/test';
import { jwtResponse } from '../../src/checks/example-jwt.js';
import { contract as bareContract, observation, parameter } from '../../src/checks/examples.js';
import type { Contract } from '../../src/contract/contract.js';
import { deriveScenarios } from '../../src/scenarios/derive.js';
import { covers, probes } from '../../src/scenarios/probe.js';
import { families, type Scenario } from '../../src/scenarios/scenario.js';
import { build, contract, disposable, everyRole, mainValues, type World, world } from './scenario-world.js';

const scenarios = deriveScenarios(contract);
const ids = (given: readonly Scenario[]): string[] => given.map(({ id }) => id);

const byBasicOnly: Contract = {
  ...contract,
  parameters: [],
  clientAuthentication: ['client_secret_basic'],
  grants: [
    { type: 'client_credentials', parameters: [parameter('grant_type')], pointer: '' },
    {
      type: 'refresh_token',
      parameters: [parameter('grant_type'), parameter('refresh_token')],
      pointer: '',
    },
  ],
};

const publicClients: Contract = {
  ...contract,
  clientAuthentication: ['none'],
  grants: contract.grants.map((grant) => ({
    ...grant,
    parameters: grant.parameters.filter(({ name }) => name !== 'client_secret'),
  })),
  companions: bareContract.companions,
};

const withoutRefresh: Contract = {
  ...contract,
  grants: contract.grants.filter(({ type }) => type === 'password'),
};

/** Clients that act for themselves, and nobody else. */
const services: Contract = { ...byBasicOnly, grants: byBasicOnly.grants.slice(0, 1) };

const contracts = { contract, byBasicOnly, publicClients, withoutRefresh, services };

test('derives the same scenarios each time, without changing the contract', () => {
  const before = JSON.stringify(contract);
  const again = deriveScenarios(contract);
  expect(JSON.stringify(again)).toBe(JSON.stringify(scenarios));
  expect(JSON.stringify(contract)).toBe(before);
});

test('orders scenarios by family, then by grant', () => {
  const order = scenarios.map(
    ({ family, grant }) =>
      families.indexOf(family) * 10 + contract.grants.findIndex(({ type }) => type === grant),
  );
  expect(order).toEqual(order.toSorted((one, other) => one - other));
});

for (const [name, given] of Object.entries(contracts))
  test(`gives each scenario an id of its own and known comparisons: ${name}`, () => {
    const derived = deriveScenarios(given);
    const known = new Set(ids(derived));
    expect(known.size).toBe(derived.length);
    for (const { id, comparedWith = [] } of derived) {
      expect(comparedWith).not.toContain(id);
      for (const other of comparedWith) expect(known, `${id} is compared with`).toContain(other);
    }
  });

test('keeps the ids of scenarios: they stand in waivers and are replayed', () => {
  const counted = Object.fromEntries(
    families.map((family) => [
      family,
      contract.grants.map(
        ({ type }) =>
          scenarios.filter((scenario) => scenario.family === family && scenario.grant === type).length,
      ),
    ]),
  );
  expect(counted).toEqual({
    document: [0, 0],
    'valid-grants': [44, 4],
    'missing-parameters': [19, 8],
    'missing-headers': [17, 3],
    'bad-credentials': [80, 0],
    'malformed-requests': [40, 1],
    protocol: [54, 2],
    'refresh-flow': [0, 22],
    companions: [18, 9],
    fuzz: [0, 0],
    tls: [10, 0],
    abuse: [14, 0],
  });
  expect(ids(scenarios)).toEqual(
    expect.arrayContaining([
      'password/valid/minimal',
      'password/tls/version/1.0',
      'password/valid/alternative/Realm',
      'password/missing/username',
      'password/missing/client-identification',
      'refresh_token/missing/refresh_token',
      'password/missing-header/X-Forwarded-For',
      'refresh_token/missing-header/Realm',
      'password/malformed-header/X-Forwarded-For',
      'password/other-header/Realm',
      'password/credentials/password/wrong',
      'password/credentials/client_secret/other',
      'password/basic/wrong-secret',
      'password/duplicate-differing/grant_type',
      'password/grant-type/undocumented/client-credentials',
      'password/method/get',
      'password/query/pollution',
      'refresh_token/chain',
      'refresh_token/replay',
      'refresh_token/after-refusal',
      'refresh_token/narrowing',
      'refresh_token/refresh/garbage/tampered-end',
      'refresh_token/refresh/other-header/Realm',
      'password/introspection/active',
      'refresh_token/revocation/refresh-token',
      'password/metadata/document',
    ]),
  );
});

test('sends fewer than 500 requests for two grants, but for what needs an opt-in', () => {
  const sent = scenarios.filter(({ optIns = [] }) => optIns.length === 0);
  expect(sent.flatMap(({ steps }) => steps).length).toBeLessThan(500);
});

test('tries nothing that the vocabulary does not name', () => {
  for (const given of Object.values(contracts))
    for (const { id, steps } of deriveScenarios(given))
      for (const { probe } of steps)
        expect(
          Object.keys(probes).some((pattern) => covers(pattern, probe)),
          `${id} tries ${probe}`,
        ).toBe(true);
});

test('tries everything that the vocabulary names, with contracts that have it all', () => {
  const withConstraint: Contract = {
    ...contract,
    grants: contract.grants.map((grant) => ({
      ...grant,
      parameters: [...grant.parameters, parameter('device', { schema: { enum: ['web', 'app'] } })],
    })),
  };
  // Introspection stands in for the resource where there is none.
  const withoutResource: Contract = {
    ...contract,
    companions: { ...contract.companions, resource: undefined },
  };
  const basicFirst: Contract = {
    ...contract,
    clientAuthentication: ['client_secret_basic', 'client_secret_post'],
  };
  const withoutIntrospection: Contract = {
    ...contract,
    companions: { ...contract.companions, introspection: undefined },
  };
  const byAssertion: Contract = { ...contract, clientAuthentication: ['private_key_jwt'] };
  const presenting: Contract = {
    ...contract,
    grants: [
      ['authorization_code', 'code', 'redirect_uri', 'code_verifier'],
      ['urn:ietf:params:oauth:grant-type:device_code', 'device_code'],
      ['urn:ietf:params:oauth:grant-type:jwt-bearer', 'assertion'],
      ['urn:ietf:params:oauth:grant-type:token-exchange', 'subject_token', 'subject_token_type'],
    ].map(([type = '', ...names]) => ({
      type,
      parameters: names.map((name) => parameter(name)),
      pointer: '#/grants',
    })),
  };
  const ofTypes = [withConstraint, withoutResource, basicFirst, withoutIntrospection, services];
  const sent = [...ofTypes, byAssertion, presenting]
    .flatMap((given) => deriveScenarios(given, { fuzz: 2 }))
    .flatMap(({ steps, generated }) => [...steps.map(({ probe }) => probe), ...(generated?.probes ?? [])]);
  // The controls before and after each family are sent by the session.
  const untried = Object.keys(probes).filter(
    (pattern) => !['control', 'opening'].includes(pattern) && !sent.some((probe) => covers(pattern, probe)),
  );
  expect(untried).toEqual([]);
});

test('names steps uniquely, and issues a token first in each scenario of the refresh grant', () => {
  for (const { id, grant, steps } of scenarios) {
    expect(new Set(steps.map(({ name }) => name)).size, id).toBe(steps.length);
    if (grant === 'refresh_token') expect(steps[0], id).toMatchObject({ probe: 'issue', prerequisite: true });
  }
});

test('tags each scenario with its family, its grant and its parameter', () => {
  for (const { id, family, grant, tags } of scenarios)
    expect(tags, id).toEqual(expect.arrayContaining([`@${family}`, `@grant:${grant}`]));
  expect(scenarios.find(({ id }) => id === 'password/missing/username')?.tags).toContain(
    '@parameter:username',
  );
});

test('puts no secret into a title, an id or a tag', () => {
  const secrets = [mainValues, disposable, ...Object.values(everyRole)].flatMap((values) =>
    ['password', 'client_secret'].flatMap((name) => values[name] ?? []),
  );
  expect(secrets.length).toBeGreaterThan(5);
  for (const { id, title, tags } of scenarios) {
    expect(title, id).not.toBe('');
    for (const secret of secrets) expect(`${id} ${title} ${tags.join(' ')}`).not.toContain(secret);
  }
});

/** JWTs, of which there are forged copies; and whatever is revoked is accepted still. */
const everythingApplies: World = {
  ...world,
  answer: (_, count) =>
    observation(
      jwtResponse({ claims: { jti: `${count}` }, json: { refresh_token: `refresh-${count}-kL5mN` } }),
    ),
};

for (const [name, given] of Object.entries(contracts))
  test(`builds and encodes every step of every scenario: ${name}`, () => {
    for (const scenario of deriveScenarios(given)) {
      const drafts = build(scenario, { ...everythingApplies, contract: given });
      // What is sent to whoever guesses depends on how the server reacts.
      if (scenario.family !== 'abuse')
        for (const [step, draft] of drafts) expect(draft, `${scenario.id}#${step}`).toBeDefined();
    }
  });

test('builds the same requests from the same seed, and others from another one', () => {
  const all = (seed: number) =>
    JSON.stringify(scenarios.map((scenario) => [...build(scenario, { ...world, seed })]));
  expect(all(7)).toBe(all(7));
  expect(all(7)).not.toBe(all(8));
});

test('a further required header adds its own scenarios and changes nothing else', () => {
  const derived = deriveScenarios({
    ...contract,
    parameters: [
      ...contract.parameters,
      parameter('X-Api-Version', {
        in: 'header',
        schema: { type: 'string', pattern: '^v[0-9]+$' },
        documented: 'v1',
      }),
    ],
  });
  const before = new Set(ids(scenarios));
  const added = ids(derived).filter((id) => !before.has(id));
  expect(added.toSorted()).toEqual([
    'password/blank-header/X-Api-Version',
    'password/duplicate-header/X-Api-Version',
    'password/empty-header/X-Api-Version',
    'password/malformed-header/X-Api-Version',
    'password/missing-header/X-Api-Version',
    'refresh_token/missing-header/X-Api-Version',
  ]);
  // Whoever is throttled for guessing tries other values of each header.
  const unrelated = (given: readonly Scenario[]) =>
    given.filter(({ id }) => id !== 'password/abuse/password');
  const kept = derived.filter(({ id }) => before.has(id));
  expect(JSON.stringify(unrelated(kept))).toBe(JSON.stringify(unrelated(scenarios)));
});

test('a bare string or a pattern that takes everything has no malformed value, a constraint has one', () => {
  const malformed = (schema: Record<string, unknown>) =>
    ids(
      deriveScenarios({
        ...withoutRefresh,
        grants: withoutRefresh.grants.map((grant) => ({
          ...grant,
          parameters: [...grant.parameters, parameter('otp', { schema })],
        })),
      }),
    ).includes('password/malformed/otp');
  for (const schema of [
    { type: 'string' },
    { type: 'string', pattern: '^.*$' },
    { type: 'string', minLength: 1 },
    { type: 'string', format: 'password', description: 'x' },
  ])
    expect(malformed(schema), JSON.stringify(schema)).toBe(false);
  for (const schema of [
    { const: 'a' },
    { enum: ['a', 'b'] },
    { type: 'string', minLength: 30 },
    { type: 'string', maxLength: 64 },
    { type: 'string', format: 'uuid' },
    { type: 'string', pattern: '^[0-9]{6}$' },
    { type: 'integer' },
  ])
    expect(malformed(schema), JSON.stringify(schema)).toBe(true);
});

test('nobody is tried by client assertions who need not authenticate', () => {
  const tried = (given: Contract) =>
    ids(deriveScenarios(given)).filter((id) => id.includes('/credentials/client_assertion/'));
  expect(tried(contract)).not.toEqual([]);
  expect(tried(publicClients)).toEqual([]);
});

test('a header that may not be read keeps no realms apart', () => {
  const foreign = ids(scenarios).filter((id) => /(other-header|unknown-header-value)/.test(id));
  expect(foreign).toEqual([
    'password/other-header/Realm',
    'password/unknown-header-value/Realm',
    'refresh_token/refresh/other-header/Realm',
  ]);
});

test('a required header is left out together with what may stand in for it', () => {
  const missing = scenarios.find(({ id }) => id === 'password/missing-header/Realm');
  expect(missing?.title).toBe('Without the header Realm and the query parameter realmIdentifier');
});
