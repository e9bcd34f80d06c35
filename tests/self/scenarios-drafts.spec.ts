import { expect, test } from '@playwright/test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { jwtResponse } from '../../src/checks/example-jwt.js';
import { observation, parameter } from '../../src/checks/examples.js';
import { accessToken } from '../../src/http/answer.js';
import { deriveScenarios } from '../../src/scenarios/derive.js';
import { basicCredentials, encodeForm, type RequestDraft } from '../../src/scenarios/request.js';
import type { Scenario } from '../../src/scenarios/scenario.js';
import {
  build,
  contract,
  differences,
  disposable,
  everyRole,
  mainValues,
  newTokens,
  refused,
  validDraft,
  type World,
  world,
} from './scenario-world.js';

const scenarios = new Map(deriveScenarios(contract).map((scenario) => [scenario.id, scenario]));

function scenario(id: string): Scenario {
  const found = scenarios.get(id);
  if (!found) throw new Error(`no scenario ${id}`);
  return found;
}

function draft(id: string, step = 'request', given: World = world): RequestDraft {
  const found = build(scenario(id), given).get(step);
  if (!found) throw new Error(`${id} has nothing to send in step ${step}`);
  return found;
}

const form = (given: RequestDraft): Record<string, string> => Object.fromEntries(given.form);
const headers = (given: RequestDraft): Record<string, string> => Object.fromEntries(given.headers);

const type = 'application/x-www-form-urlencoded';
const encoded = encodeForm(validDraft(scenario('password/valid/minimal')).form);
const ofForm = (...names: string[]) =>
  validDraft(scenario('password/valid/minimal'))
    .form.filter(([name]) => names.length === 0 || names.includes(name))
    .map(([name, value]) => `- form ${name}=${value}`);
const ofQuery = (...names: string[]) => ofForm(...names).map((line) => line.replace('- form', '+ query'));
const right = basicCredentials('Api-client', 'Open5esame');
const credentials = ofForm('client_id', 'client_secret');

