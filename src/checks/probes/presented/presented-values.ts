/** Codes, assertions and subject tokens that are refused: one row for each rule. */
import type { RequirementId } from '../../../requirements/catalogue.js';
import { assertionGrant, codeGrant, deviceGrant, exchangeGrant } from '../../../scenarios/families/grants.js';
import {
  type Check,
  inconclusive,
  type Judgement,
  notApplicable,
  type Severity,
  type Subject,
} from '../../check.js';
import { codeCheck } from '../code-check.js';
import { tokenIssued } from '../outcome.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: RequirementId;
  readonly grant: string;
  readonly probes: readonly [string, ...string[]];
  readonly codes: readonly string[];
  readonly tolerated?: Readonly<Record<string, Severity>>;
  readonly precondition?: (subject: Subject) => Judgement | undefined;
}

/** Of one code presented twice only the second time is a mistake. */
function secondUse({ observation, step }: Subject): Judgement | undefined {
  const first = step('first');
  if (first === observation) return notApplicable('the first use of the code');
  return first && !tokenIssued(first) ? inconclusive('the code was not accepted the first time') : undefined;
}

/** OAuth 2.1 has no redirect_uri in the token request any more. */
function wantsRedirectUri({ strictness }: Subject): Judgement | undefined {
  return strictness === 'oauth21'
    ? notApplicable('OAuth 2.1 leaves redirect_uri out of the token request')
    : undefined;
}

/** Who supplies the code decides what it is. */
function asSupplied({ observation }: Subject): Judgement | undefined {
  return tokenIssued(observation)
    ? inconclusive('a token was issued: the device code that the hook gave seems to be approved')
    : undefined;
}

