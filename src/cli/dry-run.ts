/** `run --dry-run`: every request that would be sent, in its order, with placeholders for secrets. Nothing is sent. */
import type { Observation } from '../http/observation.js';
import { packageVersion } from '../settings/package-root.js';
import type { Flags } from '../settings/setting-table.js';
import { contractFor } from './contract-for.js';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.js';
import { type Selection, selects } from './selection.js';
import { settingsOf } from './setting-flags.js';

const introduction = `# Requests in the order of sending, as if the target granted each of them. ‹…› stands for a secret, or for a value
# that an earlier answer brings. What follows only from an answer (a login that makes sure that an account is not
# locked, a request that is sent once more) may be missing, or one too many. Nothing was sent.`;

export async function dryRun(flags: Flags, selection: Selection): Promise<ExitCode> {
  const { readProfile } = await import('../contract/profile.js');
  const { exchangeOf } = await import('../http/evidence.js');
  const { createConnection } = await import('../session/connection.js');
  const { dryTransport } = await import('../session/dry-run.js');
  const { preflightOver } = await import('../session/preflight.js');
  const { extensionsIn, scenariosOf } = await import('../session/plan.js');
  const { createSession } = await import('../session/session.js');
  const { openTarget } = await import('../session/target.js');
  if (selection.shard !== undefined) throw new UsageError('--dry-run shows the whole: leave --shard out');

  const target = await openTarget((over) => settingsOf(flags, over));
  try {
    const { settings, baseUrl } = target;
    const contract = await contractFor(settings);
    const profile = await readProfile(settings.profile);
    const { fuzz, checks } = settings;
    const all = scenariosOf(contract, { fuzz, extensions: await extensionsIn(checks) });
    const selected = all.filter(selects(selection));
    if (selected.length === 0)
      throw new UsageError('No scenario matches the selection: nothing would be sent.');

    const lines: string[] = [];
    let current = 'preflight';
    let count = 0;
    const show = (observation: Observation): void => {
      showing.sending.learn(observation);
      const { request } = exchangeOf({
        id: '',
        scenario: current,
        observation,
        redactor: showing.redactor,
        secretNames: showing.secretNames,
        variableOf: () => undefined,
      });
      lines.push(`--- ${++count}  ${current}`, '', request, '');
    };
    const connection = {
      ...{ contract, settings, baseUrl, version: packageVersion, runId: 'id-of-the-run' },
      requestBudget: settings.maxRequests,
      transport: dryTransport(show),
    };
    const showing = createConnection(connection);

    const { steps } = await preflightOver(showing, { contract, settings });
    const hindrance = count === 0 ? steps.find(({ outcome }) => outcome === 'failed')?.seen : undefined;
    const session = createSession({
      ...connection,
      profile,
      scenarios: all,
      keepsExchanges: false,
      requestBudget: settings.maxRequests && settings.maxRequests - showing.sending.count(),
    });
    for (const scenario of selected) {
      current = scenario.id;
      await session.run(scenario);
    }
    session.close();
    if (hindrance !== undefined) lines.push(`# ${hindrance}`, '');
    console.log([introduction, '', ...lines, `${count} requests`].join('\n'));
    return exitCodes.conforms;
  } finally {
    await target.close();
  }
}