/** Scenario of one request → what differs from the valid request, in full. */
const expected: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  'password/valid/minimal': [],
  'password/valid/every-optional': ['+ form scope=all'],
  'password/valid/documented-example': ['+ form scope=all'],
  'password/valid/reordered': ['order'],
  'password/valid/alternative/Realm': ['- header Realm=z01j3e71zd', '+ query realmIdentifier=z01j3e71zd'],
  'password/valid/unknown-parameter': [/^\+ form x_probe_\w{8}=1$/],
  'password/valid/unknown-header': [/^\+ header X-Probe-\w{8}=1$/],
  'password/valid/unknown-query': ['+ query x-probe=1'],
  'password/valid/irrelevant-parameter': ['+ form code=x', '+ form redirect_uri=https://example.invalid/'],
  'password/valid/valueless-optional': [
    '+ form client_assertion_type=',
    '+ form client_assertion=',
    '+ form resource=',
    '+ form audience=',
    '+ form assertion=',
    '+ form code=',
    '+ form redirect_uri=',
    '+ form code_verifier=',
    '+ form refresh_token=',
  ],
  'password/valid/media-type-charset': [`- type ${type}`, `+ type ${type}; charset=UTF-8`],
  'password/valid/accept/absent': ['- header Accept=application/json'],
  'password/valid/accept/html': ['- header Accept=application/json', '+ header Accept=text/html'],
  'password/valid/header-case': [
    '- header Realm=z01j3e71zd',
    '- header X-Forwarded-For=222.12.211.12',
    '- header X-Fingerprint=09BD47A5-9380',
    '+ header rEALM=z01j3e71zd',
    '+ header x-fORWARDED-fOR=222.12.211.12',
    '+ header x-fINGERPRINT=09BD47A5-9380',
  ],
  'password/basic/valid': [...credentials, `+ header Authorization=${right}`],
  'password/basic/scheme-case': [...credentials, `+ header Authorization=${right.replace('Basic', 'bASIC')}`],
  'password/valid/second-user': [
    ...ofForm('username', 'password'),
    '+ form username=Bob',
    '+ form password=Builder99',
  ],
  'password/scope/unknown': [/^\+ form scope=x_unknown_\w{8}$/],
  'password/scope/empty': ['+ form scope='],
  'password/scope/other-case': ['+ form scope=ALL'],
  'password/scope/comma': ['+ form scope=all,read'],
  'password/basic/client-id': [...ofForm('client_secret'), `+ header Authorization=${right}`],
  'password/missing/grant_type': ['- form grant_type=password'],
  'password/missing/username': ['- form username=Alice'],
  'password/empty/password': ['- form password=Wonder1and!', '+ form password='],
  'password/blank/client_id': ['- form client_id=Api-client', '+ form client_id=   '],
  'password/missing/client-identification': [...credentials, /^\+ header Origin=/],
  'password/parameter-name-case/grant_type': ['- form grant_type=password', '+ form Grant_Type=password'],
  'password/bracketed/username': ['- form username=Alice', '+ form username[]=Alice'],
  'password/missing-header/Realm': ['- header Realm=z01j3e71zd'],
  'password/empty-header/X-Fingerprint': ['- header X-Fingerprint=09BD47A5-9380', '+ header X-Fingerprint='],
  'password/malformed-header/X-Forwarded-For': [
    '- header X-Forwarded-For=222.12.211.12',
    '+ header X-Forwarded-For=not a valid value',
  ],
  'password/other-header/Realm': ['- header Realm=z01j3e71zd', '+ header Realm=z02another'],
  'password/unknown-header-value/Realm': [
    '- header Realm=z01j3e71zd',
    /^\+ header Realm=[a-z]\d\d[a-z]\d[a-z]\d\d[a-z][a-z]$/,
  ],
  'password/credentials/password/wrong': [
    '- form password=Wonder1and!',
    /^\+ form password=[A-Za-z0-9]{24}$/,
  ],
  'password/credentials/password/case': ['- form password=Wonder1and!', '+ form password=wONDER1AND!'],
  'password/credentials/password/truncated': ['- form password=Wonder1and!', '+ form password=Wonder1and'],
  'password/credentials/password/extended': [
    '- form password=Wonder1and!',
    /^\+ form password=Wonder1and!\w$/,
  ],
  'password/credentials/password/padded-leading': [
    '- form password=Wonder1and!',
    '+ form password= Wonder1and!',
  ],
  'password/credentials/password/null-byte': [
    '- form password=Wonder1and!',
    /^\+ form password=Wonder1and!\0\w{4}$/,
  ],
  'password/credentials/password/other': ['- form password=Wonder1and!', '+ form password=Builder99'],
  'password/credentials/username/unknown': [
    '- form username=Alice',
    /^\+ form username=\w{12}@example\.invalid$/,
  ],
  'password/credentials/client_id/unknown': [
    '- form client_id=Api-client',
    /^\+ form client_id=unknown-\w{12}$/,
  ],
  'password/credentials/client_secret/padded-trailing': [
    '- form client_secret=Open5esame',
    '+ form client_secret=Open5esame ',
  ],
  'password/credentials/client_secret/other': [
    '- form client_secret=Open5esame',
    '+ form client_secret=Rumpel5tilz',
  ],
  'password/credentials/injection/nosql-operator': [
    '- form password=Wonder1and!',
    '+ form password[$ne]=x',
    '+ form password[$gt]=',
  ],
  'password/credentials/restricted-client': [
    ...credentials,
    '+ form client_id=restricted',
    '+ form client_secret=Bound4ries',
  ],
  'password/credentials/claimed-address/X-Forwarded-For': [
    '- header X-Forwarded-For=222.12.211.12',
    '- form password=Wonder1and!',
    '+ header X-Forwarded-For=127.0.0.1',
    /^\+ form password=[A-Za-z0-9]{24}$/,
  ],
  'password/credentials/disabled-user-wrong-password': [
    ...ofForm('username', 'password'),
    '+ form username=Carol',
    /^\+ form password=[A-Za-z0-9]{24}$/,
  ],
  'password/basic/two-headers': [
    ...credentials,
    `+ header Authorization=${right}`,
    /^\+ header Authorization=Basic (?!QXBpLWNsaWVudDpPcGVuNWVzYW1l)/,
  ],
  'password/basic/malformed/no-credentials': [...credentials, '+ header Authorization=Basic'],
  'password/basic/other-scheme/bearer': [
    ...credentials,
    `+ header Authorization=${right.replace('Basic', 'Bearer')}`,
  ],
  'password/basic/both-identical': [`+ header Authorization=${right}`],
  'password/basic/both-conflicting': [
    '- form client_secret=Open5esame',
    `+ header Authorization=${right}`,
    /^\+ form client_secret=[A-Za-z0-9]{24}$/,
  ],
  'password/basic/mismatched-client-id': [
    ...credentials,
    `+ header Authorization=${right}`,
    '+ form client_id=other-client',
  ],
  'password/duplicate-identical/client_id': ['+ form client_id=Api-client'],
  'password/grant-type/case': ['- form grant_type=password', '+ form grant_type=PASSWORD'],
  'password/grant-type/undocumented/authorization-code': [
    ...ofForm('grant_type', 'username', 'password'),
    '+ form grant_type=authorization_code',
    '+ form code=x',
    '+ form redirect_uri=https://example.invalid/',
  ],
  'password/body/empty': [...ofForm(), '+ body '],
  'password/body/control-character/scope': ['+ form scope=all\0\u0001\n\u007f'],
  'password/body/invalid-percent': [
    ...ofForm(),
    `+ body ${encoded.replace('Wonder1and%21', 'Wonder1and%21%zz')}`,
  ],
  'password/body/invalid-utf8': [...ofForm(), `+ body ${encoded.replace('Alice', 'Alice%ED%A0%80%C3%FF')}`],
  'password/body/degenerate/semicolons': [...ofForm(), `+ body ${encoded.replaceAll('&', ';')}`],
  'password/valid/percent-encoded': [
    ...ofForm(),
    `+ body ${encoded.replace('grant_type=password', '%67%72%61%6e%74_%74%79%70%65=%70%61%73%73%77%6f%72%64')}`,
  ],
  'password/error/language': [
    '- form username=Alice',
    '+ header Accept-Language=de',
    /^\+ form username=\w{12}@example\.invalid$/,
  ],
  'password/method/get': [
    '- method POST',
    ...ofForm(),
    `- type ${type}`,
    '+ method GET',
    ...ofQuery(),
    '+ body none',
    '+ type none',
  ],
  'password/method/override': [
    '- method POST',
    ...ofForm(),
    `- type ${type}`,
    '+ method GET',
    '+ header X-HTTP-Method-Override=POST',
    '+ header X-HTTP-Method=POST',
    '+ header X-Method-Override=POST',
    ...ofQuery(),
    '+ query _method=POST',
    '+ body none',
    '+ type none',
  ],
  'password/method/options': [
    '- method POST',
    ...ofForm(),
    `- type ${type}`,
    '+ method OPTIONS',
    '+ body none',
    '+ type none',
  ],
  'password/method/put': ['- method POST', '+ method PUT'],
  'password/media-type/missing': [`- type ${type}`, '+ type none'],
  'password/media-type/mislabelled/json': [`- type ${type}`, '+ type application/json'],
  'password/media-type/json-body': [
    ...ofForm(),
    `- type ${type}`,
    '+ body {"grant_type":"password","username":"Alice","password":"Wonder1and!","client_id":"Api-client","client_secret":"Open5esame"}',
    '+ type application/json',
  ],
  'password/query/all': [...ofForm(), ...ofQuery()],
  'password/query/client-credentials': [...credentials, ...ofQuery('client_id', 'client_secret')],
  'password/query/pollution': [
    /^\+ query username=\w{12}@example\.invalid$/,
    /^\+ query client_id=unknown-\w{12}$/,
  ],
  'refresh_token/valid/minimal': [],
  'refresh_token/missing/refresh_token': ['- form refresh_token=refresh-1-kL5mN'],
  'refresh_token/refresh/garbage/random': [
    '- form refresh_token=refresh-1-kL5mN',
    /^\+ form refresh_token=[A-Za-z0-9]{43}$/,
  ],
  'refresh_token/refresh/garbage/tampered-start': [
    '- form refresh_token=refresh-1-kL5mN',
    '+ form refresh_token=aefresh-1-kL5mN',
  ],
  'refresh_token/refresh/exact/padded': [
    '- form refresh_token=refresh-1-kL5mN',
    '+ form refresh_token=refresh-1-kL5mN ',
  ],
  'refresh_token/refresh/access-token': [
    '- form refresh_token=refresh-1-kL5mN',
    '+ form refresh_token=access-1-aB3dE',
  ],
  'refresh_token/refresh/without-client-authentication': ['- form client_secret=Open5esame'],
  'refresh_token/refresh/other-client': [
    ...credentials,
    '+ form client_id=other-client',
    '+ form client_secret=Rumpel5tilz',
  ],
  'refresh_token/refresh/public-client': [...credentials, '+ form client_id=public-app'],
  'refresh_token/query/refresh-token': [
    '- form refresh_token=refresh-1-kL5mN',
    '+ query refresh_token=refresh-1-kL5mN',
  ],
};

