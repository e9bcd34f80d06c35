/** Failed logins in a row, by whatever they are counted by, in memory. */
export interface Attempts {
  failures: number;
  /** Milliseconds since the epoch; 0: never. */
  pausedUntil: number;
}

/** Names are chosen by whoever asks: more of them than this are not remembered. */
const capacity = 10_000;

export class AttemptStore {
  readonly #attempts = new Map<string, Attempts>();

  of(key: string): Attempts {
    const known = this.#attempts.get(key);
    if (known) return known;
    const [oldest] = this.#attempts.keys();
    if (this.#attempts.size >= capacity && oldest !== undefined) this.#attempts.delete(oldest);
    const fresh: Attempts = { failures: 0, pausedUntil: 0 };
    this.#attempts.set(key, fresh);
    return fresh;
  }

  forget(key: string): void {
    this.#attempts.delete(key);
  }
}
