/** `replay`: one scenario again, with the values that it had, and everything that was sent and answered. */

import type { Command } from 'commander';
import { waitNotice } from '../reports/progress.js';
import type { Scenario } from '../scenarios/scenario.js';
import { nearNames } from '../settings/near-names.js';
import { packageVersion } from '../settings/package-root.js';
import type { Environment } from '../settings/read-settings.js';
import { allowances, type Flags, type SettingName } from '../settings/setting-table.js';
import type { Settings } from '../settings/settings.js';
import { locationText } from '../verdicts/location.js';
import { compareOutcomes } from '../verdicts/outcomes.js';
import type { ScenarioResult } from '../verdicts/verdict.js';
import { contractFor } from './contract-for.js';
import { type EarlierRun, lastRun, namedRun } from './earlier-run.js';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.js';
import { addSettingFlags, flagsOf, type Options, settingsOf } from './setting-flags.js';

const settingFlags: readonly SettingName[] = [
  'baseUrl',
  'ca',
  'spec',
  'operation',
  'profile',
  'seed',
  'requestTimeout',
  'reportDir',
  'fuzz',
  'checks',
  ...allowances,
  'leeway',
  'callbackHost',
  'lockoutBudget',
];

function named(scenarios: readonly Scenario[], id: string): Scenario {
  const found = scenarios.find((scenario) => scenario.id === id);
  if (found) return found;
  const near = nearNames(
    id,
    scenarios.map((scenario) => scenario.id),
  );
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'The command list names them all.';
  throw new UsageError(`There is no scenario ${JSON.stringify(id)}. ${hint}`);
}

function asText(
  scenario: Scenario,
  { verdicts, satisfied, exchanges, inconclusive }: ScenarioResult,
  seed: number,
): string {
  const lines = [`${scenario.id}: ${scenario.title}`, `seed ${seed}`];
  if (inconclusive !== undefined) lines.push('', `inconclusive: ${inconclusive}`);
  for (const { id, request, response, curl, milliseconds } of exchanges)
    lines.push(
      '',
      `--- ${id.slice(id.indexOf('#') + 1)} (${Math.round(milliseconds)} ms)`,
      '',
      request,
      '',
      response,
      '',
      curl,
    );
  lines.push('', '--- verdicts', '');
  const worstFirst = [...verdicts].sort((one, other) => compareOutcomes(one.outcome, other.outcome));
  for (const { outcome, check, message, expected, actual, location } of worstFirst)
    lines.push(
      `${outcome}  ${check}: ${message}`,
      ...(expected === undefined ? [] : [`    expected  ${expected}`, `    actual    ${actual}`]),
      ...(location ? [`    document  ${locationText(location)}`] : []),
    );
  lines.push(`${satisfied.length} invariants hold`);
  return lines.join('\n');
}

function exitCodeOf({ verdicts, inconclusive }: ScenarioResult): ExitCode {
  const outcomes = new Set(verdicts.map(({ outcome }) => outcome));
  if (outcomes.has('error')) return exitCodes.fault;
  if (outcomes.has('fail')) return exitCodes.nonConformance;
  return inconclusive === undefined ? exitCodes.conforms : exitCodes.inconclusive;
}

interface Replayed {
  readonly id: string;
  readonly flags: Flags;
  readonly earlier: EarlierRun | undefined;
}

async function replayOf({ id, flags, earlier }: Replayed): Promise<ExitCode> {
  const { readProfile } = await import('../contract/profile.js');
  const { extensionsIn, scenariosOf } = await import('../session/plan.js');
  const { createSession } = await import('../session/session.js');
  const { openTarget } = await import('../session/target.js');
  const read = (over: Environment = {}): Settings => settingsOf(flags, { ...earlier?.parameters, ...over });
  const planned = read();
  const { profile: profileName, seed, fuzz, checks } = planned;
  const contract = await contractFor(planned);
  const profile = await readProfile(profileName);
  const scenarios = scenariosOf(contract, {
    fuzz: fuzz > 0 ? fuzz : (earlier?.fuzz ?? 0),
    extensions: await extensionsIn(checks),
  });
  const scenario = named(scenarios, id);

  const target = await openTarget(read);
  const { settings, baseUrl } = target;
  const session = createSession({
    contract,
    settings,
    profile,
    scenarios,
    // Without those of the same seed the generator draws all its inputs again, and finds them again.
    counterexamples: earlier?.seed === seed ? earlier.counterexamples : [],
    baseUrl,
    version: packageVersion,
    onWait: (scenarioId, seconds) => process.stderr.write(waitNotice(scenarioId, seconds)),
  });
  try {
    const result = await session.run(scenario);
    console.log(asText(scenario, result, seed));
    return exitCodeOf(result);
  } finally {
    session.close();
    await target.close();
  }
}

async function replay(id: string, options: Options): Promise<ExitCode> {
  const given = flagsOf(options, settingFlags);
  const { from, targets, target } = options;
  if (typeof targets === 'string' && typeof target === 'string') {
    const { forTarget } = await import('./run-targets.js');
    const args = ['replay', id, ...(typeof from === 'string' ? [`--from=${from}`] : [])];
    return forTarget(targets, target, { flags: given, args });
  }
  if (targets !== undefined || target !== undefined)
    throw new UsageError('--targets names the file and --target one of its targets: give both, or neither');
  const earlier = typeof from === 'string' ? namedRun(from, given) : lastRun(settingsOf(given).reportDir);
  try {
    // One seed for all that is derived, a drawn one too.
    const seed = String(settingsOf(given).seed);
    return await replayOf({ id, flags: { seed, ...earlier?.flags, ...given }, earlier });
  } finally {
    earlier?.close();
  }
}

export function addReplayCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('replay <scenario-id>')
    .description('send one scenario again and show the whole exchange, redacted');
  addSettingFlags(command, settingFlags)
    .option('--from <FILE>', 'results.json or bundle.zip of the run to repeat (default: the last run)')
    .option('--targets <FILE>', 'file of run --targets, with --target')
    .option('--target <NAME>', 'the target of that file whose last run is meant')
    .action(async (id: string, options: Options) => finish(await replay(id, options)));
}
