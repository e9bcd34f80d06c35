/** The checks that are bound to probes, beyond their own examples: one defect, one finding; hostile answers. */
import { expect, test } from '@playwright/test';
import type { Judgement } from '../../src/checks/check.js';
import {
  type AnswerLiteral,
  oauthError,
  observation,
  parameter,
  type SubjectLiteral,
  subject,
  tokenResponse,
  unanswered,
} from '../../src/checks/examples.js';
import { probeChecks } from '../../src/checks/probes/index.js';
import type { Observation } from '../../src/http/observation.js';
import { requirement } from '../../src/requirements/catalogue.js';
import { covers, probes } from '../../src/scenarios/probe.js';

function weight(id: string, severity: string | undefined): string | undefined {
  const check = probeChecks.find((candidate) => candidate.id === id);
  return severity ?? (check && requirement(check.requirements[0]).severity);
}

function judgements(
  answer: AnswerLiteral | Observation,
  probe: string,
  literal: SubjectLiteral = {},
): [id: string, judgement: Judgement][] {
  const name = probe.split('/').at(-1) ?? '';
  const judged = subject(answer, { probe, parameter: parameter(name), ...literal });
  return probeChecks
    .filter(({ on }) => 'probes' in on && on.probes.some((pattern) => covers(pattern, probe)))
    .map((check) => [check.id, check.judge(judged)]);
}

/** What is found, but for what only informs. */
function violated(...given: Parameters<typeof judgements>): string[] {
  return judgements(...given)
    .filter(([id, judgement]) => judgement.kind === 'violation' && weight(id, judgement.severity) !== 'info')
    .map(([id]) => id);
}

test('every probe of the vocabulary is judged, but for those that only prepare others', () => {
  const concrete = (probe: string) => probe.replaceAll(/<.>/g, 'x');
  const patterns = probeChecks.flatMap(({ on }) => ('probes' in on ? on.probes : []));
  const judged = (probe: string) =>
    patterns.some((pattern) => covers(pattern, concrete(probe))) ||
    // Families of checks name what stands for <n> and <p>.
    (probe.includes('<') && patterns.some((pattern) => covers(probe.replace(/<.>/, '*'), pattern)));
  expect(Object.keys(probes).filter((probe) => !judged(probe))).toEqual(['opening', 'issue']);
});

const basic: SubjectLiteral = { peers: { 'basic/valid': observation() } };

const issued: readonly [probe: string, finding: string, literal?: SubjectLiteral][] = [
  ['missing/username', 'missing-username-refused'],
  ['missing/grant_type', 'missing-grant-type-refused'],
  ['missing/branch', 'required-parameter-enforced'],
  ['empty/password', 'empty-password-refused'],
  ['empty/branch', 'required-parameter-enforced'],
  ['duplicate-differing/scope', 'duplicate-scope-differing-refused'],
  ['credentials/password/wrong', 'wrong-password-refused'],
  ['credentials/password/case', 'password-verbatim'],
  ['credentials/username/unknown', 'unknown-user-is-invalid-grant'],
  ['credentials/client_secret/wrong', 'wrong-client-secret-is-invalid-client'],
  ['credentials/injection/sql-comment', 'sql-injection-refused'],
  ['basic/wrong-secret', 'basic-wrong-secret-401', basic],
  ['basic/unknown-client', 'basic-unknown-client-401', basic],
  ['missing-header/Realm', 'required-header-enforced'],
  ['missing-header/Realm', 'refresh-headers-enforced', { grant: 'refresh_token' }],
  ['other-header/Realm', 'other-realm-refused'],
  ['query/all', 'query-parameters-ignored'],
  ['body/empty', 'empty-body-refused'],
  ['method/get', 'get-not-accepted'],
  ['refresh/garbage/random', 'unknown-refresh-token-is-invalid-grant', { grant: 'refresh_token' }],
  ['refresh/other-client', 'refresh-token-bound-to-client', { grant: 'refresh_token' }],
];

for (const [probe, finding, literal] of issued)
  test(`a token for ${probe} of the ${literal?.grant ?? 'password'} grant is one finding`, () => {
    expect(violated({}, probe, literal)).toEqual([finding]);
  });

test('a token without the client secret breaks RFC 6749 and the document', () => {
  expect(violated({}, 'missing/client_secret')).toEqual([
    'missing-client-secret-refused',
    'required-parameter-enforced',
  ]);
});

test('an unknown user or client that gets a token is no finding of enumeration, too', () => {
  const peers = { 'credentials/password/wrong': observation(oauthError('invalid_grant')) };
  expect(violated({}, 'credentials/username/unknown', { peers })).toEqual(['unknown-user-is-invalid-grant']);
});