for (const [id, wanted] of Object.entries(expected))
  test(`differs from the valid request in just what it says: ${id}`, () => {
    const found = differences(validDraft(scenario(id)), draft(id));
    expect(found.length, found.join('\n')).toBe(wanted.length);
    for (const [index, line] of wanted.entries())
      if (typeof line === 'string') expect(found[index]).toBe(line);
      else expect(found[index]).toMatch(line);
  });

test('a repeated parameter stands after the valid one, then before it, with another value', () => {
  for (const id of scenarios.keys()) {
    const name = /^[^/]+\/duplicate-differing\/(.*)$/.exec(id)?.[1];
    if (name === undefined) continue;
    const real = mainValues[name];
    for (const step of ['after', 'before']) {
      const values = draft(id, step)
        .form.filter(([given]) => given === name)
        .map(([, value]) => value);
      expect(values, id).toHaveLength(2);
      expect(values[0], id).not.toBe(values[1]);
      if (real !== undefined) expect(values[step === 'after' ? 0 : 1], id).toBe(real);
    }
  }
  const { after, before } = Object.fromEntries(build(scenario('password/duplicate-header/Realm')));
  const realm = (given: RequestDraft | undefined) =>
    given?.headers.filter(([name]) => name === 'Realm').map(([, value]) => value);
  expect(realm(after)).toEqual(['z01j3e71zd', 'z02another']);
  expect(realm(before)).toEqual(['z02another', 'z01j3e71zd']);
});

