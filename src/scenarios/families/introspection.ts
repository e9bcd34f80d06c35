/** Tokens that are asked about: RFC 7662. */
import type { Contract, Grant } from '../../contract/contract.js';
import type { Step } from '../scenario.js';
import { unknownSecret } from '../values.js';
import { changedClaims, unsigned } from './forged-jwt.js';
import { hasClientSecret } from './grants.js';
import { differing } from './near-miss.js';
import {
  about,
  asking,
  authenticated,
  byGet,
  garbage,
  hinted,
  issued,
  issuedRefresh,
  otherClient,
  type Use,
  unknownHint,
  using,
} from './token-use.js';

/** By whoever does not know the secret, by both ways to present one. */
function byWrongSecret(method: 'client_secret_post' | 'client_secret_basic', name: string): Step {
  return using(
    'introspection/wrong-secret',
    (context) => {
      const secret = differing(context.value('client_secret'), () => unknownSecret(context.random));
      return asking(context, 'introspection', issued(context), { secret, method });
    },
    name,
  );
}

/** A fresh access token, asked about as it should be. */
export function introspectionOfFreshToken(issue: Step): Use {
  return {
    probe: 'introspection/active',
    title: 'Introspection of a fresh access token, then with hints that say something else, then by GET',
    steps: [
      issue,
      using('introspection/active', (context) => asking(context, 'introspection', issued(context))),
      using(
        'introspection/hint/refresh-token',
        (context) => hinted(context, 'introspection', issued(context), 'refresh_token'),
        'hint-refresh-token',
      ),
      using(
        'introspection/hint/unknown',
        (context) => hinted(context, 'introspection', issued(context), unknownHint),
        'hint-unknown',
      ),
      using(
        'introspection/get',
        (context) => byGet(asking(context, 'introspection', issued(context))),
        'by-get',
      ),
    ],
  };
}

export function introspectionUses(contract: Contract, grant: Grant, issue: Step): Use[] {
  const hasSecret = hasClientSecret(contract, grant);
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
    introspectionOfFreshToken(issue),
    {
      probe: 'introspection/garbage',
      title: 'Introspection of a token that was never issued',
      steps: [
        using('introspection/garbage', (context) => asking(context, 'introspection', garbage(context))),
      ],
    },
    {
      probe: 'introspection/missing-token',
      title: 'Introspection without a token',
      steps: [
        using('introspection/missing-token', (context) =>
          authenticated(context.companion('introspection'), context),
        ),
      ],
    },
    {
      probe: 'introspection/without-client-authentication',
      title: 'Introspection of a fresh access token by nobody, and with a wrong client secret',
      ...(hasSecret ? { comparedWith: ['basic/valid'] } : {}),
      steps: [
        issue,
        using('introspection/without-client-authentication', (context) =>
          about(context, 'introspection', issued(context)),
        ),
        ...(hasSecret
          ? [
              byWrongSecret('client_secret_post', 'wrong-secret'),
              byWrongSecret('client_secret_basic', 'wrong-secret-basic'),
            ]
          : []),
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
