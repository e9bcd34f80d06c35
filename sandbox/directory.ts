/** The accounts in the form in which they are looked up: secrets only as keyed digests. */
import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Accounts, ClientAccount, UserAccount } from './accounts.js';

export interface Client extends Omit<ClientAccount, 'secret'> {
  /** Verifies what the client signs with its secret (client_secret_jwt); only where it is registered for that. */
  readonly secretKey: KeyObject | undefined;
  /** `undefined`: a public client. */
  readonly secretDigest: Buffer | undefined;
}

export interface User extends Omit<UserAccount, 'password'> {
  readonly passwordDigest: Buffer;
}

export interface Directory {
  readonly clients: readonly Client[];
  readonly users: readonly User[];
  readonly tenants: readonly string[];
}

export type Digest = (text: string) => Buffer;

export function directoryOf(accounts: Accounts, digests: { password: Digest; secret: Digest }): Directory {
  return {
    clients: accounts.clients.map(({ secret, ...client }) => ({
      ...client,
      secretKey:
        secret !== undefined && client.methods?.includes('client_secret_jwt')
          ? createSecretKey(Buffer.from(secret))
          : undefined,
      secretDigest: secret === undefined ? undefined : digests.secret(secret),
    })),
    users: accounts.users.map(({ password, ...user }) => ({
      ...user,
      passwordDigest: digests.password(password),
    })),
    tenants: accounts.tenants.map(({ id }) => id),
  };
}
