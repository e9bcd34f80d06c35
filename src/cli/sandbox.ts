/** `sandbox`: the reference server alone, for developers of clients. */
import type { Command } from 'commander';
import { nearNames } from '../settings/near-names.js';
import { wholeNumber } from '../settings/setting-values.js';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.js';
import type { Options } from './setting-flags.js';

function numberOf(options: Options, name: 'port' | 'latency', most: number): number {
  const given = options[name];
  if (given === undefined) return 0;
  const reading = wholeNumber(0, most, 'a number')(String(given));
  if ('value' in reading) return reading.value;
  throw new UsageError(`--${name}: the value ${reading.wrong}`);
}

async function checkedFault(given: unknown): Promise<string | undefined> {
  if (given === undefined) return undefined;
  const { faults } = await import('../../sandbox/faults/index.js');
  const ids = faults.map(({ id }) => id);
  const name = String(given);
  if (ids.includes(name)) return name;
  const words = name.split('-');
  const alike = ids.filter((id) => id.split('-').some((word) => word.length > 3 && words.includes(word)));
  const near = [...new Set([...nearNames(name, ids), ...alike])].slice(0, 5);
  throw new UsageError(
    `--fault: there is no such fault; ${near.length > 0 ? `did you mean ${near.join(', ')}?` : ''} --list-faults shows all`,
  );
}

async function checkedProduct(given: unknown): Promise<string | undefined> {
  if (given === undefined) return undefined;
  const { products } = await import('../../sandbox/products/index.js');
  const ids = products.map(({ id }) => id);
  if (ids.includes(String(given))) return String(given);
  throw new UsageError(`--product: there is no such product; there is ${ids.join(', ')}`);
}

async function listFaults(): Promise<ExitCode> {
  const { faults } = await import('../../sandbox/faults/index.js');
  for (const { id, sentence } of faults) console.log(`${id}  ${sentence}`);
  return exitCodes.conforms;
}

const untilEnded = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve());
  });

async function start(
  options: Parameters<typeof import('../../sandbox/server.js').startSandbox>[0],
): ReturnType<typeof import('../../sandbox/server.js').startSandbox> {
  const { startSandbox } = await import('../../sandbox/server.js');
  try {
    return await startSandbox(options);
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES')
      throw new UsageError(`--port: this port cannot be had (${code}); leave the flag out for any free one`);
    throw problem;
  }
}

async function sandbox(options: Options): Promise<ExitCode> {
  if (options.listFaults === true) return listFaults();
  const port = numberOf(options, 'port', 65_535);
  const latencyMilliseconds = numberOf(options, 'latency', 60_000);
  const fault = await checkedFault(options.fault);
  const product = await checkedProduct(options.product);
  const { announcement } = await import('../../sandbox/announcement.js');
  const ended = untilEnded();
  const { faults } = await import('../../sandbox/faults/index.js');
  const server = await start({
    port,
    latencyMilliseconds,
    // A fault of TLS shows nowhere else.
    tls: options.tls === true || faults.find(({ id }) => id === fault)?.run?.tls === true,
    clientCertificate: options.clientCertificate === true,
    ...(fault === undefined ? {} : { fault }),
    ...(product === undefined ? {} : { variation: product }),
  });
  console.log(announcement(server));
  await ended;
  await server.close();
  return exitCodes.conforms;
}

export function addSandboxCommand(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('sandbox')
    .description('start the reference server alone; ends on SIGINT or SIGTERM')
    .option('--port <N>', 'port to listen on (default: any free one)')
    .option('--fault <NAME>', 'with one deliberate fault')
    .option('--product <NAME>', 'as a well-known product answers: spring-legacy')
    .option('--latency <MS>', 'milliseconds added to each answer')
    .option('--tls', 'by https, with a certificate of an authority that is made for the occasion')
    .option('--client-certificate', 'by https, and only for clients with a certificate of that authority')
    .option('--list-faults', 'show the faults that there are')
    .action(async (options: Options) => finish(await sandbox(options)));
}
