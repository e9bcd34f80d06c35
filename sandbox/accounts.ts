/**
 * Every identity of the sandbox. The main ones are those of the published documentation; the others exist so
 * that isolation, encodings and refusals can be tried. None of them is worth anything outside this process.
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { AuthenticationMethod, GrantType } from './model.js';

/** Whose values the environment names: `MAIN` without prefix, `OTHER` as `TOKEN_OTHER_…`; the last one is of a grant. */
type Role =
  | 'MAIN'
  | 'OTHER'
  | 'SPECIAL'
  | 'DISPOSABLE'
  | 'PUBLIC'
  | 'RESTRICTED'
  | 'DISABLED'
  | 'EXPIRED'
  | 'CLIENT_CREDENTIALS';

export interface ClientAccount {
  readonly role?: Role;
  readonly id: string;
  /** Absent: a public client. */
  readonly secret?: string;
  /** Milliseconds since the epoch (`client_secret_expires_at`, RFC 7591 section 3.2.1). Absent: never. */
  readonly secretExpiresAt?: number;
  readonly grantTypes: readonly GrantType[];
  /** The ways in which it is registered to authenticate (RFC 7591 section 2). Absent: by its secret, however that is sent. */
  readonly methods?: readonly AuthenticationMethod[];
  /** Verifies what it signs (private_key_jwt). */
  readonly key?: KeyObject;
  /** The scopes it may ask for; the first one is its default. */
  readonly scopes: readonly string[];
}

export interface UserAccount {
  readonly role?: Role;
  readonly tenant: string;
  readonly userId: number;
  readonly username: string;
  readonly password: string;
  readonly disabled?: boolean;
}

export interface TenantAccount {
  readonly role?: Role;
  readonly id: string;
}

const mainTenant = 'z01j3e71zd6zkq908vyf5861a8';
const otherTenant = 'z01k8w2n4cq7rt5b3hxg9m6pvd';

/** The one web application whose pages may use the server from a browser. */
export const allowedOrigin = 'https://app.sandbox.example';

/** Of clients that sign assertions, random per process; the private part goes to whoever plays such a client. */
const assertionKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Of a client that is to be registered for `private_key_jwt`. */
export const assertionKey = assertionKeys.publicKey;

const bothGrants = ['password', 'refresh_token'] as const;
const bothScopes = ['all', 'read'];

export const tenants: readonly TenantAccount[] = [
  { role: 'MAIN', id: mainTenant },
  { role: 'OTHER', id: otherTenant },
];

/** Two clients that act for somebody who has agreed elsewhere. */
export const delegates = [
  { id: 'household-app-77e2', secret: 'Bramble-Lighthouse_3471-Copper' },
  { id: 'television-app-08c5', secret: 'Marrow-Pinnace_9920-Hollow' },
] as const;

export const clients: readonly ClientAccount[] = [
  { role: 'MAIN', id: 'api', secret: 'secret', grantTypes: bothGrants, scopes: bothScopes },
  {
    role: 'OTHER',
    id: 'partner-portal-7f31',
    secret: 'Quartz_Lantern-58-Meadow_Tidewater',
    grantTypes: bothGrants,
    scopes: bothScopes,
  },
  {
    role: 'SPECIAL',
    id: 'café:50%+tea/@home nº9',
    secret: 'Zürich: 100%+süß/@ k€y & Ω=42 plover',
    grantTypes: [...bothGrants, 'client_credentials'],
    scopes: bothScopes,
  },
  {
    role: 'DISPOSABLE',
    id: 'throwaway-kiosk-5d17',
    secret: 'Ferrous_Magpie-6418-Trellis_Orchid',
    grantTypes: [...bothGrants, 'client_credentials'],
    scopes: bothScopes,
  },
  {
    role: 'EXPIRED',
    id: 'retired-gateway-8b22',
    secret: 'Walnut-Sextant_5093-Harbour_Quill',
    secretExpiresAt: Date.UTC(2024, 0, 1),
    grantTypes: [...bothGrants, 'client_credentials'],
    scopes: bothScopes,
  },
  { role: 'PUBLIC', id: 'public-mobile-app-2c84', grantTypes: bothGrants, scopes: bothScopes },
  {
    role: 'RESTRICTED',
    id: 'refresh-only-batch-91d0',
    secret: 'Cobalt-Heron_1147-Drizzle_Foundry',
    grantTypes: ['refresh_token'],
    scopes: [...bothScopes, 'batch'],
  },
  {
    role: 'CLIENT_CREDENTIALS',
    id: 'ledger-service-4b9e',
    secret: 'Hazel-Turbine_6630-Willow_Cinder',
    grantTypes: ['client_credentials'],
    scopes: bothScopes,
    key: assertionKey,
  },
  ...delegates.map(
    (delegate): ClientAccount => ({
      ...delegate,
      grantTypes: [
        'authorization_code',
        'urn:ietf:params:oauth:grant-type:device_code',
        'urn:ietf:params:oauth:grant-type:jwt-bearer',
        'urn:ietf:params:oauth:grant-type:token-exchange',
      ],
      scopes: bothScopes,
    }),
  ),
];

