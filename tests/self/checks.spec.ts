/** Every check, held to its own examples; and invariants against whatever a target may send. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Check, Example, Judgement, Subject } from '../../src/checks/check.js';
import { classesOf } from '../../src/checks/classes.js';
import { jwtResponse, now } from '../../src/checks/example-jwt.js';
import {
  type AnswerLiteral,
  oauthError,
  observation,
  subject,
  tokenResponse,
  unanswered,
} from '../../src/checks/examples.js';
import { checks } from '../../src/checks/index.js';
import { invariants } from '../../src/checks/invariants/index.js';
import { tokensIn } from '../../src/checks/predicates.js';
import { sentSecrets } from '../../src/checks/sent-secrets.js';
import { allRequirements, requirement } from '../../src/requirements/catalogue.js';

const sources = join(import.meta.dirname, '../../src/checks');

function isCheck(candidate: unknown): candidate is Check {
  return typeof candidate === 'object' && candidate !== null && 'id' in candidate && 'judge' in candidate;
}

interface Declared {
  readonly check: Check;
  /** Of the file that exports it alone; `undefined` for one of a table of siblings (missing-… for each parameter). */
  readonly file: string | undefined;
}

/** The checks that the files of a folder and its subfolders export, alone or in a list. */
async function declaredIn(folder: string): Promise<Declared[]> {
  const files = readdirSync(join(sources, folder), { recursive: true, encoding: 'utf8' });
  const found = files
    .filter((file) => file.endsWith('.ts') && basename(file) !== 'index.ts')
    .map(async (file) => {
      const exported: object = await import(pathToFileURL(join(sources, folder, file)).href);
      return Object.values(exported).flatMap((value): Declared[] =>
        Array.isArray(value)
          ? value.filter(isCheck).map((check) => ({ check, file: undefined }))
          : isCheck(value)
            ? [{ check: value, file: basename(file, '.ts') }]
            : [],
      );
    });
  return (await Promise.all(found)).flat();
}

const folders = [...new Set(checks.map(({ on }) => ('every' in on ? 'invariants' : 'probes')))];