const rows: readonly Row[] = [
  {
    id: 'unknown-code-is-invalid-grant',
    title: 'An authorization code that was never issued is refused with invalid_grant.',
    requirement: 'RFC6749-5.2-invalid-code',
    grant: codeGrant,
    probes: ['presented/unknown/code'],
    codes: ['invalid_grant'],
  },
  {
    id: 'code-used-once',
    title: 'An authorization code is accepted once.',
    requirement: 'RFC6749-4.1.2-code-single-use',
    grant: codeGrant,
    probes: ['presented/replay'],
    codes: ['invalid_grant'],
    precondition: secondUse,
  },
  {
    id: 'code-bound-to-client',
    title: 'An authorization code is accepted from the client that it was issued to only.',
    requirement: 'RFC6749-4.1.3-code-bound-to-client',
    grant: codeGrant,
    probes: ['presented/other-client'],
    codes: ['invalid_grant'],
    tolerated: { unauthorized_client: 'warn', invalid_request: 'warn' },
  },
  {
    id: 'redirect-uri-identical',
    title: 'An authorization code needs the redirect_uri of its authorization request.',
    requirement: 'RFC6749-4.1.3-redirect-uri-match',
    grant: codeGrant,
    probes: ['code/redirect-uri/*', 'missing/redirect_uri', 'empty/redirect_uri'],
    codes: ['invalid_grant', 'invalid_request'],
    precondition: wantsRedirectUri,
  },
  {
    id: 'wrong-code-verifier-refused',
    title: 'A code verifier that does not fit is refused with invalid_grant.',
    requirement: 'RFC7636-4.6-verifier-wrong',
    grant: codeGrant,
    probes: ['code/verifier/wrong'],
    codes: ['invalid_grant'],
    tolerated: { invalid_request: 'warn' },
  },
  {
    id: 'code-verifier-demanded',
    title: 'An authorization code that was requested with a challenge needs its own code verifier.',
    requirement: 'RFC7636-4.6-verifier-missing',
    grant: codeGrant,
    probes: [
      'code/verifier/missing',
      'code/verifier/empty',
      'code/verifier/of-another-code',
      'missing/code_verifier',
      'empty/code_verifier',
    ],
    codes: ['invalid_grant', 'invalid_request'],
  },
  {
    id: 'code-challenge-is-no-verifier',
    title: 'The code challenge itself is no code verifier.',
    requirement: 'RFC7636-4.5-method-bound',
    grant: codeGrant,
    probes: ['code/verifier/challenge'],
    codes: ['invalid_grant'],
    tolerated: { invalid_request: 'warn' },
  },
  {
    id: 'verifier-without-challenge-refused',
    title: 'A code verifier is refused where the code was requested without a challenge.',
    requirement: 'RFC9700-2.1.1-pkce-downgrade',
    grant: codeGrant,
    probes: ['code/verifier/unasked'],
    codes: ['invalid_grant', 'invalid_request'],
  },
  {
    id: 'unknown-device-code-is-invalid-grant',
    title: 'A device code that was never issued is refused with invalid_grant or expired_token.',
    requirement: 'RFC8628-3.4-invalid-device-code',
    grant: deviceGrant,
    probes: ['presented/unknown/device_code'],
    codes: ['invalid_grant', 'expired_token'],
  },
  {
    id: 'device-code-used-once',
    title: 'A device code is accepted once, and from the client that it was issued to only.',
    requirement: 'RFC8628-3.4-bound-single-use',
    grant: deviceGrant,
    probes: ['presented/replay', 'presented/other-client'],
    codes: ['invalid_grant', 'expired_token'],
    precondition: secondUse,
  },
  {
    id: 'pending-device-waits',
    title: 'A device code that nobody has approved yet is answered with authorization_pending.',
    requirement: 'RFC8628-3.5-authorization-pending',
    grant: deviceGrant,
    probes: ['device/pending'],
    codes: ['authorization_pending', 'slow_down'],
    precondition: asSupplied,
  },
  {
    id: 'denied-device-refused',
    title: 'A device code that was denied is answered with access_denied.',
    requirement: 'RFC8628-3.5-access-denied',
    grant: deviceGrant,
    probes: ['device/denied'],
    codes: ['access_denied'],
    tolerated: { invalid_grant: 'warn' },
    precondition: asSupplied,
  },
  {
    id: 'expired-device-code-told',
    title: 'A device code that has expired is answered with expired_token.',
    requirement: 'RFC8628-3.5-expired-token',
    grant: deviceGrant,
    probes: ['device/expired'],
    codes: ['expired_token'],
    tolerated: { invalid_grant: 'warn' },
    precondition: asSupplied,
  },
  {
    id: 'invalid-assertion-is-invalid-grant',
    title: 'An assertion that is not valid is refused with invalid_grant.',
    requirement: 'RFC7523-3.1-bad-assertion-invalid-grant',
    grant: assertionGrant,
    probes: ['presented/unknown/assertion', 'presented/assertion/*'],
    codes: ['invalid_grant'],
    tolerated: { invalid_request: 'warn' },
  },
  {
    id: 'invalid-subject-token-refused',
    title: 'A subject token that was never issued is refused with invalid_request.',
    requirement: 'RFC8693-2.2.2-invalid-subject',
    grant: exchangeGrant,
    probes: ['presented/unknown/subject_token'],
    codes: ['invalid_request'],
    tolerated: { invalid_grant: 'warn' },
  },
  {
    id: 'actor-token-with-its-type',
    title: 'actor_token and actor_token_type come together or not at all.',
    requirement: 'RFC8693-2.1-actor-type',
    grant: exchangeGrant,
    probes: ['exchange/actor-token-alone', 'exchange/actor-type-alone'],
    codes: ['invalid_request'],
  },
];

export const presentedValues: readonly Check[] = rows.map(({ requirement, grant, precondition, ...row }) =>
  codeCheck({
    ...row,
    requirements: [requirement],
    precondition: (subject) =>
      subject.grant === grant
        ? precondition?.(subject)
        : notApplicable('another grant has a rule of its own for this'),
    issuedElsewhere: precondition === asSupplied,
    literal: { grant },
  }),
);
