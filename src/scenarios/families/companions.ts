/** Tokens where they are used, asked about and revoked: RFC 6750, RFC 7662, RFC 7009. */
import type { Contract, Grant } from '../../contract/contract.js';
import { basicCredentials, type RequestDraft, withHeader, withValue } from '../request.js';
import type { Scenario, Step, StepContext } from '../scenario.js';
import { unknownSecret } from '../values.js';
import { issuingGrant, refreshGrant } from './grants.js';
import { issueStep, tagsOf } from './variation.js';

const field = (name: string) => ({ in: 'form', name }) as const;

function withBearer(draft: RequestDraft, token: string): RequestDraft {
  return withHeader(draft, 'Authorization', `Bearer ${token}`);
}

/** RFC 7009 section 2.1, RFC 7662 section 2.1: the client authenticates as at the token endpoint. */
function authenticated(draft: RequestDraft, { contract, value }: StepContext): RequestDraft {
  const id = value('client_id');
  const secret = value('client_secret');
  if (id === undefined) return draft;
  const method = contract.clientAuthentication[0] ?? 'none';
  if (method === 'client_secret_basic' && secret !== undefined)
    return withHeader(draft, 'Authorization', basicCredentials(id, secret));
  const identified = withValue(draft, field('client_id'), id);
  return method === 'none' || secret === undefined
    ? identified
    : withValue(identified, field('client_secret'), secret);
}

type Endpoint = 'introspection' | 'revocation';

function asking(context: StepContext, endpoint: Endpoint, token: string): RequestDraft {
  return authenticated(withValue(context.companion(endpoint), field('token'), token), context);
}

const issued = (context: StepContext) => context.token('issue', 'access_token');
const issuedRefresh = (context: StepContext) => context.token('issue', 'refresh_token');
const garbage = ({ random }: StepContext) => unknownSecret(random, 43);

interface Use {
  /** What the scenario is about; gives it its id. */
  readonly probe: string;
  readonly title: string;
  readonly steps: readonly Step[];
}

function using(probe: string, build: Step['build'], name = 'request'): Step {
  return { name, probe, build };
}

function resource(issue: Step): Use[] {
  return [
    {
      probe: 'resource/access-token',
      title: 'The protected resource with a fresh access token',
      steps: [
        issue,
        using('resource/access-token', (context) =>
          withBearer(context.companion('resource'), issued(context)),
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

function refreshedResource(issue: Step): Use[] {
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

function introspection(issue: Step): Use[] {
  return [
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
          withValue(context.companion('introspection'), field('token'), issued(context)),
        ),
      ],
    },
  ];
}

function revocation(issue: Step, hasResource: boolean): Use[] {
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
        ...(hasResource
          ? [
              using(
                'revocation/resource-after',
                (context) => withBearer(context.companion('resource'), issued(context)),
                'resource',
              ),
            ]
          : []),
      ],
    },
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

function refreshRevocation(issue: Step): Use[] {
  return [
    {
      probe: 'revocation/refresh-token',
      title: 'Revocation of a refresh token, once more, then a refresh with it',
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
        using(
          'revocation/refresh-after',
          (context) => context.valid(refreshGrant, { values: { refresh_token: issuedRefresh(context) } }),
          'refresh-after',
        ),
      ],
    },
  ];
}

export function companions(contract: Contract, grant: Grant): Scenario[] {
  const described = contract.companions;
  const issue = issueStep(contract);
  const uses: Use[] = [];
  if (grant === issuingGrant(contract)) {
    if (described.resource) uses.push(...resource(issue));
    if (described.introspection) uses.push(...introspection(issue));
    if (described.revocation) uses.push(...revocation(issue, described.resource !== undefined));
  }
  if (grant.type === refreshGrant) {
    if (described.resource) uses.push(...refreshedResource(issue));
    if (described.revocation) uses.push(...refreshRevocation(issue));
  }
  return uses.map(({ probe, title, steps }) => ({
    id: `${grant.type}/${probe}`,
    family: 'companions',
    grant: grant.type,
    title,
    tags: tagsOf('companions', grant.type),
    needs: [],
    steps,
  }));
}
