/** RFC 7523 section 3: what a client assertion must be, rule by rule. */
import type { RequirementId } from '../../../requirements/catalogue.js';
import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: RequirementId;
  readonly probe: string;
  readonly codes?: readonly string[];
}

const rows: readonly Row[] = [
  {
    id: 'expired-assertion-refused',
    title: 'A client assertion that has expired is refused with invalid_client.',
    requirement: 'RFC7523-3-assertion-exp-expired',
    probe: 'expired',
  },
  {
    id: 'assertion-needs-expiry',
    title: 'A client assertion without exp is refused with invalid_client.',
    requirement: 'RFC7523-3-assertion-exp-missing',
    probe: 'no-expiry',
  },
  {
    id: 'foreign-audience-refused',
    title: 'A client assertion for another audience is refused with invalid_client.',
    requirement: 'RFC7523-3-assertion-aud-wrong',
    probe: 'wrong-audience',
  },
  {
    id: 'assertion-needs-audience',
    title: 'A client assertion without aud is refused with invalid_client.',
    requirement: 'RFC7523-3-assertion-aud-missing',
    probe: 'no-audience',
  },
  {
    id: 'assertion-issuer-is-client',
    title: 'A client assertion whose issuer is not the client is refused with invalid_client.',
    requirement: 'RFC7523-3-assertion-iss-wrong',
    probe: 'wrong-issuer',
  },
  {
    id: 'assertion-needs-subject',
    title: 'A client assertion without sub is refused with invalid_client.',
    requirement: 'RFC7523-3-assertion-sub-missing',
    probe: 'no-subject',
  },
  {
    id: 'assertion-subject-is-client',
    title: 'A client assertion whose subject is not the client is refused with invalid_client.',
    requirement: 'RFC7523-3-assertion-sub-wrong',
    probe: 'wrong-subject',
  },
  {
    id: 'assertion-signature-verified',
    title: 'A client assertion whose signature does not fit is refused with invalid_client.',
    requirement: 'RFC7523-3-assertion-bad-signature',
    probe: 'broken-signature',
  },
  {
    id: 'unsigned-assertion-refused',
    title: 'A client assertion of alg none is refused with invalid_client.',
    requirement: 'RFC7523-3-assertion-alg-none',
    probe: 'unsigned',
  },
  {
    id: 'early-assertion-refused',
    title: 'A client assertion that is not valid yet is refused with invalid_client.',
    requirement: 'RFC7523-3-assertion-nbf-future',
    probe: 'not-yet-valid',
  },
  {
    id: 'assertion-type-enforced',
    title: 'A client assertion of an unknown type does not authenticate the client.',
    requirement: 'RFC7521-4.2-unknown-assertion-type',
    probe: 'other-type',
  },
  {
    id: 'assertion-and-client-id-agree',
    title: 'A client_id beside an assertion names the same client.',
    requirement: 'RFC7523-2.2-client-id-mismatch',
    probe: 'other-client-id',
    codes: ['invalid_client', 'invalid_request'],
  },
  {
    id: 'assertion-and-secret-refused',
    title: 'An assertion and a secret in one request are refused.',
    requirement: 'RFC7523-assertion-plus-secret',
    probe: 'with-secret',
    codes: ['invalid_request', 'invalid_client'],
  },
];

export const clientAssertions: readonly Check[] = rows.map(
  ({ id, title, requirement, probe, codes = ['invalid_client'] }) =>
    codeCheck({
      id,
      title,
      requirements: [requirement],
      probes: [`assertion/${probe}`],
      codes,
      tolerated: codes.includes('invalid_request')
        ? { invalid_grant: 'warn' }
        : { invalid_request: 'warn', invalid_grant: 'warn' },
      literal: { grant: 'client_credentials' },
    }),
);
