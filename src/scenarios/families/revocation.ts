/** Tokens that are revoked: RFC 7009. */
import type { Contract } from '../../contract/contract.js';
import { refreshToken } from '../../http/answer.js';
import type { Step, StepContext } from '../scenario.js';
import { unknownSecret } from '../values.js';
import { refreshGrant } from './grants.js';
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
  usedAfter,
  using,
  withBearer,
} from './token-use.js';

const resourceAfter = using(
  'revocation/resource-after',
  (context) => withBearer(context.companion('resource'), issued(context)),
  'resource',
);

const introspectionAfter = using(
  'revocation/introspection-after',
  (context) => asking(context, 'introspection', issued(context)),
  'introspection',
);

/** True when a revocation was answered with 200, and the access token is still accepted. */
function withoutEffect(context: StepContext, revocation: string, use: string): boolean {
  const status = context.observed(use).response?.status ?? 0;
  return context.observed(revocation).response?.status === 200 && status >= 200 && status < 300;
}

/**
 * A self-contained access token may outlive its revocation, where the resource does not ask about it. Whether it
 * does is shown by the other way to end it; sent only when the first one had no effect.
 */
function provingByRefreshToken(contract: Contract): Step[] {
  const survives = (context: StepContext) =>
    withoutEffect(context, 'revoke', 'resource') && refreshToken(context.observed('issue')) !== undefined;
  return [
    using(
      'revocation/refresh-token',
      (context) => (survives(context) ? asking(context, 'revocation', issuedRefresh(context)) : undefined),
      'revoke-refresh-token',
    ),
    ...usedAfter(contract, 'refresh-revocation', (context) =>
      survives(context) ? issued(context) : undefined,
    ),
  ];
}

function provingByAccessToken(): Step[] {
  const survives = (context: StepContext) =>
    withoutEffect(context, 'revoke', 'resource-after-refresh-revocation');
  return [
    using(
      'revocation/access-token',
      (context) => (survives(context) ? asking(context, 'revocation', issued(context)) : undefined),
      'revoke-access-token',
    ),
    {
      ...resourceAfter,
      build: (context) => (survives(context) ? resourceAfter.build(context) : undefined),
    },
  ];
}

export function revocationUses(contract: Contract, issue: Step): Use[] {
  const hasResource = contract.companions.resource !== undefined;
  return [
    {
      probe: 'revocation/access-token',
      title: `Revocation of an access token${hasResource ? ', then the protected resource with it' : ''}`,
      steps: [
        issue,
        using(
          'revocation/access-token',
          (context) => asking(context, 'revocation', issued(context)),
          'revoke',
        ),
        ...(hasResource ? [resourceAfter] : []),
        ...(contract.companions.introspection ? [introspectionAfter] : []),
        using('revocation/again', (context) => asking(context, 'revocation', issued(context)), 'again'),
        ...(hasResource ? provingByRefreshToken(contract) : []),
      ],
    },
    ...usedAfter(contract, 'foreign-revocation', issued).map(
      (used): Use => ({
        probe: 'revocation/other-client-access-token',
        title: 'Revocation of an access token by another client, then the token in use',
        needs: otherClient,
        steps: [
          issue,
          using(
            'revocation/other-client-access-token',
            (context) => asking(context, 'revocation', issued(context), { role: 'OTHER' }),
            'revoke',
          ),
          used,
        ],
      }),
    ),
    {
      probe: 'revocation/garbage',
      title: 'Revocation of a token that was never issued',
      steps: [using('revocation/garbage', (context) => asking(context, 'revocation', garbage(context)))],
    },
    {
      probe: 'revocation/missing-token',
      title: 'Revocation without a token',
      steps: [
        using('revocation/missing-token', (context) =>
          authenticated(context.companion('revocation'), context),
        ),
      ],
    },
  ];
}

/** Hints that are wrong for the token: one names the other kind, one nothing that exists. */
const hints = (otherKind: string) => ({ 'other-type': otherKind, unknown: unknownHint });

const hintTitles = {
  'other-type': 'that names the other kind of token',
  unknown: 'that nobody knows',
} as const;

/**
 * Revocations that a server could get wrong by a look at the hint or at the method, each followed by a use of the token.
 * Of the refresh token where there is one; of the access token, by introspection, where the grant brings no other.
 */
