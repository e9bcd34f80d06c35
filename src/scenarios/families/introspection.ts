/** Tokens that are asked about: RFC 7662. */
import type { Step } from '../scenario.js';
import { changedClaims, unsigned } from './forged-jwt.js';
import { about, asking, garbage, issued, issuedRefresh, otherClient, type Use, using } from './token-use.js';

export function introspectionUses(issue: Step): Use[] {
  const forging = (probe: string, name: string, forge: (token: string) => string | undefined): Step =>
    using(
      probe,
      (context) => {
        const forged = forge(issued(context));
        return forged === undefined ? undefined : asking(context, 'introspection', forged);
      },
      name,
    );
  return [
    {
      probe: 'introspection/tampered',
      title: 'Introspection of forged copies of an access token',
      steps: [
        issue,
        forging('introspection/tampered', 'tampered', changedClaims),
        forging('introspection/unsigned', 'unsigned', (token) => unsigned(token)),
      ],
    },
    {
      probe: 'introspection/other-client',
      title: 'Introspection of a fresh access token by another client',
      needs: otherClient,
      steps: [
        issue,
        using('introspection/other-client', (context) =>
          asking(context, 'introspection', issued(context), { role: 'OTHER' }),
        ),
      ],
    },
    {
      probe: 'introspection/active',
      title: 'Introspection of a fresh access token',
      steps: [
        issue,
        using('introspection/active', (context) => asking(context, 'introspection', issued(context))),
      ],
    },
    {
      probe: 'introspection/garbage',
      title: 'Introspection of a token that was never issued',
      steps: [
        using('introspection/garbage', (context) => asking(context, 'introspection', garbage(context))),
      ],
    },
    {
      probe: 'introspection/without-client-authentication',
      title: 'Introspection of a fresh access token by nobody',
      steps: [
        issue,
        using('introspection/without-client-authentication', (context) =>
          about(context, 'introspection', issued(context)),
        ),
      ],
    },
  ];
}

export function refreshIntrospectionUses(issue: Step): Use[] {
  return [
    {
      probe: 'introspection/refresh-token',
      title: 'Introspection of a refresh token',
      steps: [
        issue,
        using('introspection/refresh-token', (context) =>
          asking(context, 'introspection', issuedRefresh(context)),
        ),
      ],
    },
  ];
}
