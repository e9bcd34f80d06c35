/** `list`: the scenarios that would run and the checks that judge each. Nothing is sent. */
import type { Command } from 'commander';
import type { Check } from '../checks/check.js';
import type { Contract } from '../contract/contract.js';
import { contractNotice } from '../reports/contract-notice.js';
import type { Scenario } from '../scenarios/scenario.js';
import { forThisClient } from '../session/chosen-method.js';
import type { SettingName } from '../settings/setting-table.js';
import type { Settings } from '../settings/settings.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { addSettingFlags, flagsOf, type Options, settingsOf } from './setting-flags.js';
import { warnOfSuspectVariables } from './warnings.js';

const settingFlags: readonly SettingName[] = ['spec', 'operation', 'checks'];

interface Listed {
  readonly id: string;
  readonly family: string;
  readonly grant: string;
  readonly title: string;
  readonly tags: readonly string[];
  /** Checks bound to what the scenario tries. The invariants judge it as well. */
  readonly checks: readonly string[];
}

interface Listing {
  readonly contract: Pick<Contract, 'operation' | 'path' | 'clientAuthentication' | 'assumptions'> & {
    readonly grants: readonly string[];
    readonly requestMediaType: string;
    /** The same for people. */
    readonly told: string;
  };
  readonly scenarios: readonly Listed[];
  /** Checks that judge every exchange of their class. */
  readonly invariants: readonly { readonly id: string; readonly title: string }[];
  readonly counts: {
    readonly scenarios: number;
    readonly checks: number;
    readonly invariants: number;
  };
}

async function listingOf(settings: Settings): Promise<Listing> {
  const { allChecks, checks } = await import('../checks/index.js');
  const { validateDocument } = await import('../contract/validate-document.js');
  const { checksFor } = await import('../session/judge.js');
  const { staticChecksFor } = await import('../session/judge-static.js');
  const { extensionsIn, scenariosOf } = await import('../session/plan.js');
  const contract = forThisClient(await validateDocument(settings.spec, settings.operation), settings);
  warnOfSuspectVariables(contract);
  const judging = ({ steps, judges }: Scenario): string[] => [
    ...new Set([
      ...steps.flatMap(({ probe }) => checksFor(probe).map(({ id }) => id)),
      ...(judges ? staticChecksFor(judges).map(({ id }) => id) : []),
    ]),
  ];
  const scenarios = scenariosOf(contract, { extensions: await extensionsIn(settings.checks) }).map(
    (scenario): Listed => ({
      id: scenario.id,
      family: scenario.family,
      grant: scenario.grant,
      title: scenario.title,
      tags: scenario.tags,
      checks: judging(scenario),
    }),
  );
  const invariants = checks
    .filter(({ on }: Check) => 'every' in on)
    .map(({ id, title }: Check) => ({ id, title }));
  return {
    contract: {
      operation: contract.operation,
      path: contract.path,
      grants: contract.grants.map(({ type }) => type),
      requestMediaType: contract.encoding.mediaType,
      clientAuthentication: contract.clientAuthentication,
      assumptions: contract.assumptions,
      told: contractNotice(contract),
    },
    scenarios,
    invariants,
    counts: {
      scenarios: scenarios.length,
      checks: allChecks.length,
      invariants: invariants.length,
    },
  };
}

function asText({ contract, scenarios, invariants, counts }: Listing): string {
  const lines: string[] = [contract.told, ''];
  let family: string | undefined;
  for (const scenario of scenarios) {
    if (scenario.family !== family) lines.push(...(family === undefined ? [] : ['']), scenario.family);
    family = scenario.family;
    lines.push(`  ${scenario.id}  ${scenario.title}`);
    lines.push(`    judged by: ${scenario.checks.join(', ') || 'the invariants only'}`);
  }
  lines.push('', 'invariants, judged on every exchange of their class');
  for (const { id, title } of invariants) lines.push(`  ${id}  ${title}`);
  lines.push('', `${counts.scenarios} scenarios, ${counts.checks} checks (${counts.invariants} invariants)`);
  return lines.join('\n');
}

async function list(options: Options): Promise<ExitCode> {
  const listing = await listingOf(settingsOf(flagsOf(options, settingFlags)));
  console.log(options.json === true ? JSON.stringify(listing, undefined, 2) : asText(listing));
  return exitCodes.conforms;
}

export function addListCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program.command('list').description('scenarios and checks that would run; sends nothing');
  addSettingFlags(command, settingFlags)
    .option('--json', 'as JSON')
    .action(async (options: Options) => finish(await list(options)));
}
