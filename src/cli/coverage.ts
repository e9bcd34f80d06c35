/** `coverage`: requirement, checks, scenarios, proof; of each one not covered the reason. Nothing is sent. */
import type { Command } from 'commander';
import type { Coverage, CoveredRequirement } from '../coverage/coverage.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { addSettingFlags, flagsOf, type Options, settingsOf } from './setting-flags.js';

const staleProof =
  'Stale: the faults of this package are not those of the last detection. npm run detection proves anew.';

const isOpen = ({ state }: CoveredRequirement): boolean =>
  state === 'unverified' || state === 'not-applicable' || state === 'missing';

function reasonOf({ state, reason, switchedOnBy }: CoveredRequirement): string {
  if (state === 'missing') return 'neither covered nor explained';
  return switchedOnBy === undefined
    ? `not verified: ${reason}`
    : `not applicable without ${switchedOnBy}: ${reason}`;
}

function detail(covered: CoveredRequirement): string[] {
  const { requirement, state, checks, scenarios, faults } = covered;
  const { id, level, document, section, sentence } = requirement;
  const place =
    scenarios.length > 0
      ? scenarios.join(', ')
      : requirement.mode === 'static'
        ? 'the document'
        : 'every exchange of the class';
  return [
    `  ${id}  ${level}  ${state}`,
    `    ${document} ${section}: ${sentence}`,
    ...(checks.length > 0 ? [`    checks: ${checks.join(', ')}`, `    scenarios: ${place}`] : []),
    ...(faults.length > 0 ? [`    proof: ${faults.join(', ')}`] : []),
    ...(isOpen(covered) ? [`    ${reasonOf(covered)}`] : []),
  ];
}

async function asText(
  { revision, figures }: Coverage,
  requirements: readonly CoveredRequirement[],
): Promise<string> {
  const { percentage } = await import('../coverage/coverage.js');
  const lines: string[] = [];
  for (const { set } of figures) {
    const ofSet = requirements.filter(({ requirement }) => requirement.set === set);
    if (ofSet.length > 0) lines.push(set, ...ofSet.flatMap(detail), '');
  }
  for (const figure of figures)
    lines.push(
      `${figure.set.padEnd(9)}  ${figure.covered} of ${figure.total} rules covered (${percentage(figure)})`,
    );
  lines.push(`requirements ${revision}`);
  return lines.join('\n');
}

function asJson({ revision, stale, figures }: Coverage, requirements: readonly CoveredRequirement[]): string {
  const flat = requirements.map(({ requirement, ...rest }) => {
    const { id, level, set, kind, document, section, link, sentence } = requirement;
    return { id, level, set, kind, document, section, link, sentence, ...rest };
  });
  return JSON.stringify({ requirementsRevision: revision, stale, figures, requirements: flat }, undefined, 2);
}

async function coverage(options: Options): Promise<ExitCode> {
  const settings = settingsOf(flagsOf(options, ['spec', 'operation']));
  const { validateDocument } = await import('../contract/validate-document.js');
  const { coverageOf } = await import('../coverage/coverage.js');
  const { scenariosOf } = await import('../session/plan.js');
  const found = coverageOf(scenariosOf(await validateDocument(settings.spec, settings.operation)));
  const requirements = options.missing === true ? found.requirements.filter(isOpen) : found.requirements;
  console.log(options.json === true ? asJson(found, requirements) : await asText(found, requirements));
  if (found.stale) console.error(staleProof);
  return exitCodes.conforms;
}

export function addCoverageCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('coverage')
    .description('requirements, what judges them and what proves it; sends nothing');
  addSettingFlags(command, ['spec', 'operation'])
    .option('--missing', 'only what is not covered, with the reason')
    .option('--json', 'as JSON')
    .action(async (options: Options) => finish(await coverage(options)));
}
