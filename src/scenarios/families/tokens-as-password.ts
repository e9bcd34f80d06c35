/** What somebody who got hold of a user's tokens might try: to log in with them. */
import type { Grant, Parameter } from '../../contract/contract.js';
import { withValue } from '../request.js';
import type { Scenario, Step } from '../scenario.js';
import { carrying, tagsOf } from './variation.js';

export function tokensAsPassword(grant: Grant, password: Parameter): Scenario {
  const attempt = (member: 'refresh_token' | 'access_token'): Step => ({
    name: member.replace('_', '-'),
    probe: `credentials/password/${member.replace('_', '-')}`,
    parameter: password,
    build(context) {
      const draft = carrying(password, (options) => context.valid(grant.type, options), context);
      return draft && withValue(draft, password, context.token('issue', member));
    },
  });
  return {
    id: `${grant.type}/credentials/password/tokens`,
    family: 'bad-credentials',
    grant: grant.type,
    title: 'The tokens of a user in place of the password',
    tags: tagsOf('bad-credentials', grant.type, password),
    needs: [],
    steps: [
      {
        name: 'issue',
        probe: 'issue',
        prerequisite: true,
        build: (context) => carrying(password, (options) => context.valid(grant.type, options), context),
      },
      attempt('access_token'),
      attempt('refresh_token'),
    ],
  };
}
