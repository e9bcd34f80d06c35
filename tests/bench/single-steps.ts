/** What one part of the harness costs, beside the least that the same work could cost. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse, stringify } from 'yaml';
import { readContract } from '../../src/contract/read-contract.js';
import type { Results } from '../../src/reports/results.js';
import { writeReports } from '../../src/reports/write-reports.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { exchange, run, scenarioResult } from '../self/reports-literals.js';
import { type Recorded, recordSession } from './recorded-session.js';

async function secondsOf(action: () => unknown): Promise<number> {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
}

export interface Compared {
  readonly seconds: number;
  /** Of the least that the same work could cost. */
  readonly least: number;
}

/** A session that sends so many generated inputs and judges what comes. */
export const fuzzSession = (inputs: number): Promise<Recorded> =>
  recordSession({ TOKEN_FUZZ: String(inputs) }, ({ generated }) => generated !== undefined);

/** MB of live objects after so many generated inputs. */
export async function memoryAfter(inputs: number): Promise<number> {
  // What was recorded is no memory of the session.
  await fuzzSession(inputs).then(() => undefined);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed / 1e6;
}

function largeResults(scenarios: number): Results {
  const text = 'x'.repeat(400);
  return run(
    Array.from({ length: scenarios }, (_, index) => {
      const id = `password/some/scenario-${index}`;
      const outcome = index % 10 === 0 ? 'fail' : 'pass';
      return scenarioResult(id, [{ outcome, exchange: `${id}#request` }], {
        exchanges: [
          exchange({ id: `${id}#request`, scenario: id, response: `HTTP/1.1 200 OK\r\n\r\n${text}` }),
        ],
      });
    }),
  );
}

/** All reports of so many results, beside writing the results alone as JSON. */
export async function reporting(scenarios: number): Promise<Compared & { readonly megabytes: number }> {
  const results = largeResults(scenarios);
  const folder = mkdtempSync(join(tmpdir(), 'token-conformance-bench-'));
  const formats = ['html', 'junit', 'json', 'sarif'] as const;
  let written: string[] = [];
  const seconds = await secondsOf(async () => {
    written = await writeReports(results, { folder, formats });
  });
  const least = await secondsOf(() => writeFileSync(join(folder, 'bare.json'), JSON.stringify(results)));
  const megabytes = written.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  rmSync(folder, { recursive: true });
  return { seconds, least, megabytes };
}

/** Reading the default document beside so many other operations, beside parsing its YAML alone. */
export async function deriving(operations: number): Promise<Compared & { readonly megabytes: number }> {
  const folder = mkdtempSync(join(packageRoot, 'reports', 'bench-'));
  const text = readFileSync(join(packageRoot, 'specs/mbanq-token.openapi.yaml'), 'utf8');
  const document = parse(text.replaceAll('../schemas/', '../../schemas/'));
  for (let index = 0; index < operations; index++)
    document.paths[`/other/${index}`] = {
      get: {
        operationId: `other${index}`,
        parameters: [{ name: 'id', in: 'query', required: true, schema: { type: 'string' } }],
        responses: {
          200: { description: 'OK', content: { 'application/json': { schema: { type: 'object' } } } },
        },
      },
    };
  const large = stringify(document);
  const file = join(folder, 'large.openapi.yaml');
  writeFileSync(file, large);
  const seconds = await secondsOf(() => readContract(file));
  const least = await secondsOf(() => parse(large));
  rmSync(folder, { recursive: true });
  return { seconds, least, megabytes: large.length / 1e6 };
}
