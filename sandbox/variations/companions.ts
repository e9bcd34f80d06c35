/** Revocation, introspection and resources: RFC 7009, RFC 7662, RFC 6750. */
import { refusingIntrospection } from '../introspection-refusal.js';
import { headerValues } from '../model.js';
import { Refusal } from '../refusal.js';
import { type Bend, replacing, type Variation } from './variation.js';

const introspecting =
  (change: (active: Record<string, unknown>) => Record<string, unknown>): Bend =>
  (policy) => ({ activeMembers: (live) => change(policy.activeMembers(live)) });

export const companionVariations: readonly Variation[] = [
  {
    id: 'introspection-extra-members',
    sentence: 'Introspection tells more: audience, roles, and members of the vendor.',
    allowedBy: 'RFC 7662 section 2.2: extension members',
    bend: introspecting((members) => ({
      ...members,
      iss: 'https://issuer.example',
      aud: ['account', 'https://api.example'],
      nbf: members.iat,
      ...members,
      realm_access: { roles: ['customer'] },
      authorities: [{ authority: 'READ' }],
    })),
  },
  {
    id: 'introspection-active-only',
    sentence: 'Introspection says that the token is active and no more.',
    allowedBy: 'RFC 7662 section 2.2: all other members are OPTIONAL',
    bend: introspecting(({ active }) => ({ active })),
  },
  {
    id: 'introspection-private',
    sentence: 'An introspection response may be kept by the caller, but by no shared cache.',
    allowedBy: 'RFC 7662 section 4: a protected resource may cache the response',
    bend: (policy) => ({
      introspectionEndpoint: async (server, request) => {
        const response = await policy.introspectionEndpoint(server, request);
        const kept = replacing('Cache-Control', ['Cache-Control', 'private, max-age=10'])(response.headers);
        return { ...response, headers: kept.filter(([name]) => name !== 'Pragma') };
      },
    }),
  },
  {
    id: 'introspection-refused-empty',
    sentence: 'A caller that is not authorised to introspect gets 401 without content.',
    allowedBy: 'RFC 7662 section 2.3: 401; the body is for OAuth client credentials only',
    bend: refusingIntrospection((policy) => ({
      status: 401,
      headers: [...policy.commonHeaders(), ['WWW-Authenticate', 'Bearer']],
      body: '',
    })),
  },
  {
    id: 'access-tokens-outlive-revocation',
    sentence: 'Revocation ends refresh tokens; access tokens are self-contained and live until they expire.',
    allowedBy: 'RFC 7009 section 3: self-contained tokens; section 2: access tokens only SHOULD be supported',
    bend: () => ({ isRevoked: () => false }),
  },
  {
    id: 'access-tokens-not-revocable',
    sentence: 'The revocation of an access token is refused with unsupported_token_type.',
    allowedBy: 'RFC 7009 section 2.2.1: unsupported_token_type',
    bend: (policy) => ({
      revoke: async (server, client, tenant, token) => {
        if (await server.policy.liveAccessToken(server, tenant, token))
          throw new Refusal('unsupported_token_type', 'Access tokens cannot be revoked');
        return policy.revoke(server, client, tenant, token);
      },
    }),
  },
  {
    id: 'revocation-with-content',
    sentence: 'A revocation is answered with an empty JSON object.',
    allowedBy: 'RFC 7009 section 2.2: "The content of the response body is ignored by the client"',
    bend: (policy) => ({
      revocationAnswer: (server) => ({ status: 200, headers: policy.jsonHeaders(server), body: '{}' }),
    }),
  },
  {
    id: 'resource-challenge-detailed',
    sentence: 'The resource names scope, metadata and documentation in its challenge, after another scheme.',
    allowedBy: 'RFC 6750 section 3; RFC 9728 section 5.1; RFC 9110 section 11.6.1',
    bend: () => ({
      tokenChallenge: ({ code, message }) => {
        const error =
          code === undefined ? '' : `error="${code}" , error_description="${message}", error_uri="/docs", `;
        const metadata = 'resource_metadata="https://api.example/.well-known/oauth-protected-resource"';
        return `DPoP algs="ES256 PS256", bearer ${error}scope="all read", ${metadata}`;
      },
    }),
  },
  {
    id: 'resource-in-another-format',
    sentence: 'The resource answers in XML and lets the browser of the user keep it.',
    allowedBy: 'RFC 6750 section 5.3 speaks of tokens; what a resource returns is its own business',
    bend: (policy) => ({
      resourceEndpoint: async (server, request) => {
        const { status, body } = await policy.resourceEndpoint(server, request);
        const accepted = headerValues(request, 'Accept').join(', ');
        return {
          status,
          headers: [
            ['Content-Type', 'application/xml'],
            ['Cache-Control', 'private, max-age=60'],
            ['Vary', accepted === '' ? 'Authorization' : 'Authorization, Accept'],
          ],
          body: `<user name="${JSON.parse(body).username}"/>`,
        };
      },
    }),
  },
];