test('a special user is sent with the space as a plus sign, then as %20', () => {
  const id = 'password/valid/special-user';
  expect(encodeForm(draft(id, 'plus').form)).toContain('username=Zo%C3%AB+a%2Bb&');
  expect(draft(id, 'percent-20').body?.bytes?.toString()).toContain('username=Zo%C3%AB%20a%2Bb&');
});

test('a special client is sent in the body, then by HTTP Basic with form-encoded parts', () => {
  const id = 'password/valid/special-client';
  expect(form(draft(id, 'post'))).toMatchObject({ client_id: 'ä:b', client_secret: 'c+d: é' });
  expect(headers(draft(id, 'basic')).Authorization).toBe(
    `Basic ${Buffer.from('%C3%A4%3Ab:c%2Bd%3A+%C3%A9').toString('base64')}`,
  );
});

test('changed passwords are tried with the user who may be locked out, where there is one', () => {
  const spared = { ...world, roles: { ...everyRole, DISPOSABLE: disposable } };
  const ids = [...scenarios.keys()].filter((id) =>
    /(credentials\/password\/(?!beyond|decomposed|unaccented|question|tokens|other)|claimed-address|missing\/password|duplicate-differing\/password|invalid-percent|sql-password)/.test(
      id,
    ),
  );
  expect(ids.length).toBeGreaterThan(10);
  for (const id of ids) {
    for (const found of build(scenario(id), spared).values())
      expect(JSON.stringify(found?.body?.bytes?.toString() ?? found?.form), id).toContain('Mallory');
    for (const found of build(scenario(id)).values())
      expect(JSON.stringify(found?.body?.bytes?.toString() ?? found?.form), id).toContain('Alice');
  }
  expect(form(draft('password/credentials/password/case', 'request', spared)).password).toBe('eXPEND4BLE');
});

