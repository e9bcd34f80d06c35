/** A token of one realm, used, asked about and revoked under the identifier of another one. */
import type { Contract } from '../../contract/contract.js';
import { type RequestDraft, withValue } from '../request.js';
import type { Step, StepContext } from '../scenario.js';
import { nameOf, realmHeaders } from './grants.js';
import { asking, issued, type Use, using, withBearer } from './token-use.js';

/** The resource in its own realm comes last: it shows whether the revocation elsewhere had an effect. */
export function realmUses({ companions, ...contract }: Contract, issue: Step): Use[] {
  return realmHeaders({ companions, ...contract }).map((realm): Use => {
    const elsewhere = (context: StepContext, draft: RequestDraft) => {
      const other = context.value(realm.name, 'OTHER');
      return other === undefined ? undefined : withValue(draft, realm, other);
    };
    const steps = [
      ...(companions.resource
        ? [
            using(
              'resource/other-realm',
              (context) => elsewhere(context, withBearer(context.companion('resource'), issued(context))),
              'resource',
            ),
          ]
        : []),
      ...(companions.introspection
        ? [
            using(
              'introspection/other-realm',
              (context) => elsewhere(context, asking(context, 'introspection', issued(context))),
              'introspection',
            ),
          ]
        : []),
      ...(companions.revocation && companions.resource
        ? [
            using(
              'revocation/other-realm',
              (context) => elsewhere(context, asking(context, 'revocation', issued(context))),
              'revocation',
            ),
            using(
              'resource/after-other-realm',
              (context) => withBearer(context.companion('resource'), issued(context)),
              'own',
            ),
          ]
        : []),
    ];
    return {
      probe: `realm/${realm.name}`,
      title: `An access token under the ${nameOf(realm)} of another realm: used, asked about and revoked`,
      needs: [{ role: 'OTHER', parameters: [realm.name] }],
      steps: steps.length > 0 ? [issue, ...steps] : [],
    };
  });
}
