/** One whole run against one sandbox, bent or not. */
import { join } from 'node:path';
import type { RunConditions } from '../../sandbox/run-conditions.js';
import { type SandboxOptions, startSandbox } from '../../sandbox/server.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { fromDesk } from '../self/desk.js';
import { type InProcessRun, runInProcess } from '../self/in-process-run.js';

export interface JudgedServer {
  readonly fault?: string;
  readonly variation?: string;
  readonly run?: RunConditions | undefined;
  /** Default 1. */
  readonly seed?: number;
  /** Ids of the scenarios that are run; default: all of them. */
  readonly selected?: ReadonlySet<string>;
}

function settingsFor({ contract, profile, fuzz, allow = [], settings }: RunConditions, seed: number) {
  return {
    TOKEN_PROFILE: profile ?? 'sandbox',
    TOKEN_SEED: String(seed),
    ...(contract === undefined ? {} : { TOKEN_SPEC: join(packageRoot, contract) }),
    ...(fuzz === undefined ? {} : { TOKEN_FUZZ: String(fuzz) }),
    ...Object.fromEntries(
      allow.map((name) => [`TOKEN_ALLOW_${name.toUpperCase().replaceAll('-', '_')}`, 'true']),
    ),
    ...settings,
  };
}

async function withSandbox<Result>(
  options: SandboxOptions,
  use: (environment: Readonly<Record<string, string>>) => Promise<Result>,
): Promise<Result> {
  const sandbox = await startSandbox(options);
  try {
    return await use(sandbox.environment);
  } finally {
    await sandbox.close();
  }
}

/** Starts the sandbox, judges it and ends it. Rejects only for a fault of the harness or of the sandbox. */
export function judgedRun({
  fault,
  variation,
  run = {},
  seed = 1,
  selected,
}: JudgedServer): Promise<InProcessRun> {
  const { tls, latencyMilliseconds, accessTokenSeconds, refreshTokenSeconds } = run;
  const conforming = variation ?? run.variation;
  const options: SandboxOptions = {
    ...(fault === undefined ? {} : { fault }),
    ...(conforming === undefined ? {} : { variation: conforming }),
    ...(tls === undefined ? {} : { tls }),
    ...(latencyMilliseconds === undefined ? {} : { latencyMilliseconds }),
    ...(accessTokenSeconds === undefined ? {} : { accessTokenSeconds }),
    ...(refreshTokenSeconds === undefined ? {} : { refreshTokenSeconds }),
  };
  return withSandbox(options, (environment) =>
    runInProcess({ ...environment, ...settingsFor(run, seed) }, selected, {
      obtain: run.hook === true ? fromDesk : undefined,
    }),
  );
}