test.describe('the list of checks', () => {
  test('names each check once, in kebab-case', () => {
    const ids = checks.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  test('has every check that a file exports, under the name of the file', async () => {
    const declared = (await Promise.all(folders.map(declaredIn))).flat();
    const misnamed = declared.filter(({ file, check }) => file !== undefined && file !== check.id);
    expect(misnamed.map(({ file }) => file)).toEqual([]);
    expect(declared.map(({ check }) => check.id).sort()).toEqual(checks.map(({ id }) => id).sort());
  });

  test('refers to requirements of the catalogue', () => {
    const known = new Set(allRequirements().map(({ id }) => id));
    const unknown = checks.flatMap((check) => check.requirements.filter((id) => !known.has(id)));
    expect(unknown).toEqual([]);
  });

  test('covers every invariant of the core', () => {
    const covered = new Set(checks.flatMap((check) => check.requirements));
    const open = allRequirements()
      .filter(({ mode, set, kind }) => mode.startsWith('invariant:') && set === 'core' && kind === 'rule')
      .map(({ id }) => id)
      .filter((id) => !covered.has(id));
    expect(open).toEqual([]);
  });
});

function messages(judgement: Judgement): string[] {
  if (judgement.kind === 'violation') return [judgement.expected, judgement.actual];
  return judgement.kind === 'pass' ? [] : [judgement.reason];
}

function secretsOf(judged: Subject): string[] {
  const { response } = judged.observation;
  const tokens = response ? tokensIn(response).filter((token) => token.length >= 6) : [];
  return [...tokens, ...sentSecrets(judged).map(({ value }) => value)];
}

function expectCleanMessages(judgement: Judgement, judged: Subject): void {
  for (const message of messages(judgement)) {
    expect(message).not.toBe('');
    expect(message, 'on one line').not.toMatch(/[\r\n]/);
    for (const secret of secretsOf(judged)) expect(message, 'without secrets').not.toContain(secret);
  }
}

function severityOf(check: Check, judgement: Judgement): string {
  if (judgement.kind !== 'violation') return judgement.kind;
  return judgement.severity ?? requirement(check.requirements[0]).severity;
}

for (const check of checks)
  test(`${check.id} judges its examples`, () => {
    const { conforming, violating } = check.examples;
    expect(conforming.length, 'conforming examples').toBeGreaterThan(0);
    expect(violating.length, 'violating examples').toBeGreaterThan(0);
    for (const { name, subject: judged } of conforming) {
      const judgement = check.judge(judged);
      expect(['pass', 'not-applicable'], `${name}: ${messages(judgement)}`).toContain(judgement.kind);
      expectCleanMessages(judgement, judged);
    }
    const weighs = ({ severity }: Example) => severity ?? requirement(check.requirements[0]).severity;
    for (const violated of violating) {
      const judgement = check.judge(violated.subject);
      expect(severityOf(check, judgement), violated.name).toBe(weighs(violated));
      expectCleanMessages(judgement, violated.subject);
    }
  });

/** What is found in a response, but for what only informs. */
function findings(answer: AnswerLiteral, probe = 'control'): string[] {
  const judged = subject(answer, { probe });
  const classes = classesOf(judged);
  return invariants
    .filter(({ on }) => 'every' in on && classes.includes(on.every))
    .map((check) => [check.id, severityOf(check, check.judge(judged))] as const)
    .filter(([, outcome]) => outcome === 'fail' || outcome === 'warn')
    .map(([id]) => id);
}

test('a sound grant and a sound refusal have no findings', () => {
  expect(findings({})).toEqual([]);
  expect(findings(jwtResponse())).toEqual([]);
  expect(findings(oauthError('invalid_grant'), 'credentials/password/wrong')).toEqual([]);
});

const { access_token, token_type, ...remaining } = tokenResponse;
const single: readonly [defect: string, answer: AnswerLiteral, finding: string][] = [
  ['201', { status: 201 }, 'grant-status-200'],
  ['a grant in an envelope', { json: { data: tokenResponse } }, 'grant-json-object'],
  ['a form-encoded grant', { body: `access_token=${access_token}` }, 'grant-json-object'],
  ['no access_token', { json: { token_type, ...remaining } }, 'access-token-required'],
  ['a line end in the token', { json: { ...tokenResponse, access_token: 'a\n' } }, 'access-token-charset'],
  ['no token_type', { json: { access_token, ...remaining } }, 'token-type-required'],
  ['a padded token_type', { json: { ...tokenResponse, token_type: 'Bearer ' } }, 'token-type-syntax'],
  ['expires_in as text', { json: { ...tokenResponse, expires_in: '3600' } }, 'expires-in-integer'],
  ['scope as an array', { json: { ...tokenResponse, scope: ['a'] } }, 'scope-syntax'],
  ['a grant with an error', { json: { ...tokenResponse, error: 'x' } }, 'grant-or-error'],
  ['exp in milliseconds', jwtResponse({ claims: { exp: now * 1000 } }), 'jwt-numeric-dates'],
  ['an unsigned JWT', jwtResponse({ header: { alg: 'none' }, signature: '' }), 'jwt-alg-not-none'],
  ['a refusal with 200', oauthError('invalid_grant', 200), 'error-not-2xx'],
  ['a refusal without body', { status: 400, headers: [['Date', httpDate()]], body: '' }, 'error-required'],
  ['a refusal that is no JSON', { status: 400, body: 'Bad Request' }, 'error-required'],
  ['a null error', { status: 400, json: { error: null } }, 'error-required'],
  ['a redirect', { status: 307, headers: [['Date', httpDate()]], body: '' }, 'no-redirect'],
  ['a wrong status', oauthError('invalid_grant', 403), 'error-status-400'],
  ['a crash', oauthError('server_error', 500), 'never-5xx'],
  ['a token in an error', oauthError('invalid_grant', 400, { access_token }), 'error-without-token'],
  ['401 without challenge', oauthError('invalid_client', 401), 'challenge-on-401'],
];

function httpDate(): string {
  return new Date(now * 1000).toUTCString();
}

for (const [defect, answer, finding] of single)
  test(`one defect is one finding: ${defect}`, () => {
    expect(findings(answer)).toEqual([finding]);
  });

test('a framework that refuses a malformed message in JSON of its own has not refused by OAuth', () => {
  const refusal = { status: 400, json: { error: 'Bad Request' } };
  expect(findings(refusal, 'wire/method/unknown')).toEqual([]);
  expect(findings(refusal)).toEqual(['error-code-registered']);
  expect(findings(oauthError('bad_request'), 'wire/method/unknown')).toEqual(['error-code-registered']);
});

test('a null refresh_token breaks the rule on its characters, and the one on members without a value', () => {
  const found = findings({ json: { ...tokenResponse, refresh_token: null } });
  expect(found).toEqual(['no-null-members', 'refresh-token-charset']);
});

const deep = 50_000;
const bodies: Readonly<Record<string, string | Buffer>> = {
  'an empty body': '',
  'a blank body': ' \r\n ',
  null: 'null',
  'an array': '[]',
  'a string': '"x"',
  'a number': '1e999',
  HTML: '<!doctype html><script>alert(1)</script>',
  'deep arrays': `${'['.repeat(deep)}${']'.repeat(deep)}`,
  'deep objects': `${'{"access_token":'.repeat(deep)}"x"${'}'.repeat(deep)}`,
  'a grant with depth inside': `{"access_token":"x","token_type":"y","expires_in":${'['.repeat(deep)}${']'.repeat(deep)}}`,
  'members of Object.prototype':
    '{"__proto__":{"access_token":"x"},"constructor":1,"toString":null,"hasOwnProperty":"x","access_token":"x"}',
  'duplicate members': '{"error":"a","error":{"a":1,"a":2},"access_token":"x","access_token":7}',
  'huge numbers': `{"access_token":"x","expires_in":${'9'.repeat(5000)},"refresh_token":-0e-999}`,
  'bytes that are not UTF-8': Buffer.concat([
    Buffer.from('{"error":"'),
    Buffer.from([0xff, 0xfe, 0x80]),
    Buffer.from('"}'),
  ]),
  'lone surrogates': '{"error":"\\ud800","error_description":"\\udfff","error_uri":"http://\\ud800/"}',
  'wrong types everywhere':
    '{"access_token":{},"token_type":[],"expires_in":{},"refresh_token":7,"scope":{},"error":{},"error_description":[],"error_uri":{}}',
  'a long line of quotes': `{"error":"${'\\"'.repeat(100_000)}","error_description":"${'at a.'.repeat(50_000)}"}`,
  'many tokens': JSON.stringify(Array.from({ length: 20_000 }, (_, at) => ({ access_token: `token-${at}` }))),
  'what patterns may stumble over': `{"error":"x","text":"${'a.'.repeat(50_000)}${'at /'.repeat(50_000)}${'java.'.repeat(20_000)}"}`,
  'a JWT of nonsense': JSON.stringify({
    ...tokenResponse,
    access_token: [{ alg: {} }, { exp: 'x', iat: [], aud: [{}], scope: [7], iss: 'http://[' }, {}]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.'),
    scope: '',
  }),
  'a deep JWT': JSON.stringify({
    ...tokenResponse,
    access_token: ['{"alg":"HS256"}', `{"a":${'['.repeat(deep)}${']'.repeat(deep)}}`, 'x']
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.'),
  }),
};

const hostileHeaders = [
  'Content-Type',
  'Cache-Control',
  'Date',
  'Expires',
  'WWW-Authenticate',
  'Set-Cookie',
  'Location',
  'Link',
  'Allow',
  'Retry-After',
  'Content-Length',
  'Strict-Transport-Security',
  'Via',
  'Age',
].map((name) => [name, `,;="\\${'a=",'.repeat(5000)}\u0000é`] as const);

/** One assertion for all of them: an assertion a message would take longer than the judging. */
function expectHarmless(...subjects: readonly Subject[]): void {
  const judgements = subjects.flatMap((judged) => invariants.map((check) => check.judge(judged)));
  const shown = judgements.flatMap(messages);
  expect(
    shown.filter((message) => message === '' || message.length > 1000 || /[\p{Cc}]/u.test(message)),
  ).toEqual([]);
}

for (const [name, body] of Object.entries(bodies))
  test(`no invariant is thrown off by ${name}`, () => {
    const probes = ['control', 'missing/username', 'resource/no-token'];
    const statuses = [200, 302, 400, 401, 405, 429, 503];
    expectHarmless(
      ...statuses.flatMap((status) => probes.map((probe) => subject({ status, body }, { probe }))),
    );
  });

test('no invariant is thrown off by hostile headers', () => {
  for (const status of [200, 302, 401, 405, 429])
    expectHarmless(subject({ status, headers: hostileHeaders }));
});

test('no invariant is thrown off by a request that is no form', () => {
  const sent = observation(
    { status: 400, body: '{}' },
    { url: 'not a url', headers: [['Authorization', 'Basic']] },
  );
  expectHarmless(subject({ ...sent, request: { ...sent.request, body: Buffer.from([0xff, 0x25, 0x25]) } }));
});

test('without a response only never-5xx has something to say', () => {
  const judged = subject(unanswered('timeout'));
  const said = invariants.filter((check) => check.judge(judged).kind !== 'not-applicable');
  expect(said.map(({ id }) => id)).toEqual(['never-5xx']);
});
