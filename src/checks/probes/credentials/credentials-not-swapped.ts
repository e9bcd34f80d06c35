import type { RequirementId } from '../../../requirements/catalogue.js';
import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

const rows: readonly {
  readonly kind: string;
  readonly title: string;
  readonly requirement: RequirementId;
}[] = [
  {
    kind: 'client-as-user',
    title: 'A client is no user: its id and secret do not log in.',
    requirement: 'RFC6749-4.3.2-wrong-password',
  },
  {
    kind: 'user-as-client',
    title: 'A user is no client: user name and password do not authenticate one.',
    requirement: 'RFC6749-5.2-unknown-client-body',
  },
];

export const credentialsNotSwapped: readonly Check[] = rows.map(({ kind, title, requirement }) =>
  refusalCheck({
    id: `${kind}-refused`,
    title,
    requirements: [requirement],
    probes: [`credentials/swapped/${kind}`],
    literal: { grant: 'password' },
  }),
);
