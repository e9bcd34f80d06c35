/** `preflight`: one valid request, and what is wrong with the configuration when it does not work. */
import type { Command } from 'commander';
import { contractNotice } from '../reports/contract-notice.js';
import { packageVersion } from '../settings/package-root.js';
import type { SettingName } from '../settings/setting-table.js';
import type { Settings } from '../settings/settings.js';
import { contractFor } from './contract-for.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { addSettingFlags, flagsOf, type Options, settingsOf } from './setting-flags.js';
import { waitForTarget } from './wait-for-target.js';
import { warnOfSuspectVariables } from './warnings.js';

const settingFlags: readonly SettingName[] = [
  'baseUrl',
  'ca',
  'spec',
  'operation',
  'profile',
  'seed',
  'requestTimeout',
  'waitFor',
];

async function preflightOf(settings: Settings, baseUrl: string): Promise<ExitCode> {
  const { validateProfile } = await import('../session/profile-file.js');
  const { preflightOver } = await import('../session/preflight.js');
  const { createConnection } = await import('../session/connection.js');
  const contract = await contractFor(settings);
  console.log(`${contractNotice(contract)}\n`);
  await validateProfile(settings.profile);
  warnOfSuspectVariables(contract);
  const connection = createConnection({ contract, settings, baseUrl, version: packageVersion });
  try {
    const report = await preflightOver(connection, { contract, settings });
    console.log(report.page);
    return report.ok ? exitCodes.conforms : exitCodes.inconclusive;
  } finally {
    connection.close();
  }
}

async function preflightCommand(options: Options): Promise<ExitCode> {
  const flags = flagsOf(options, settingFlags);
  const settings = settingsOf(flags);
  // When nobody comes, the preflight itself says so, and what to do.
  if (settings.baseUrl !== undefined && settings.waitFor > 0)
    await waitForTarget(settings.baseUrl, settings.waitFor, settings.connection.proxies);
  const { openTarget } = await import('../session/target.js');
  const target = await openTarget((over) => settingsOf(flags, over));
  try {
    return await preflightOf(target.settings, target.baseUrl);
  } finally {
    await target.close();
  }
}

export function addPreflightCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('preflight')
    .description('send one valid request and explain what is wrong with the configuration');
  addSettingFlags(command, settingFlags).action(async (options: Options) =>
    finish(await preflightCommand(options)),
  );
}