test('no changed credential is the right one, whatever the real value and the seed', () => {
  const changing = [...scenarios.values()].filter(
    ({ id }) =>
      /credentials\/(username|password|client_id|client_secret)\//.test(id) ||
      /basic\/(wrong-secret|unknown-client|mismatched|both-conflicting)/.test(id) ||
      /refresh\/(wrong-secret|garbage|exact)/.test(id),
  );
  expect(changing.length).toBeGreaterThan(25);
  const sent = (given: RequestDraft) =>
    JSON.stringify([
      ['username', 'password', 'client_id', 'client_secret', 'refresh_token'].map(
        (name) => form(given)[name],
      ),
      headers(given).Authorization,
    ]);
  const right: string[] = [];
  let compared = 0;
  for (const real of ['', '123', 'ÄÖ', 'a', 'plain'])
    for (let seed = 0; seed < 20; seed++) {
      const values = { ...mainValues, username: real, password: real, client_id: real, client_secret: real };
      const given: World = {
        ...world,
        seed,
        values,
        // Another identity with the very same values: they must not be sent as wrong ones.
        roles: { OTHER: values },
        answer: () =>
          observation({ json: { access_token: 'x', token_type: 'Bearer', refresh_token: real || '-' } }),
      };
      const unchanged = ['password/valid/minimal', 'password/basic/valid', 'refresh_token/valid/minimal'].map(
        (id) => sent(draft(id, 'request', given)),
      );
      for (const one of changing) {
        const found = build(one, given).get('request');
        if (!found) continue;
        compared++;
        if (unchanged.includes(sent(found))) right.push(`${one.id}, seed ${seed}, ${real}`);
      }
    }
  expect(right).toEqual([]);
  expect(compared).toBeGreaterThan(1500);
});

test('a value without letters has no other case, a single character is not truncated', () => {
  const given = { ...world, values: { ...mainValues, password: '1' } };
  expect(build(scenario('password/credentials/password/case'), given).get('request')).toBeUndefined();
  expect(build(scenario('password/credentials/password/truncated'), given).get('request')).toBeUndefined();
});

test('the last character of a long password is changed, a short one is left alone', () => {
  const id = 'password/credentials/password/beyond-72-bytes';
  const real = everyRole.SPECIAL?.password ?? '';
  expect(form(draft(id)).password).toBe(`${real.slice(0, -1)}y`);
  const short = { ...world, roles: { SPECIAL: { username: 'Zoë', password: 'short' } } };
  expect(build(scenario(id), short).get('request')).toBeUndefined();
});

test('the documented example is not sent where another user is configured', () => {
  const documented = {
    ...contract,
    grants: contract.grants.map((grant) => ({
      ...grant,
      parameters: grant.parameters.map((one) =>
        one.name === 'username' ? { ...one, documented: 'Example' } : one,
      ),
    })),
  };
  const example = deriveScenarios(documented).find(({ id }) => id === 'password/valid/documented-example');
  if (!example) throw new Error('not derived');
  const given = { ...world, contract: documented };
  expect(build(example, given).get('request')).toBeUndefined();
  const same = { ...given, values: { ...mainValues, username: 'Example' } };
  expect(build(example, same).get('request')).toBeDefined();
});

