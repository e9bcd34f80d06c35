/** A session with a sandbox, and what it sent. */
import http from 'node:http';
import type { OutgoingRequest } from '../../src/http/observation.js';
import { createTransport, type Transport } from '../../src/http/transport.js';
import type { Scenario } from '../../src/scenarios/scenario.js';
import { readPlan } from '../../src/session/plan.js';
import { createSession } from '../../src/session/session.js';
import { startSandboxProcess } from './sandbox-process.js';

export interface Recorded {
  readonly requests: readonly OutgoingRequest[];
  readonly scenarios: readonly Scenario[];
  readonly seconds: number;
}

function recording(transport: Transport, requests: OutgoingRequest[]): Transport {
  return {
    send(request) {
      requests.push(request);
      return transport.send(request);
    },
    sendTogether(together) {
      requests.push(...together);
      return transport.sendTogether(together);
    },
    close: () => transport.close(),
  };
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
  const requests: OutgoingRequest[] = [];
  const session = createSession({
    ...{ contract, settings, profile, scenarios, baseUrl: sandbox.url, version: 'bench' },
    transport: recording(createTransport({ timeout: settings.requestTimeout }), requests),
  });
  const meant = scenarios.filter(isMeant);
  const start = performance.now();
  for (const scenario of meant) await session.run(scenario);
  const seconds = (performance.now() - start) / 1000;
  session.close();
  await sandbox.close();
  return { requests, scenarios: meant, seconds };
}

/** The same requests from one bare keep-alive client to a sandbox, one after the other. Seconds. */
export async function replayBare(requests: readonly OutgoingRequest[]): Promise<number> {
  const sandbox = await startSandboxProcess();
  const { hostname, port } = new URL(sandbox.url);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const start = performance.now();
  for (const { method, url, headers, body } of requests)
    await new Promise<void>((done) => {
      const { pathname, search } = new URL(url);
      const request = http.request({ agent, hostname, port, method, path: pathname + search }, (response) => {
        response.resume().on('end', done).on('error', done);
      });
      for (const [name, value] of headers) request.setHeader(name, value);
      request.on('error', () => done()).end(body);
    });
  const elapsed = (performance.now() - start) / 1000;
  agent.destroy();
  await sandbox.close();
  return elapsed;
}
