/** Defects in reading, granting and reporting scopes: RFC 6749 sections 3.3, 5.1 and 10.3. */
import { invalidScope } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

export const scopeFaults: readonly Fault[] = inArea('scopes', [
  {
    id: 'scope-first-only',
    breaks: ['RFC6749-3.3-scope-order'],
    sentence: 'Of several scopes only the first one is honoured.',
    bend: (policy) => ({
      requestedScope: (...given) => policy.requestedScope(...given)?.slice(0, 1),
    }),
  },
  {
    id: 'scope-last-only',
    breaks: ['RFC6749-3.3-scope-order'],
    sentence: 'Each scope replaces the one before it.',
    bend: (policy) => ({
      requestedScope: (...given) => policy.requestedScope(...given)?.slice(-1),
    }),
  },
  {
    id: 'scope-compared-as-text',
    breaks: ['RFC6749-3.3-scope-order'],
    sentence: 'Several scopes are granted in the order of their registration only.',
    bend: (policy) => ({
      requestedScope: (server, client, parameters) => {
        const scopes = policy.requestedScope(server, client, parameters);
        const places = scopes?.map((scope) => client.scopes.indexOf(scope)) ?? [];
        if (places.some((place, at) => at > 0 && place < (places[at - 1] ?? 0))) throw invalidScope();
        return scopes;
      },
    }),
  },
  {
    id: 'scope-not-repeated-when-granted',
    breaks: ['OAUTH21-3.2.3-scope-recommended'],
    sentence: 'The scope is not stated when it is the requested one.',
    bend: (policy) => {
      const asked = new WeakSet<object>();
      return {
        passwordGrant: async (server, request, client, tenant, parameters) => {
          const issued = await policy.passwordGrant(server, request, client, tenant, parameters);
          if (parameters.get('scope') === issued.scope.join(' ')) asked.add(issued);
          return issued;
        },
        successMembers: (server, issued) => {
          const { scope, ...rest } = policy.successMembers(server, issued);
          return asked.has(issued) ? rest : { ...rest, scope };
        },
      };
    },
  },
  {
    id: 'scope-of-another-client-granted',
    breaks: ['RFC6749-10.3-no-scope-escalation'],
    sentence: 'A scope is granted when any client may have it.',
    bend: (policy) => ({
      requestedScope: (server, client, parameters) => {
        const scopes = server.directory.clients.flatMap((one) => one.scopes);
        return policy.requestedScope(server, { ...client, scopes }, parameters);
      },
    }),
  },
  {
    id: 'scope-forbidden-granted-silently',
    breaks: ['RFC6749-10.3-no-scope-escalation', 'RFC6749-5.1-scope-when-different'],
    sentence: 'A scope that the client may not have brings a token, and no word about its scope.',
    bend: (policy) => {
      const silent = new WeakSet<object>();
      return {
        passwordGrant: async (server, request, client, tenant, parameters) => {
          const scopes = server.directory.clients.flatMap((one) => one.scopes);
          const able = { ...client, scopes };
          const issued = await policy.passwordGrant(server, request, able, tenant, parameters);
          if (issued.scope.some((scope) => !client.scopes.includes(scope))) silent.add(issued);
          return issued;
        },
        successMembers: (server, issued) => {
          const { scope, ...rest } = policy.successMembers(server, issued);
          return silent.has(issued) ? rest : { ...rest, scope };
        },
      };
    },
  },
  {
    id: 'scope-of-another-client-in-token-only',
    breaks: ['RFC6749-10.3-no-scope-escalation'],
    sentence: 'A scope that the client may not have is left out of the response, and stands in the token.',
    bend: (policy) => {
      const wanted = new WeakMap<object, string>();
      return {
        requestedScope: (server, client, parameters) => {
          const text = parameters.get('scope');
          const known = server.directory.clients.some((one) => one.scopes.includes(text ?? ''));
          return known && text !== undefined && !client.scopes.includes(text)
            ? undefined
            : policy.requestedScope(server, client, parameters);
        },
        passwordGrant: async (server, request, client, tenant, parameters) => {
          const own = {
            ...server,
            policy: {
              ...server.policy,
              newGrant: (...given: Parameters<typeof policy.newGrant>) => {
                const grant = server.policy.newGrant(...given);
                wanted.set(grant, parameters.get('scope') ?? '');
                return grant;
              },
            },
          };
          return policy.passwordGrant(own, request, client, tenant, parameters);
        },
        accessTokenClaims: (server, grant, tokenId) => {
          const scope = wanted.get(grant);
          const claims = policy.accessTokenClaims(server, grant, tokenId);
          return scope ? { ...claims, scope } : claims;
        },
      };
    },
  },
]);
