import { type Check, type Judgement, notApplicable, type Severity, type Subject } from '../../check.js';
import { codeCheck } from '../code-check.js';
import { sentForm } from '../sent.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly probes: readonly [string, ...string[]];
  readonly codes: readonly string[];
  readonly tolerated?: Readonly<Record<string, Severity>>;
  readonly statuses?: readonly number[];
}

const passwordTolerance = { invalid_grant: 'warn' } as const;

const rows: readonly Row[] = [
  {
    id: 'missing-grant-type-refused',
    title: 'A request without grant_type is refused with invalid_request.',
    requirement: 'RFC6749-4.3.2-missing-grant-type',
    probes: ['missing/grant_type'],
    codes: ['invalid_request'],
    tolerated: { unsupported_grant_type: 'warn' },
  },
  {
    id: 'missing-username-refused',
    title: 'A password grant without username is refused with invalid_request.',
    requirement: 'RFC6749-4.3.2-missing-username',
    probes: ['missing/username'],
    codes: ['invalid_request'],
    statuses: [400],
    tolerated: passwordTolerance,
  },
  {
    id: 'missing-password-refused',
    title: 'A password grant without password is refused with invalid_request.',
    requirement: 'RFC6749-4.3.2-missing-password',
    probes: ['missing/password'],
    codes: ['invalid_request'],
    statuses: [400],
    tolerated: passwordTolerance,
  },
  {
    id: 'missing-refresh-token-refused',
    title: 'A refresh without refresh_token is refused with invalid_request.',
    requirement: 'RFC6749-6-missing-refresh-token',
    probes: ['missing/refresh_token'],
    codes: ['invalid_request'],
    statuses: [400],
    tolerated: { invalid_grant: 'warn' },
  },
  {
    id: 'missing-client-secret-refused',
    title: 'A confidential client that does not authenticate is refused with invalid_client.',
    requirement: 'RFC6749-3.2.1-client-auth-required',
    probes: ['missing/client_secret'],
    codes: ['invalid_client'],
    tolerated: { invalid_request: 'warn' },
  },
  {
    id: 'missing-client-identification-refused',
    title: 'A request without any client identification is refused.',
    requirement: 'RFC6749-5.2-no-client-identification',
    probes: ['missing/client_id', 'missing/client-identification'],
    codes: ['invalid_client', 'invalid_request'],
  },
  // What other grants present: RFC 6749 section 4.1.3, RFC 8628 section 3.4, RFC 7521 section 4.1, RFC 8693 section 2.1.
  {
    id: 'missing-code-refused',
    title: 'An exchange without code is refused with invalid_request.',
    requirement: 'RFC6749-4.1.3-missing-code',
    probes: ['missing/code', 'empty/code'],
    codes: ['invalid_request'],
    tolerated: { invalid_grant: 'warn' },
  },
  {
    id: 'missing-device-code-refused',
    title: 'A poll without device_code is refused with invalid_request.',
    requirement: 'RFC8628-3.4-invalid-device-code',
    probes: ['missing/device_code', 'empty/device_code'],
    codes: ['invalid_request'],
    tolerated: { invalid_grant: 'warn' },
  },
  {
    id: 'missing-assertion-refused',
    title: 'An assertion grant without assertion is refused with invalid_request.',
    requirement: 'RFC7523-2.1-missing-assertion',
    probes: ['missing/assertion', 'empty/assertion'],
    codes: ['invalid_request'],
    tolerated: { invalid_grant: 'warn' },
  },
  {
    id: 'missing-subject-token-refused',
    title: 'An exchange of tokens without subject_token or its type is refused with invalid_request.',
    requirement: 'RFC8693-2.1-missing-subject',
    probes: [
      'missing/subject_token',
      'missing/subject_token_type',
      'empty/subject_token',
      'empty/subject_token_type',
    ],
    codes: ['invalid_request'],
    tolerated: { invalid_grant: 'warn' },
  },
  // "Parameters sent without a value MUST be treated as if they were omitted" (RFC 6749 section 3.2).
  {
    id: 'empty-grant-type-refused',
    title: 'grant_type without a value is refused with invalid_request.',
    requirement: 'RFC6749-3.2-empty-grant-type',
    probes: ['empty/grant_type'],
    codes: ['invalid_request'],
    tolerated: { unsupported_grant_type: 'warn' },
  },
  {
    id: 'empty-username-refused',
    title: 'username without a value is refused with invalid_request.',
    requirement: 'RFC6749-3.2-empty-username',
    probes: ['empty/username'],
    codes: ['invalid_request'],
    tolerated: passwordTolerance,
  },
  {
    id: 'empty-password-refused',
    title: 'password without a value never authenticates and is refused with invalid_request.',
    requirement: 'RFC6749-3.2-empty-password',
    probes: ['empty/password'],
    codes: ['invalid_request'],
    tolerated: passwordTolerance,
  },
  {
    id: 'empty-refresh-token-refused',
    title: 'refresh_token without a value is refused with invalid_request.',
    requirement: 'RFC6749-3.2-empty-refresh-token',
    probes: ['empty/refresh_token'],
    codes: ['invalid_request'],
    tolerated: { invalid_grant: 'warn' },
  },
  {
    id: 'empty-client-secret-refused',
    title: 'client_secret without a value does not authenticate the client.',
    requirement: 'RFC6749-3.2-empty-client-secret',
    probes: ['empty/client_secret', 'basic/empty-secret'],
    codes: ['invalid_client'],
    tolerated: { invalid_request: 'warn' },
  },
  {
    id: 'empty-client-id-refused',
    title: 'client_id without a value identifies no client.',
    requirement: 'RFC6749-5.2-no-client-identification',
    probes: ['empty/client_id'],
    codes: ['invalid_client', 'invalid_request'],
  },
];

/** The probes of the parameters whose omission RFC 6749 itself rules on, or a standard that extends it. */
export const ruledByRfc: ReadonlySet<string> = new Set([
  ...rows.flatMap(({ probes }) => probes),
  ...['redirect_uri', 'code_verifier'].flatMap((name) => [`missing/${name}`, `empty/${name}`]),
]);

const clientIds = ['missing-client-identification-refused', 'empty-client-id-refused'];

/** RFC 7523 section 2.2: "The "client_id" parameter is unnecessary for client assertion authentication". */
function namedByAssertion({ observation }: Subject): Judgement | undefined {
  return sentForm(observation).has('client_assertion')
    ? notApplicable('the client assertion names the client as well')
    : undefined;
}

export const missingParameter: readonly Check[] = rows.map(({ requirement, ...row }) =>
  codeCheck({
    ...row,
    ...(clientIds.includes(row.id) ? { precondition: namedByAssertion } : {}),
    requirements: [requirement],
    literal: { grant: row.probes[0].endsWith('refresh_token') ? 'refresh_token' : 'password' },
  }),
);
