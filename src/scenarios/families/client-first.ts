/** A wrong client secret together with something else that is wrong, which must not show before the client is authenticated. */
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import { type RequestDraft, valuesOf, withValue } from '../request.js';
import type { StepContext } from '../scenario.js';
import { unknownSecret } from '../values.js';
import { parameterOf, refreshGrant } from './grants.js';
import { differing } from './near-miss.js';
import { type Build, carrying, type ValidRequest, type Variation } from './variation.js';

function withWrong(draft: RequestDraft, parameter: Parameter, { random }: StepContext): RequestDraft {
  const [real] = valuesOf(draft, parameter);
  return withValue(
    draft,
    parameter,
    differing(real, () => unknownSecret(random)),
  );
}

export function clientFirst(contract: Contract, grant: Grant, secret: Parameter): Variation[] {
  const password = parameterOf(grant, 'password');
  const refreshes = contract.grants.some(
    (other) => other.type === refreshGrant && parameterOf(other, secret.name) !== undefined,
  );
  const builds: Record<string, Build> = {};
  if (password)
    builds['wrong-password'] = (valid, context) => {
      const byPost: ValidRequest = (options) => valid({ ...options, authentication: 'client_secret_post' });
      const draft = carrying(password, byPost, context);
      return draft && withWrong(withWrong(draft, password, context), secret, context);
    };
  if (refreshes)
    builds['unknown-refresh-token'] = (_, context) => {
      const values = { refresh_token: unknownSecret(context.random, 43) };
      const draft = context.valid(refreshGrant, { authentication: 'client_secret_post', values });
      return withWrong(draft, secret, context);
    };
  if (Object.keys(builds).length === 0) return [];
  return [
    {
      probe: 'credentials/client-first',
      title: `A wrong client secret together with ${[
        ...(password ? ['a wrong password'] : []),
        ...(refreshes ? ['an unknown refresh token'] : []),
      ].join(', then with ')}`,
      comparedWith: ['credentials/client_secret/wrong'],
      build: builds,
    },
  ];
}
