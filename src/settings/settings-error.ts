/** Everything that is wrong with the settings, said at once. */

export interface SettingsProblem {
  /** The setting's variable, e.g. `TOKEN_SEED`. */
  readonly setting: string;
  /** `flag --seed`, `environment variable TOKEN_SEED`, `.env line 3 (TOKEN_SEED)`, `default`. */
  readonly origin: string;
  readonly wrong: string;
  readonly instead: string;
}

/** Settings cannot be used; the message has a line for each problem. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly problems: readonly SettingsProblem[]) {
    super(
      problems
        .map(({ origin, wrong, instead }) => `${origin}: the value ${wrong}; write ${instead}`)
        .join('\n'),
    );
  }
}
