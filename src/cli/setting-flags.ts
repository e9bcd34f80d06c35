/** The flags of a command that are settings: declared from the one list of settings. */
import { type Command, Option } from 'commander';
import { dotenvFileIn } from '../settings/dotenv-file.js';
import { type Environment, readSettings } from '../settings/read-settings.js';
import { type Flags, type SettingName, settingTable } from '../settings/setting-table.js';
import type { Settings } from '../settings/settings.js';

/** What commander hands to an action. */
export type Options = Readonly<Record<string, unknown>>;

/** Read from the folder in which the command was called. */
export const dotenvFile = dotenvFileIn(process.env);

export function addSettingFlags(command: Command, names: readonly SettingName[]): Command {
  for (const name of names) {
    const { flag, summary, byDefault, variable } = settingTable[name];
    if (flag !== undefined)
      command.addOption(new Option(flag, `${summary} (${variable}; default: ${byDefault})`));
  }
  return command;
}

export function flagsOf(options: Options, names: readonly SettingName[]): Flags {
  const given = names.flatMap((name) => {
    const { flag } = settingTable[name];
    const value = flag === undefined ? undefined : options[new Option(flag).attributeName()];
    return value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : String(value)]];
  });
  return { ...Object.fromEntries(given), ...(options.color === false ? { color: false } : {}) };
}

/** Settings of a command; `over` takes the place of environment variables. */
export function settingsOf(flags: Flags, over: Environment = {}): Settings {
  return readSettings({ flags, env: { ...process.env, ...over }, dotenvFile });
}
