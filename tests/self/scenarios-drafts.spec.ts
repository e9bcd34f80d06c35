/** What is sent: what each scenario changes in the valid request, and nothing else. */
import { expect, test } from '@playwright/test';
import { parameter } from '../../src/checks/examples.js';
import { deriveScenarios } from '../../src/scenarios/derive.js';
import { basicCredentials, encodeForm, type RequestDraft } from '../../src/scenarios/request.js';
import { draft, scenario, scenarios } from './drafts.js';
import { build, contract, differences, mainValues, validDraft, world } from './scenario-world.js';

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

test('the methods without parameters carry no credentials', () => {
  for (const method of ['head', 'options', 'trace']) {
    const text = JSON.stringify(draft(`password/method/${method}`));
    for (const name of ['username', 'password', 'client_id', 'client_secret'])
      expect(text, `${method} ${name}`).not.toContain(mainValues[name]);
  }
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