function presented(id: string, answer: World['answer']): Record<string, string | undefined> {
  return Object.fromEntries(
    [...build(scenario(id), { ...world, answer })].map(([step, found]) => [
      step,
      found && form(found).refresh_token,
    ]),
  );
}

test('a chain of refreshes presents the newest refresh token', () => {
  expect(presented('refresh_token/chain', (_, count) => newTokens(count))).toEqual({
    issue: undefined,
    first: 'refresh-1-kL5mN',
    second: 'refresh-2-kL5mN',
    third: 'refresh-3-kL5mN',
    'replay-ancestor': 'refresh-1-kL5mN',
    'after-ancestor-replay': 'refresh-5-kL5mN',
  });
});

test('a chain of refreshes keeps the old refresh token when no new one is returned', () => {
  const once: World['answer'] = (step, count) =>
    step.name === 'issue'
      ? newTokens(count)
      : observation({ json: { access_token: `access-${count}`, token_type: 'Bearer' } });
  expect(presented('refresh_token/chain', once)).toMatchObject({
    first: 'refresh-1-kL5mN',
    second: 'refresh-1-kL5mN',
    third: 'refresh-1-kL5mN',
  });
  expect(presented('refresh_token/replay', once)).toMatchObject({
    'replay-rotated': undefined,
    'after-replay': undefined,
  });
});

test('a chain ends where a refresh is refused', () => {
  const answer: World['answer'] = (step, count) =>
    step.name === 'first' ? refused('invalid_grant') : newTokens(count);
  expect(presented('refresh_token/chain', answer)).toMatchObject({ second: undefined, third: undefined });
});

test('a replay presents the first refresh token again, then the newest one', () => {
  const answer: World['answer'] = (step, count) =>
    step.name === 'replay-rotated' ? refused('invalid_grant') : newTokens(count);
  expect(presented('refresh_token/replay', answer)).toEqual({
    issue: undefined,
    first: 'refresh-1-kL5mN',
    'replay-rotated': 'refresh-1-kL5mN',
    'after-replay': 'refresh-2-kL5mN',
  });
});

test('after refusals the same refresh token is presented, or the one that was returned instead', () => {
  const id = 'refresh_token/after-refusal';
  expect(
    presented(id, (step, count) => (step.name === 'issue' ? newTokens(count) : refused('invalid_grant'))),
  ).toEqual({
    issue: undefined,
    'wrong-secret': 'refresh-1-kL5mN',
    'unknown-scope': 'refresh-1-kL5mN',
    'without-header': 'refresh-1-kL5mN',
    'after-refusal': 'refresh-1-kL5mN',
  });
  expect(
    presented(id, (step, count) =>
      step.name === 'wrong-secret' ? refused('invalid_client') : newTokens(count),
    ),
  ).toMatchObject({ 'after-refusal': 'refresh-4-kL5mN' });
});

test('a token that was issued for a narrower scope is refreshed for a wider one', () => {
  const id = 'refresh_token/refresh/wider-scope';
  expect(form(draft(id, 'issue')).scope).toBe('read');
  expect(form(draft(id)).scope).toBe('read all');
  const alone = { ...world, roles: {} };
  expect(form(draft(id, 'issue', alone)).scope).toBe('all');
  expect(form(draft(id, 'request', alone)).scope).toMatch(/^all x_unknown_\w{8}$/);
});

