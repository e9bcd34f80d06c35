/** A server that fetches a URL from a request, in its own time. */
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { createTransport } from '../../src/http/transport.js';
import { patienceForCallbacks } from '../../src/session/patience.js';
import { readPlan } from '../../src/session/plan.js';
import { createSession } from '../../src/session/session.js';

/** The outcomes of the check, where the server takes so long for an answer, and then so long to begin to fetch. Milliseconds. */
async function outcomes(answering: number, fetching: number): Promise<readonly string[]> {
  const sandbox = await startSandbox();
  const wire = createTransport({ timeout: 10_000, interval: 0 });
  const fetches: Promise<unknown>[] = [];
  const { contract, settings, profile, scenarios } = await readPlan(
    { ...sandbox.environment, TOKEN_PROFILE: 'sandbox', TOKEN_SEED: '1' },
    undefined,
  );
  const session = createSession({
    ...{ contract, settings, profile, scenarios, version: 'test', baseUrl: sandbox.url },
    transport: {
      ...wire,
      async send(request) {
        const url = new URLSearchParams(request.body?.toString()).get('request_uri');
        const observation = await wire.send(request);
        if (url !== null)
          fetches.push(new Promise((done) => setTimeout(() => done(fetch(url).catch(() => {})), fetching)));
        return { ...observation, milliseconds: answering };
      },
    },
  });
  try {
    const scenario = scenarios.find(({ listens }) => listens);
    if (!scenario) throw new Error('no scenario listens');
    const { verdicts } = await session.run(scenario);
    expect(fetches).toHaveLength(1);
    return verdicts.flatMap(({ check, outcome }) => (check === 'callback-not-fetched' ? [outcome] : []));
  } finally {
    session.close();
    await Promise.all(fetches);
    await sandbox.close();
  }
}

for (const [title, answering, fetching] of [
  ['at once', 1, 0],
  ['later, as slowly as it answers', 80, 500],
] as const)
  test(`who fetches ${title} is convicted`, async () => {
    expect(await outcomes(answering, fetching)).toContain('fail');
  });

test('whoever listens waits as long as the slowest answer suggests, and for a bounded time', () => {
  expect(patienceForCallbacks([])).toBe(200);
  expect(patienceForCallbacks([1, 3])).toBe(200);
  expect(patienceForCallbacks([1, 40, 3])).toBe(400);
  expect(patienceForCallbacks([30_000])).toBe(2000);
});