export const users: readonly UserAccount[] = [
  { role: 'MAIN', tenant: mainTenant, userId: 1, username: 'sandboxUsername', password: 'sandboxPassword' },
  {
    role: 'OTHER',
    tenant: mainTenant,
    userId: 2,
    username: 'second.resident',
    password: 'Marble-Otter_9062-Saffron_Gully',
  },
  {
    role: 'SPECIAL',
    tenant: mainTenant,
    userId: 3,
    username: 'Åsa Grönlund+日本@example.test',
    // More than 80 bytes, so that what stands after byte 72 (the limit of bcrypt) is seen to count.
    password:
      'p ss%41 & w+rd = Übergröße € 🦔 / "quoted" \\ back; then enough more of it to pass byte eighty: tail',
  },
  {
    role: 'DISPOSABLE',
    tenant: mainTenant,
    userId: 4,
    username: 'throwaway.resident',
    password: 'Pumice_Walrus-3385-Lattice_Ember',
  },
  {
    role: 'DISABLED',
    tenant: mainTenant,
    userId: 5,
    username: 'former.resident',
    password: 'Thistle-Barge_7714-Onyx_Parapet',
    disabled: true,
  },
  // The same name as the main user's, elsewhere: a lookup that forgets the tenant finds the wrong one.
  {
    tenant: otherTenant,
    userId: 6,
    username: 'sandboxUsername',
    password: 'Juniper_Kettle-2290-Basalt_Wren',
  },
];

export interface Accounts {
  readonly clients: readonly ClientAccount[];
  readonly users: readonly UserAccount[];
  readonly tenants: readonly TenantAccount[];
}

const prefix = (role: Role): string => (role === 'MAIN' ? 'TOKEN_' : `TOKEN_${role}_`);

/** The `TOKEN_…` variables that name these identities; entries without a role are not named. */
export function accountVariables({ clients, users, tenants }: Accounts): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { role, id } of tenants)
    if (role) {
      variables[`${prefix(role)}TENANT_ID`] = id;
      variables[`${prefix(role)}TENANT_IDENTIFIER`] = id;
    }
  for (const { role, id, secret } of clients)
    if (role) {
      variables[`${prefix(role)}CLIENT_ID`] = id;
      if (secret !== undefined) variables[`${prefix(role)}CLIENT_SECRET`] = secret;
    }
  for (const { role, username, password } of users)
    if (role) {
      variables[`${prefix(role)}USERNAME`] = username;
      variables[`${prefix(role)}PASSWORD`] = password;
    }
  const [scope, otherScope] = clients.find(({ role }) => role === 'MAIN')?.scopes ?? [];
  if (scope !== undefined) variables.TOKEN_SCOPE = scope;
  if (otherScope !== undefined) variables.TOKEN_OTHER_SCOPE = otherScope;
  const main = new Set(clients.find(({ role }) => role === 'MAIN')?.scopes);
  const restricted = clients.find(({ role }) => role === 'RESTRICTED')?.scopes.find((one) => !main.has(one));
  if (restricted !== undefined) variables.TOKEN_RESTRICTED_SCOPE = restricted;
  if (clients.some(({ key }) => key === assertionKey))
    variables.TOKEN_CLIENT_ASSERTION_KEY = JSON.stringify(assertionKeys.privateKey.export({ format: 'jwk' }));
  variables.TOKEN_CORS_ORIGINS = allowedOrigin;
  return variables;
}
