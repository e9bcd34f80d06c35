/** What was issued, in memory. */
import type { AccessTokenRecord, CodeRecord, RefreshTokenRecord } from './model.js';

/** A map whose entries all live equally long, so that insertion order is the order of expiry. */
class ExpiringMap<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly expiresAt: number }>();
  readonly #lifetime: number;

  constructor(lifetimeSeconds: number) {
    this.#lifetime = lifetimeSeconds * 1000;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.expiresAt > Date.now() ? entry.value : undefined;
  }

  set(key: string, value: Value): void {
    const now = Date.now();
    for (const [oldest, { expiresAt }] of this.#entries) {
      if (expiresAt > now) break;
      this.#entries.delete(oldest);
    }
    this.#entries.set(key, { value, expiresAt: now + this.#lifetime });
  }
}

export interface TokenStore {
  /** By `jti`. */
  readonly access: ExpiringMap<AccessTokenRecord>;
  /** By `policy.refreshTokenKey`. */
  readonly refresh: ExpiringMap<RefreshTokenRecord>;
  /** By the code itself, which lives for minutes. */
  readonly codes: ExpiringMap<CodeRecord>;
  /** The `jti` of client assertions that were presented. */
  readonly assertions: ExpiringMap<true>;
}

/** RFC 6749 section 4.1.2: "A maximum authorization code lifetime of 10 minutes is RECOMMENDED." */
const codeSeconds = 600;

export function tokenStore(accessTokenSeconds: number, refreshTokenSeconds: number): TokenStore {
  return {
    access: new ExpiringMap(accessTokenSeconds),
    refresh: new ExpiringMap(refreshTokenSeconds),
    codes: new ExpiringMap(codeSeconds),
    assertions: new ExpiringMap(codeSeconds),
  };
}
