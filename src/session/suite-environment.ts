/** Variables that are for Playwright's own processes: the commands of a user that run below them do not inherit them. */

/**
 * What the suite loads is compiled: Playwright's loader for TypeScript would only ask of each module whether it is. Not a documented
 * variable: where a version does not know it, a run takes longer.
 */
export const suiteEnvironment = { PW_DISABLE_TS_ESM: '1' } as const;

/** For a command that may use Playwright itself, and TypeScript with it: to log in by a browser, for instance. */
export function withoutSuiteEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !(name in suiteEnvironment)));
}
