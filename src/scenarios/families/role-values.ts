import type { Role, StepContext } from '../scenario.js';

/** What a role configures of these parameters: for the `values` of a valid request. */
export function roleValues(
  context: StepContext,
  role: Role,
  ...names: readonly string[]
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = context.has(role, name) ? context.value(name, role) : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
