/**
 * What may strain somebody's server, lock an account or take long: such scenarios are sent only where the settings
 * allow it. Without its opt-in a scenario is not verified, with that reason; it never fails.
 */
export const optIns = ['waits', 'bursts', 'large', 'smuggling', 'brute-force', 'timing'] as const;

export type OptIn = (typeof optIns)[number];

/** The opt-in that fulfils a precondition of the catalogue, by its name there. */
export const optInOf: Readonly<Record<string, OptIn>> = {
  wait_opt_in: 'waits',
  concurrency_opt_in: 'bursts',
  large_payload_opt_in: 'large',
  smuggling_opt_in: 'smuggling',
  rate_limit_opt_in: 'brute-force',
  timing_opt_in: 'timing',
};

/** How people say it: `--allow-brute-force`. */
export function optInFlag(optIn: OptIn): string {
  return `--allow-${optIn}`;
}