function oddRevocationUses(
  issue: Step,
  otherKind: string,
  token: (context: StepContext) => string,
  after: (what: 'hinted-revocation/other-type' | 'hinted-revocation/unknown' | 'revocation-by-get') => Step,
): Use[] {
  return [
    ...Object.entries(hints(otherKind)).map(([name, hint]): Use => {
      const kind = name as keyof typeof hintTitles;
      return {
        probe: `revocation/hint/${kind}`,
        title: `Revocation with a token_type_hint ${hintTitles[kind]}, then the token in use`,
        steps: [
          issue,
          using(
            `revocation/hint/${kind}`,
            (context) => hinted(context, 'revocation', token(context), hint),
            'revoke',
          ),
          after(`hinted-revocation/${kind}`),
        ],
      };
    }),
    {
      probe: 'revocation/get',
      title: 'Revocation by GET, then the token in use',
      steps: [
        issue,
        using('revocation/get', (context) => byGet(asking(context, 'revocation', token(context))), 'revoke'),
        after('revocation-by-get'),
      ],
    },
  ];
}

const refreshing = (probe: string, name: string): Step =>
  using(
    probe,
    (context) => context.valid(refreshGrant, { values: { refresh_token: issuedRefresh(context) } }),
    name,
  );

/** Where no refresh token is issued: what becomes of the access token. */
export function oddAccessTokenRevocations(issue: Step): Use[] {
  const uses = oddRevocationUses(issue, refreshGrant, issued, (what) =>
    using(
      `introspection/after-${what}`,
      (context) => asking(context, 'introspection', issued(context)),
      'use',
    ),
  );
  // What a revocation without a hint does is the measure.
  return uses.map((use) => ({ ...use, comparedWith: ['revocation/access-token'] }));
}

export function refreshRevocationUses(contract: Contract, issue: Step): Use[] {
  return [
    {
      probe: 'revocation/refresh-token',
      title: 'Revocation of a refresh token, once more, then the tokens of its login',
      steps: [
        issue,
        using(
          'revocation/refresh-token',
          (context) => asking(context, 'revocation', issuedRefresh(context)),
          'revoke',
        ),
        using(
          'revocation/again',
          (context) => asking(context, 'revocation', issuedRefresh(context)),
          'again',
        ),
        ...(contract.companions.introspection
          ? [
              using(
                'introspection/revoked-refresh-token',
                (context) => asking(context, 'introspection', issuedRefresh(context)),
                'introspection',
              ),
            ]
          : []),
        ...usedAfter(contract, 'refresh-revocation', issued),
        refreshing('revocation/refresh-after', 'refresh-after'),
        ...(contract.companions.resource ? provingByAccessToken() : []),
      ],
    },
    // What a revocation without a hint does is the measure.
    ...oddRevocationUses(issue, 'access_token', issuedRefresh, (what) =>
      refreshing(`refresh/after-${what}`, 'refresh'),
    ).map((use) => ({ ...use, comparedWith: ['revocation/refresh-token'] })),
    {
      probe: 'revocation/other-client',
      title: 'Revocation of a refresh token by another client, then a refresh with it',
      needs: otherClient,
      steps: [
        issue,
        using(
          'revocation/other-client',
          (context) => asking(context, 'revocation', issuedRefresh(context), { role: 'OTHER' }),
          'revoke',
        ),
        refreshing('refresh/after-foreign-revocation', 'refresh'),
      ],
    },
  ];
}

/** Of the refresh token, and then a refresh with it; of the access token, where the grant brings no other. */
export function unauthenticatedRevocation(issue: Step, kind: 'refresh' | 'access'): Use {
  const token = kind === 'refresh' ? issuedRefresh : issued;
  const after = [refreshing('refresh/after-unauthenticated-revocation', 'refresh')];
  return {
    probe: 'revocation/without-client-authentication',
    title: `Revocation of ${kind === 'refresh' ? 'a refresh' : 'an access'} token by nobody, then with a wrong client secret${kind === 'refresh' ? ', then a refresh with it' : ''}`,
    steps: [
      issue,
      using(
        'revocation/without-client-authentication',
        (context) => about(context, 'revocation', token(context)),
        'nobody',
      ),
      using(
        'revocation/wrong-secret',
        (context) => {
          const secret = differing(context.value('client_secret'), () => unknownSecret(context.random));
          return asking(context, 'revocation', token(context), { secret });
        },
        'wrong-secret',
      ),
      ...(kind === 'refresh' ? after : []),
    ],
  };
}