test('companions are asked with the token, the client and the headers of the contract', () => {
  const active = draft('password/introspection/active');
  expect(form(active)).toEqual({
    token: 'access-1-aB3dE',
    client_id: 'Api-client',
    client_secret: 'Open5esame',
  });
  expect(headers(active)).toMatchObject({ Realm: 'z01j3e71zd' });
  expect(form(draft('password/introspection/without-client-authentication'))).toEqual({
    token: 'access-1-aB3dE',
  });
  expect(form(draft('password/revocation/missing-token'))).not.toHaveProperty('token');
  const authorization = (id: string, step = 'request') => headers(draft(id, step)).Authorization;
  expect(authorization('password/resource/access-token')).toBe('Bearer access-1-aB3dE');
  expect(draft('password/resource/access-token', 'in-query').query).toEqual([
    ['access_token', 'access-1-aB3dE'],
  ]);
  expect(authorization('password/resource/access-token', 'in-query')).toBeUndefined();
  expect(authorization('refresh_token/resource/refreshed-token')).toBe('Bearer access-2-aB3dE');
  expect(authorization('refresh_token/resource/refresh-token')).toBe('Bearer refresh-1-kL5mN');
  expect(authorization('password/revocation/access-token', 'resource')).toBe('Bearer access-1-aB3dE');
  expect(authorization('password/resource/no-token')).toBeUndefined();
  expect(presented('refresh_token/revocation/refresh-token', (_, count) => newTokens(count))).toMatchObject({
    'refresh-after': 'refresh-1-kL5mN',
  });
  expect(form(draft('refresh_token/revocation/refresh-token', 'again')).token).toBe('refresh-1-kL5mN');
});

test('the methods without parameters carry no credentials', () => {
  for (const method of ['head', 'options', 'trace']) {
    const text = JSON.stringify(draft(`password/method/${method}`));
    for (const name of ['username', 'password', 'client_id', 'client_secret'])
      expect(text, `${method} ${name}`).not.toContain(mainValues[name]);
  }
});

test('a wrong client secret comes with a wrong password, and with a refresh token that nobody has', () => {
  const id = 'password/credentials/client-first';
  const [password, token] = [form(draft(id, 'wrong-password')), form(draft(id, 'unknown-refresh-token'))];
  expect(password).toMatchObject({ grant_type: 'password', client_id: 'Api-client' });
  expect([password.password, password.client_secret]).not.toContain('Wonder1and!');
  expect([password.client_secret, token.client_secret]).not.toContain('Open5esame');
  expect(token).toMatchObject({ grant_type: 'refresh_token', client_id: 'Api-client' });
  expect(token.refresh_token).toMatch(/^\w{43}$/);
});

test('only a header that carries addresses claims to come from another one', () => {
  const claiming = (schema: Record<string, unknown>, documented?: string) =>
    deriveScenarios({
      ...contract,
      parameters: [parameter('Origin-Address', { in: 'header', schema, documented })],
    }).some(({ id }) => id === 'password/credentials/claimed-address/Origin-Address');
  expect(claiming({ type: 'string' }, '10.1.2.3, 10.1.2.4')).toBe(true);
  expect(claiming({ type: 'string', format: 'ipv6' })).toBe(true);
  expect(claiming({ type: 'string' }, 'a1b2')).toBe(false);
  expect(claiming({ type: 'string', pattern: '^v[0-9]$' })).toBe(false);
});

test('a part of the scope is asked for, then none, with the token that came of it', () => {
  const id = 'refresh_token/narrowing';
  expect(form(draft(id, 'issue')).scope).toBe('all read');
  expect(form(draft(id, 'narrower')).scope).toBe('read');
  expect(form(draft(id, 'after-narrowing'))).not.toHaveProperty('scope');
  expect(presented(id, (_, count) => newTokens(count))).toMatchObject({
    narrower: 'refresh-1-kL5mN',
    'after-narrowing': 'refresh-2-kL5mN',
  });
  const wide = { ...world, roles: { OTHER: { scope: 'all read' } } };
  expect(form(draft(id, 'narrower', wide)).scope).toBe('all');
  const same = build(scenario(id), { ...world, roles: { OTHER: { scope: 'all' } } });
  expect([same.get('narrower'), same.get('after-narrowing')]).toEqual([undefined, undefined]);
});

test('the owner refreshes after another client tried, with the same token', () => {
  const id = 'refresh_token/refresh/other-client';
  const answer: World['answer'] = (step, count) =>
    step.name === 'issue' ? newTokens(count) : refused('invalid_grant');
  expect(presented(id, answer)).toEqual({
    issue: undefined,
    request: 'refresh-1-kL5mN',
    'after-other-client': 'refresh-1-kL5mN',
  });
  expect(form(draft(id, 'after-other-client')).client_id).toBe('Api-client');
});

