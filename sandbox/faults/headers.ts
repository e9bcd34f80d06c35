/** Defects around the tenant, address and device headers that the contract asks for. */
import { headerValues, type IncomingRequest, type Server } from '../model.js';
import { type Fault, inArea } from './fault.js';

const firstTenant = ({ directory }: Server): string => directory.tenants[0] ?? '';

const isRefresh = (request: IncomingRequest): boolean =>
  new URLSearchParams(request.body?.toString()).get('grant_type') === 'refresh_token';

export const headerFaults: readonly Fault[] = inArea('headers', [
  {
    id: 'tenant-missing-accepted',
    breaks: ['CONTRACT-header-required'],
    sentence: 'A request without a tenant is served for the default tenant.',
    bend: (policy) => ({
      presentedTenant: (server, request) => policy.presentedTenant(server, request) ?? firstTenant(server),
    }),
  },
  {
    id: 'tenant-blank-accepted',
    breaks: ['CONTRACT-header-empty'],
    sentence: 'A tenant header without a value selects the default tenant.',
    bend: (policy) => ({
      presentedTenant: (server, request) => {
        const presented = policy.presentedTenant(server, request);
        return presented?.trim() === '' ? firstTenant(server) : presented;
      },
    }),
  },
  {
    id: 'tenant-unknown-accepted',
    breaks: ['ASVS5-8.4.1-tenant-isolation', 'ASVS5-8.4.1-refresh-tenant-bound'],
    sentence: 'A tenant nobody knows falls back to the default tenant.',
    bend: (policy) => ({
      presentedTenant: (server, request) => {
        const presented = policy.presentedTenant(server, request);
        return presented === undefined || policy.isBlank(presented) || policy.tenantExists(server, presented)
          ? presented
          : firstTenant(server);
      },
    }),
  },
  {
    id: 'tenant-missing-500',
    breaks: ['CONTRACT-header-required', 'RFC6749-5.2-never-5xx'],
    sentence: 'The look-up of a missing tenant dereferences nothing.',
    bend: (policy) => ({
      presentedTenant: (server, request) => {
        const presented = policy.presentedTenant(server, request);
        if (presented === undefined) throw new Error('tenant is null');
        return presented;
      },
    }),
  },
  {
    id: 'tenant-error-page',
    breaks: ['CONTRACT-header-error-is-oauth', 'RFC6749-5.2-error-media-type'],
    sentence: 'Requests without a valid tenant get the error page of the container.',
    bend: (policy) => ({
      failure: (server, refusal, request) => {
        const response = policy.failure(server, refusal, request);
        if (!refusal.message.startsWith('The tenant')) return response;
        const body = '<html><body><h1>HTTP Status 400</h1></body></html>';
        return { status: 400, headers: [['Content-Type', 'text/html'], ...policy.commonHeaders()], body };
      },
    }),
  },
  {
    id: 'tenant-not-isolated',
    breaks: ['ASVS5-8.4.1-tenant-isolation'],
    sentence: 'Users are looked up without regard to the tenant.',
    bend: () => ({
      findUser: ({ directory }, _tenant, username) =>
        directory.users.find((user) => user.username === username),
    }),
  },
  {
    id: 'token-of-any-tenant',
    breaks: ['ASVS5-8.4.1-tenant-isolation'],
    sentence: 'An access token is accepted in every tenant.',
    bend: (policy) => ({
      liveAccessToken: async (server, tenant, token) => {
        for (const any of [tenant, ...server.directory.tenants]) {
          const live = await policy.liveAccessToken(server, any, token);
          if (live) return live;
        }
        return undefined;
      },
    }),
  },
  {
    id: 'introspection-in-any-tenant',
    breaks: ['ASVS5-8.4.1-tenant-isolation'],
    sentence: 'Introspection looks a token up without regard to the tenant.',
    bend: (policy) => ({
      introspectionEndpoint: (server, request) =>
        policy.introspectionEndpoint(server, {
          ...request,
          headers: request.headers.map(([name, value]) =>
            name.toLowerCase() === 'tenantid' && policy.tenantExists(server, value)
              ? [name, firstTenant(server)]
              : [name, value],
          ),
        }),
    }),
  },
  {
    id: 'revocation-in-any-tenant',
    breaks: ['ASVS5-8.4.1-tenant-isolation'],
    sentence: 'A token is revoked from every tenant.',
    bend: (policy) => ({
      revoke: async (server, client, _tenant, token) => {
        for (const tenant of server.directory.tenants) await policy.revoke(server, client, tenant, token);
      },
    }),
  },
  {
    id: 'tenant-repeated-last-wins',
    breaks: ['RFC9110-5.3-header-duplicate'],
    sentence: 'Of two tenant headers that differ the last one counts.',
    bend: () => ({ singleHeader: (request, name) => headerValues(request, name).at(-1) }),
  },
  {
    id: 'tenant-any-prefix',
    breaks: ['ASVS5-8.4.1-tenant-isolation'],
    sentence: 'Only the first letter of a tenant is looked at.',
    bend: (policy) => ({
      presentedTenant: (server, request) => {
        const presented = policy.presentedTenant(server, request);
        if (presented === undefined || policy.isBlank(presented)) return presented;
        return server.directory.tenants.find((known) => known[0] === presented[0]) ?? presented;
      },
    }),
  },
  {
    id: 'tenant-repeated-first-wins',
    breaks: ['RFC9110-5.3-header-duplicate'],
    sentence: 'Of two tenant headers that differ the first one counts.',
    bend: () => ({ singleHeader: (request, name) => headerValues(request, name)[0] }),
  },
  {
    id: 'header-names-case-sensitive',
    breaks: ['RFC9110-5.1-header-name-case'],
    sentence: 'Headers are found only in the documented case.',
    bend: () => ({
      singleHeader: (request, name) => request.headers.find(([given]) => given === name)?.[1],
    }),
  },
  {
    id: 'address-missing-accepted',
    breaks: ['CONTRACT-header-required'],
    sentence: 'A request without the address of the client is served.',
    bend: (policy) => ({
      requireClientAddress: (server, request) => {
        if (headerValues(request, 'X-Forwarded-For').length > 0) policy.requireClientAddress(server, request);
      },
    }),
  },
  {
    id: 'address-blank-accepted',
    breaks: ['CONTRACT-header-empty'],
    sentence: 'A client address without a value is accepted.',
    bend: (policy) => ({
      isClientAddress: (value) => value.trim() === '' || policy.isClientAddress(value),
    }),
  },
  {
    id: 'address-malformed-accepted',
    breaks: ['CONTRACT-header-malformed'],
    sentence: 'Any text passes for the address of the client.',
    bend: (policy) => ({ isClientAddress: (value) => !policy.isBlank(value) }),
  },
  {
    id: 'address-malformed-500',
    breaks: ['CONTRACT-header-malformed', 'RFC6749-5.2-never-5xx'],
    sentence: 'A parser of addresses throws, and nobody catches it.',
    bend: (policy) => ({
      isClientAddress: (value) => {
        if (!policy.isBlank(value) && !policy.isClientAddress(value)) throw new Error(`no address: ${value}`);
        return policy.isClientAddress(value);
      },
    }),
  },
  {
    id: 'address-loopback-trusted',
    breaks: ['CONTRACT-ip-header-not-trusted-for-auth'],
    sentence: 'A request that claims to come from the loopback address needs no right password.',
    bend: (policy) => ({
      authenticateUser: (server, request, tenant, parameters) => {
        const trusted = headerValues(request, 'X-Forwarded-For').some((value) => /^(127\.|::1)/.test(value));
        const user = policy.findUser(server, tenant, parameters.get('username') ?? '');
        return trusted && user ? user : policy.authenticateUser(server, request, tenant, parameters);
      },
    }),
  },
  {
    id: 'device-missing-accepted',
    breaks: ['CONTRACT-header-required'],
    sentence: 'A request without the device fingerprint is served.',
    bend: (policy) => ({
      requireDevice: (server, request) => {
        if (headerValues(request, 'X-Device-Fingerprint').length > 0) policy.requireDevice(server, request);
      },
    }),
  },
  {
    id: 'device-blank-accepted',
    breaks: ['CONTRACT-header-empty'],
    sentence: 'A device fingerprint without a value is accepted.',
    bend: (policy) => ({
      requireDevice: (server, request) => {
        if (headerValues(request, 'X-Device-Fingerprint').length === 0) policy.requireDevice(server, request);
      },
    }),
  },
  {
    id: 'refresh-without-tenant-accepted',
    breaks: ['CONTRACT-refresh-required-headers'],
    sentence: 'A refresh without a tenant is served for the default tenant.',
    bend: (policy) => ({
      presentedTenant: (server, request) =>
        policy.presentedTenant(server, request) ?? (isRefresh(request) ? firstTenant(server) : undefined),
    }),
  },
  {
    id: 'refresh-without-device-accepted',
    breaks: ['CONTRACT-refresh-required-headers'],
    sentence: 'A refresh needs neither the address nor the device.',
    bend: (policy) => ({
      requireClientAddress: (server, request) => {
        if (!isRefresh(request)) policy.requireClientAddress(server, request);
      },
      requireDevice: (server, request) => {
        if (!isRefresh(request)) policy.requireDevice(server, request);
      },
    }),
  },
]);
