/** Servers that others wrote are judged by their own documents and without a change in `src/`. */
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packageRoot } from '../../src/settings/package-root.js';
import { servers } from './foreign/deviations.js';
import { runInProcess } from './in-process-run.js';

/** A row for several scenarios, as one row for each. */
function rows(table: readonly string[]): string[] {
  return table.flatMap((row) => {
    const [, head = '', scenarios = '', reason = ''] =
      /^((?:warn |fail |)\S+) ([^:]+)(:.*)?$/.exec(row) ?? [];
    return scenarios.split(' ').map((scenario) => `${head} ${scenario}${reason}`);
  });
}

for (const { name, start, obtain, selected, deviations, unjudged } of servers)
  test(`${name} is convicted of its true deviations and of nothing else`, async () => {
    const server = await start();
    const spec = join(packageRoot, 'tests/self/foreign', `${name}.openapi.yaml`);
    const environment = {
      ...server.environment,
      TOKEN_SPEC: spec,
      TOKEN_SEED: '1',
      // Nobody is locked out here, and every rule has its say.
      TOKEN_LOCKOUT_BUDGET: '1000',
    };
    const { verdicts, results } = await runInProcess(
      environment,
      selected && { has: (id) => selected.test(id) },
      { obtain },
    );
    await server.close();
    const found = verdicts
      .filter(({ outcome, repeats }) => ['fail', 'warn', 'error'].includes(outcome) && !repeats)
      .map(({ outcome, check, scenario }) => `${outcome} ${check} ${scenario}`);
    expect(found.sort()).toEqual(rows(deviations).sort());
    const unmet = new Set(results.flatMap((result) => (result.unmet ? [result.scenario] : [])));
    const open = verdicts
      .filter(({ outcome, scenario }) => outcome === 'inconclusive' && !unmet.has(scenario))
      .map(({ check, scenario, message }) => `${check} ${scenario}: ${message}`);
    expect(open.sort()).toEqual(rows(unjudged).sort());
    expect(
      results.filter(({ inconclusive, unmet: need }) => inconclusive !== undefined && need === undefined),
    ).toEqual([]);
    expect(results.filter(({ controlLost }) => controlLost !== undefined)).toEqual([]);
    expect(verdicts.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(selected ? 100 : 150);
  });
