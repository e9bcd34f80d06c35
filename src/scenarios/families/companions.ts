/** Tokens where they are used, asked about and revoked: RFC 6750, RFC 7662, RFC 7009. */
import type { Contract, Grant } from '../../contract/contract.js';
import type { Scenario } from '../scenario.js';
import { clientGrant, hasClientSecret, issuingGrant, refreshGrant } from './grants.js';
import { introspectionOfFreshToken, introspectionUses, refreshIntrospectionUses } from './introspection.js';
import { accessTokenLifetime } from './lifetimes.js';
import { publicationUses } from './metadata.js';
import { realmUses } from './realms.js';
import { refreshedResourceUses, resourceUses } from './resource.js';
import {
  oddAccessTokenRevocations,
  refreshRevocationUses,
  revocationUses,
  unauthenticatedRevocation,
} from './revocation.js';
import type { Use } from './token-use.js';
import { issueStep, tagsOf } from './variation.js';

export function companions(contract: Contract, grant: Grant): Scenario[] {
  const described = contract.companions;
  const issue = issueStep(contract);
  const hasRefresh = contract.grants.some(({ type }) => type === refreshGrant);
  const confidential = hasClientSecret(contract, grant) && contract.clientAuthentication[0] !== 'none';
  const uses: Use[] = [];
  if (grant === issuingGrant(contract)) {
    if (described.resource) uses.push(...resourceUses(issue));
    if (described.introspection) uses.push(...introspectionUses(contract, grant, issue));
    if (described.revocation) uses.push(...revocationUses(contract, issue));
    uses.push(...realmUses(contract, issue).filter(({ steps }) => steps.length > 0));
    if (described.revocation && !hasRefresh) {
      if (described.introspection) uses.push(...oddAccessTokenRevocations(issue));
      if (confidential) uses.push(unauthenticatedRevocation(issue, 'access'));
    }
    uses.push(...publicationUses(contract, grant));
  } else if (grant.type === clientGrant && described.introspection) {
    // The token of a service is another one than that of a user.
    uses.push(introspectionOfFreshToken(issueStep(contract, undefined, grant)));
  }
  if (grant.type === refreshGrant) {
    if (described.resource) uses.push(...refreshedResourceUses(contract, issue));
    if (described.introspection) uses.push(...refreshIntrospectionUses(issue));
    if (described.revocation) uses.push(...refreshRevocationUses(contract, issue));
    if (described.revocation && confidential) uses.push(unauthenticatedRevocation(issue, 'refresh'));
  }
  const sent = uses.map(
    ({ probe, title, needs = [], comparedWith, steps }): Scenario => ({
      id: `${grant.type}/${probe}`,
      family: 'companions',
      grant: grant.type,
      title,
      tags: tagsOf('companions', grant.type),
      needs,
      steps,
      ...(comparedWith ? { comparedWith: comparedWith.map((other) => `${grant.type}/${other}`) } : {}),
    }),
  );
  return [...sent, ...accessTokenLifetime(contract, grant)];
}