const negative = [
  'missing/username',
  'empty/password',
  'duplicate-differing/client_id',
  'credentials/password/wrong',
  'credentials/client_id/unknown',
  'basic/malformed/no-colon',
  'grant-type/unknown',
  'missing-header/Realm',
  'body/control-character/username',
  'media-type/json-body',
  'refresh/access-token',
];

for (const probe of negative) {
  test(`a crash at ${probe} is convicted by one check of what was sent, beside the invariant`, () => {
    for (const crash of [observation({ status: 500, body: '' }), unanswered('timeout'), unanswered('reset')])
      expect(violated(crash, probe)).toHaveLength(1);
  });

  test(`a refusal of ${probe} without an error code is left to the invariant on error bodies`, () => {
    expect(violated({ status: 400, body: '' }, probe)).toEqual([]);
    expect(violated({ status: 400, json: { message: 'no' } }, probe)).toEqual([]);
  });

  test(`a rate limit at ${probe} leaves the question open`, () => {
    const kinds = judgements({ status: 429, body: '' }, probe).map(([, { kind }]) => kind);
    expect(kinds).not.toContain('violation');
  });
}

test('a wrong code that the page below the OAuth layer hides does not escape', () => {
  // 404 without an error code is beyond the invariant on error bodies.
  expect(violated({ status: 404, body: 'no such user' }, 'credentials/username/unknown')).toEqual([
    'unknown-user-is-invalid-grant',
  ]);
});

test('a variant is not judged while the valid request itself fails', () => {
  const control = observation(oauthError('invalid_client', 401));
  const kinds = judgements(oauthError('invalid_client', 401), 'valid/unknown-header', { control });
  expect(kinds.map(([, { kind }]) => kind)).toEqual(['inconclusive']);
});

test('what needs HTTP Basic does not apply where Basic does not work', () => {
  const peers = { 'basic/valid': observation(oauthError('invalid_client')) };
  for (const probe of [
    'basic/wrong-secret',
    'basic/unknown-client',
    'basic/scheme-case',
    'basic/both-identical',
  ])
    for (const [, { kind }] of judgements(oauthError('invalid_client'), probe, { peers }))
      expect(kind, probe).toBe('not-applicable');
});

test('a document without Basic is what deviates when the server refuses Basic', () => {
  const [judgement] = judgements(oauthError('invalid_client', 401), 'basic/valid').map(([, given]) => given);
  expect(judgement).toMatchObject({ kind: 'violation', severity: 'warn', cause: 'contract' });
});

test('a grant in the wrong shape satisfies the variants: its shape is judged elsewhere', () => {
  const created = { status: 201, json: tokenResponse };
  for (const probe of ['valid/unknown-header', 'valid/header-case', 'refresh/first'])
    expect(violated(created, probe), probe).toEqual([]);
});

const deep = 20_000;
const hostile: Readonly<Record<string, string>> = {
  'an empty body': '',
  null: 'null',
  'an array': '[]',
  'deep arrays': `${'['.repeat(deep)}${']'.repeat(deep)}`,
  'wrong types everywhere':
    '{"access_token":{},"token_type":[],"expires_in":{},"refresh_token":7,"scope":{},"error":{},"error_description":[],"active":{}}',
  'control characters in the code': '{"error":"a\\r\\nb\\u001b[2J","error_description":"\\r\\n"}',
  'an endless code': JSON.stringify({ error: 'x'.repeat(100_000), error_description: '\u2028'.repeat(5000) }),
  'a JWT of nonsense': JSON.stringify({
    ...tokenResponse,
    access_token: ['{"alg":{}}', `{"sub":${'['.repeat(deep)}${']'.repeat(deep)},"jti":{},"exp":"x"}`, 'x']
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.'),
    scope: [7, {}],
  }),
};

for (const [name, body] of Object.entries(hostile))
  test(`no check is thrown off by ${name}`, () => {
    const header = ['WWW-Authenticate', `Bearer error="${'a=",'.repeat(2000)}\u0000`] as const;
    for (const status of [200, 302, 400, 401, 405]) {
      const answer = observation({ status, body, more: [header, ['Vary', '*'], ['Set-Cookie', ';;=']] });
      const peers = {
        issue: answer,
        'refresh/first': answer,
        'credentials/password/wrong': answer,
        ...basic.peers,
      };
      const said = Object.keys(probes)
        .flatMap((probe) => judgements(answer, probe.replaceAll(/<.>/g, 'x'), { peers }))
        .flatMap(([, judgement]) =>
          judgement.kind === 'violation' ? [judgement.expected, judgement.actual] : [],
        );
      expect(said.filter((text) => text === '' || text.length > 1000 || /\p{Cc}/u.test(text))).toEqual([]);
    }
  });
