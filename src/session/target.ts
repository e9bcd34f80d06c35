/** The target of a command: the one that the settings name, else the embedded sandbox, started for the occasion. */
import { startSandbox } from '../../sandbox/server.js';
import type { Settings } from '../settings/settings.js';

export interface Target {
  readonly baseUrl: string;
  /** With the identities of the sandbox, where that is the target. */
  readonly settings: Settings;
  /** The variables that configure them; empty for a target of the user's own. */
  readonly identities: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * @param readSettings reads the settings anew, with these variables in place of those of the environment
 */
export async function openTarget(
  readSettings: (over: Readonly<Record<string, string>>) => Settings,
): Promise<Target> {
  const settings = readSettings({});
  if (settings.baseUrl !== undefined)
    return { baseUrl: settings.baseUrl, settings, identities: {}, close: async () => {} };
  const sandbox = await startSandbox();
  // The embedded target has no base URL as a setting: that is what makes it the embedded one.
  const { TOKEN_BASE_URL: _, ...identities } = sandbox.environment;
  return {
    baseUrl: sandbox.url,
    settings: readSettings(identities),
    identities,
    close: () => sandbox.close(),
  };
}
