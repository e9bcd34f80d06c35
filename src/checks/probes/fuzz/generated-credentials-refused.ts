/** No token for generated credentials that are not the right ones, whatever else is unusual about the request. */
import { type RequirementId, requirementIdOf } from '../../../requirements/catalogue.js';
import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

interface Row {
  /** As in the probe: `wrong-<thing>`. */
  readonly thing: string;
  readonly title: string;
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  readonly grant: string;
}

const rows: readonly Row[] = [
  {
    thing: 'user',
    title: 'No generated user name or password but the right ones brings a token.',
    requirements: ['RFC6749-4.3.2-wrong-password', 'RFC6749-5.2-unknown-user-invalid-grant'],
    grant: 'password',
  },
  {
    thing: 'client',
    title: 'No generated client id or secret but the right ones brings a token.',
    requirements: ['RFC6749-5.2-wrong-secret-body', 'RFC6749-5.2-unknown-client-body'],
    grant: 'password',
  },
  {
    thing: 'refresh-token',
    title: 'No generated refresh token but the right one brings a token.',
    requirements: ['RFC6749-5.2-invalid-refresh-token'],
    grant: 'refresh_token',
  },
  {
    thing: 'realm',
    title: 'Credentials bring no token under a generated header value that names no realm.',
    requirements: [requirementIdOf('ASVS5-8.4.1', 'any')],
    grant: 'password',
  },
];

export const generatedCredentialsRefused: readonly Check[] = rows.map(
  ({ thing, title, requirements, grant }) =>
    refusalCheck({
      id: `generated-${thing}-refused`,
      title,
      requirements,
      probes: [`fuzz/oauth/wrong-${thing}`, `fuzz/http/wrong-${thing}`],
      literal: { grant },
    }),
);
