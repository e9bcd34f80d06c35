/** A session with a sandbox: what it sent, and what came. */
import { jsonObject } from '../../src/http/answer.js';
import type { Observation, OutgoingRequest } from '../../src/http/observation.js';
import { createTransport, type Transport } from '../../src/http/transport.js';
import type { Scenario } from '../../src/scenarios/scenario.js';
import { readPlan } from '../../src/session/plan.js';
import { createSession } from '../../src/session/session.js';
import { startSandboxProcess } from './sandbox-process.js';

export interface RecordedExchange {
  readonly request: OutgoingRequest;
  /** `undefined`: no response came. */
  readonly status: number | undefined;
  /** Those that the response issued. */
  readonly tokens: readonly string[];
}

export interface Recorded {
  readonly exchanges: readonly RecordedExchange[];
  readonly scenarios: readonly Scenario[];
  readonly seconds: number;
}

export const tokenMembers = ['access_token', 'refresh_token'] as const;

function recordedOf(request: OutgoingRequest, { response }: Observation): RecordedExchange {
  const body = response && jsonObject(response);
  const tokens = tokenMembers.flatMap((name) => {
    const token = body?.[name];
    return typeof token === 'string' ? [token] : [];
  });
  return { request, status: response?.status, tokens };
}

export async function recordSession(
  variables: Readonly<Record<string, string>>,
  isMeant: (scenario: Scenario) => boolean = () => true,
): Promise<Recorded> {
  const sandbox = await startSandboxProcess();
  const { settings, contract, profile, scenarios } = await readPlan(
    { ...sandbox.environment, ...variables },
    undefined,
  );
  const observed: (readonly [OutgoingRequest, Observation])[] = [];
  const wire = createTransport({ timeout: settings.requestTimeout });
  const transport: Transport = {
    async send(request) {
      const observation = await wire.send(request);
      observed.push([request, observation]);
      return observation;
    },
    async sendTogether(requests) {
      const observations = await wire.sendTogether(requests);
      for (const observation of observations) observed.push([observation.request, observation]);
      return observations;
    },
    close: () => wire.close(),
  };
  const session = createSession({
    ...{ contract, settings, profile, scenarios, baseUrl: sandbox.url, version: 'bench' },
    transport,
  });
  const meant = scenarios.filter(isMeant);
  const start = performance.now();
  for (const scenario of meant) await session.run(scenario);
  const seconds = (performance.now() - start) / 1000;
  session.close();
  await sandbox.close();
  return { exchanges: observed.map((one) => recordedOf(...one)), scenarios: meant, seconds };
}
