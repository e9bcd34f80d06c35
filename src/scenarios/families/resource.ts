/** Tokens at the protected resource: RFC 6750. */
import type { Contract } from '../../contract/contract.js';
import { withValue } from '../request.js';
import type { Step } from '../scenario.js';
import { changedClaims, unsigned } from './forged-jwt.js';
import { refreshGrant } from './grants.js';
import { tampered } from './near-miss.js';
import { asking, garbage, issued, issuedRefresh, type Use, using, withBearer } from './token-use.js';

export function resourceUses(issue: Step): Use[] {
  return [
    {
      probe: 'resource/access-token',
      title: 'The protected resource with a fresh access token, in the header and then in the query only',
      comparedWith: ['resource/no-token'],
      steps: [
        issue,
        using('resource/access-token', (context) =>
          withBearer(context.companion('resource'), issued(context)),
        ),
        using(
          'resource/token-in-query',
          (context) =>
            withValue(context.companion('resource'), { in: 'query', name: 'access_token' }, issued(context)),
          'in-query',
        ),
      ],
    },
    {
      probe: 'resource/tampered',
      title: 'The protected resource with forged copies of an access token',
      steps: [
        issue,
        using(
          'resource/tampered',
          (context) => {
            const token = issued(context);
            const forged = changedClaims(token) ?? tampered(token, 'middle');
            return forged === undefined ? undefined : withBearer(context.companion('resource'), forged);
          },
          'tampered',
        ),
        using(
          'resource/unsigned',
          (context) => {
            const forged = unsigned(issued(context));
            return forged === undefined ? undefined : withBearer(context.companion('resource'), forged);
          },
          'unsigned',
        ),
        using(
          'resource/unsigned',
          (context) => {
            const forged = unsigned(issued(context), 'nOnE');
            return forged === undefined ? undefined : withBearer(context.companion('resource'), forged);
          },
          'unsigned-other-case',
        ),
      ],
    },
    {
      probe: 'resource/garbage',
      title: 'The protected resource with a token that was never issued',
      steps: [
        using('resource/garbage', (context) => withBearer(context.companion('resource'), garbage(context))),
      ],
    },
    {
      probe: 'resource/no-token',
      title: 'The protected resource without a token',
      steps: [using('resource/no-token', (context) => context.companion('resource'))],
    },
  ];
}

export function refreshedResourceUses(contract: Contract, issue: Step): Use[] {
  return [
    {
      probe: 'resource/refreshed-token',
      title: 'The protected resource with an access token from a refresh',
      steps: [
        issue,
        {
          name: 'refresh',
          probe: 'refresh/first',
          prerequisite: true,
          build: (context) =>
            context.valid(refreshGrant, { values: { refresh_token: issuedRefresh(context) } }),
        },
        using('resource/refreshed-token', (context) =>
          withBearer(context.companion('resource'), context.token('refresh', 'access_token')),
        ),
        ...(contract.companions.introspection
          ? [
              using(
                'introspection/refreshed-token',
                (context) => asking(context, 'introspection', context.token('refresh', 'access_token')),
                'introspect',
              ),
            ]
          : []),
      ],
    },
    {
      probe: 'resource/refresh-token',
      title: 'The protected resource with a refresh token',
      steps: [
        issue,
        using('resource/refresh-token', (context) =>
          withBearer(context.companion('resource'), issuedRefresh(context)),
        ),
      ],
    },
  ];
}
