/** How strictly the open points of the catalogue are judged: one line for each decision. */
import { expect, test } from '@playwright/test';
import {
  contract,
  oauthError,
  observation,
  parameter,
  type SubjectLiteral,
  subject,
  tokenResponse,
} from '../../src/checks/examples.js';
import { checks } from '../../src/checks/index.js';
import type { Observation } from '../../src/http/observation.js';
import { outcomeOf } from '../../src/session/judge.js';

const granted = observation();
const basic: SubjectLiteral = { peers: { 'basic/valid': granted } };
const basicOnly: SubjectLiteral = {
  peers: { ...basic.peers, 'valid/client-in-body': observation(oauthError('invalid_client', 401)) },
};
const body = { contract: { clientAuthentication: ['client_secret_post'] } } as const;
const offered = {
  contract: { clientAuthentication: ['client_secret_post', 'client_secret_basic'] },
} as const;
const refusedClient = observation(oauthError('invalid_client', 401));
const withoutPragma = observation({
  headers: [
    ['Content-Type', 'application/json'],
    ['Cache-Control', 'no-store'],
  ],
});
const sent = { form: [['refresh_token', 'r1']] } as const;
const sameToken = observation({ json: { ...tokenResponse, refresh_token: 'r1' } }, sent);
const declaring = (rotation: 'required' | 'optional' | 'none' | undefined): SubjectLiteral => ({
  grant: 'refresh_token',
  contract: { declared: { ...contract.declared, rotation } },
});
const device: SubjectLiteral = { grant: 'refresh_token', parameter: parameter('Device', { in: 'header' }) };

type Row = readonly [
  decision: string,
  check: string,
  probe: string,
  given: Observation,
  literal: SubjectLiteral,
  outcome: string,
];

const rows: readonly Row[] = [
  ['Basic refused, and not offered', 'basic-supported', 'basic/valid', refusedClient, body, 'warn'],
  ['Basic refused, though offered', 'basic-supported', 'basic/valid', refusedClient, offered, 'fail'],
  [
    'the password grant, as the contract has it',
    'password-grant-not-offered',
    'valid/minimal',
    granted,
    {},
    'info',
  ],
  [
    'the password grant under OAuth 2.1',
    'password-grant-not-offered',
    'valid/minimal',
    granted,
    { strictness: 'oauth21' },
    'fail',
  ],
  ['no Pragma', 'pragma-no-cache', 'control', withoutPragma, {}, 'warn'],
  [
    'the same credentials twice, accepted',
    'two-authentication-methods-refused',
    'basic/both-identical',
    granted,
    basic,
    'warn',
  ],
  [
    'conflicting credentials, accepted',
    'conflicting-authentication-refused',
    'basic/both-conflicting',
    granted,
    basic,
    'fail',
  ],
  [
    'two clients, accepted',
    'conflicting-authentication-refused',
    'basic/two-clients',
    granted,
    basic,
    'fail',
  ],
  ...(['basic/both-conflicting', 'basic/two-clients', 'basic/both-identical'] as const).map(
    (probe): Row => [
      `${probe}, accepted where the body authenticates nobody`,
      probe === 'basic/both-identical'
        ? 'two-authentication-methods-refused'
        : 'conflicting-authentication-refused',
      probe,
      granted,
      basicOnly,
      'not-applicable',
    ],
  ),
  [
    'a wrong secret by Basic beside the right one in the body, accepted where the body authenticates nobody',
    'conflicting-authentication-refused',
    'basic/both-conflicting',
    granted,
    { ...basicOnly, steps: { reversed: granted } },
    'fail',
  ],
  [
    'a parameter repeated with the same value, accepted',
    'duplicate-identical-refused',
    'duplicate-identical/client_id',
    granted,
    { parameter: parameter('client_id') },
    'warn',
  ],
  ...['grant_type', 'username', 'password', 'client_id', 'client_secret', 'scope'].map(
    (name): Row => [
      `${name} repeated with differing values, accepted`,
      `duplicate-${name.replace('_', '-')}-differing-refused`,
      `duplicate-differing/${name}`,
      granted,
      { parameter: parameter(name) },
      'fail',
    ],
  ),
  [
    'no rotation, though declared',
    'refresh-token-rotated',
    'refresh/first',
    sameToken,
    declaring('required'),
    'warn',
  ],
  ...(['optional', 'none', undefined] as const).map(
    (rotation): Row => [
      `no rotation, declared as ${rotation}`,
      'refresh-token-rotated',
      'refresh/first',
      sameToken,
      declaring(rotation),
      'not-applicable',
    ],
  ),
  [
    'a refresh without a device header',
    'refresh-headers-enforced',
    'missing-header/Device',
    granted,
    device,
    'warn',
  ],
  [
    'a login without a device header',
    'required-header-enforced',
    'missing-header/Device',
    granted,
    { ...device, grant: 'password' },
    'fail',
  ],
  [
    'the same, where enforcement is unknown',
    'required-header-enforced',
    'missing-header/Device',
    granted,
    { ...device, grant: 'password', enforced: 'unknown' },
    'info',
  ],
  [
    'guesses without any reaction',
    'password-guesses-noticed',
    'abuse/password/right',
    granted,
    { steps: { 'wrong-01': observation(oauthError('invalid_grant')) } },
    'warn',
  ],
  ...(['case', 'padded', 'full-width', 'dotted', 'tagged'] as const).map(
    (name): Row => [
      `a user name that is ${name}, accepted`,
      'username-variant-observed',
      `credentials/username/${name}`,
      granted,
      {},
      'info',
    ],
  ),
  [
    'a password in another canonical form, accepted',
    'password-form-observed',
    'credentials/password/decomposed',
    granted,
    {},
    'info',
  ],
];

for (const [decision, id, probe, given, literal, outcome] of rows)
  test(`${decision}: ${outcome}`, () => {
    const check = checks.find((candidate) => candidate.id === id);
    if (!check) throw new Error(`no check ${id}`);
    const judgement = check.judge(subject(given, { probe, ...literal }));
    expect(outcomeOf({ check, judgement })).toBe(outcome);
  });

test('where Basic is refused and not offered, it is the document that deviates', () => {
  const check = checks.find(({ id }) => id === 'basic-supported');
  expect(check?.judge(subject(refusedClient, { probe: 'basic/valid', ...body }))).toMatchObject({
    kind: 'violation',
    cause: 'contract',
  });
});

test('a refresh that is refused for want of a device header conforms', () => {
  const check = checks.find(({ id }) => id === 'refresh-headers-enforced');
  const refusal = subject(observation(oauthError('invalid_request')), {
    probe: 'missing-header/Device',
    ...device,
  });
  expect(check?.judge(refusal).kind).toBe('pass');
});