test('a client without secret is issued the token that it refreshes', () => {
  const issue = form(draft('refresh_token/refresh/public-client', 'issue'));
  expect(issue.client_id).toBe('public-app');
  expect(issue).not.toHaveProperty('client_secret');
});

const bearer = (given: RequestDraft) => headers(given).Authorization?.replace('Bearer ', '') ?? '';

test('after a replay the access token of the refresh before it is used', () => {
  const id = 'refresh_token/replay';
  expect(bearer(draft(id, 'resource-after-replay'))).toBe('access-2-aB3dE');
});

test('a JWT is forged in its payload, and without a signature', () => {
  const answer = () => observation(jwtResponse({ claims: { jti: 'x' } }));
  const given = { ...world, answer };
  const issued = accessToken(answer()) ?? '';
  const [header, payload, signature] = issued.split('.');
  const id = 'password/resource/tampered';
  const changed = bearer(draft(id, 'tampered', given)).split('.');
  expect([changed[0], changed[2]]).toEqual([header, signature]);
  expect(changed[1]).not.toBe(payload);
  expect(decodeJwt(changed.join('.'))).toMatchObject({ sub: 'alice', jti: 'x' });
  const unsigned = bearer(draft(id, 'unsigned', given));
  expect(decodeProtectedHeader(unsigned)).toEqual({ alg: 'none' });
  expect(unsigned.split('.').slice(1)).toEqual([payload, '']);
  expect(form(draft('password/introspection/tampered', 'unsigned', given)).token).toBe(unsigned);
});

test('an opaque token is changed in a character; nothing is forged for introspection', () => {
  const id = 'password/resource/tampered';
  expect(bearer(draft(id, 'tampered'))).toHaveLength('access-1-aB3dE'.length);
  expect(bearer(draft(id, 'tampered'))).not.toBe('access-1-aB3dE');
  expect(build(scenario(id)).get('unsigned')).toBeUndefined();
  expect(build(scenario('password/introspection/tampered')).get('tampered')).toBeUndefined();
});

test('a token is revoked and introspected by another client, by nobody, and with a wrong secret', () => {
  const other = { client_id: 'other-client', client_secret: 'Rumpel5tilz' };
  expect(form(draft('password/introspection/other-client'))).toEqual({ token: 'access-1-aB3dE', ...other });
  const foreign = 'refresh_token/revocation/other-client';
  expect(form(draft(foreign, 'revoke'))).toEqual({ token: 'refresh-1-kL5mN', ...other });
  expect(form(draft(foreign, 'refresh'))).toMatchObject({
    refresh_token: 'refresh-1-kL5mN',
    client_id: 'Api-client',
  });
  const open = 'refresh_token/revocation/without-client-authentication';
  expect(form(draft(open, 'nobody'))).toEqual({ token: 'refresh-1-kL5mN' });
  expect(form(draft(open, 'wrong-secret'))).toMatchObject({ client_id: 'Api-client' });
  expect(form(draft(open, 'wrong-secret')).client_secret).toMatch(/^\w{24}$/);
});

test('a revocation without effect is held against the other way to end the token', () => {
  const proofs = {
    'password/revocation/access-token': ['revoke-refresh-token', 'resource-after-refresh-revocation'],
    'refresh_token/revocation/refresh-token': ['revoke-access-token', 'resource'],
  } as const;
  for (const [id, steps] of Object.entries(proofs)) {
    const effective: World['answer'] = (step, count) =>
      step.probe.includes('resource') ? refused('invalid_token') : newTokens(count);
    const [without, withEffect] = [build(scenario(id)), build(scenario(id), { ...world, answer: effective })];
    for (const step of steps) {
      expect(without.get(step), `${id}#${step}`).toBeDefined();
      expect(withEffect.get(step), `${id}#${step}`).toBeUndefined();
    }
  }
});
