/** The command line: commands, and what ends in which exit code. Secrets come by environment variable or `.env`, never as a flag: others can read those. */
import { Command, CommanderError } from 'commander';
import { DocumentError } from '../contract/document-error.js';
import { ResultsFileError } from '../reports/results-file-error.js';
import { packageVersion } from '../settings/package-root.js';
import { SettingsError } from '../settings/settings-error.js';
import { variableName } from '../settings/variable-name.js';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.js';

type AddCommand = (program: Command, finish: (code: ExitCode) => void) => void;

/** In the order of the help. Each brings other parts of this package with it: only what was asked for is loaded. */
const commands = {
  run: async (): Promise<AddCommand> => (await import('./run.js')).addRunCommand,
  list: async (): Promise<AddCommand> => (await import('./list.js')).addListCommand,
  init: async (): Promise<AddCommand> => (await import('./init.js')).addInitCommand,
  preflight: async (): Promise<AddCommand> => (await import('./preflight.js')).addPreflightCommand,
  replay: async (): Promise<AddCommand> => (await import('./replay.js')).addReplayCommand,
  diff: async (): Promise<AddCommand> => (await import('./diff.js')).addDiffCommand,
  matrix: async (): Promise<AddCommand> => (await import('./matrix.js')).addMatrixCommand,
  report: async (): Promise<AddCommand> => (await import('./report.js')).addReportCommand,
  merge: async (): Promise<AddCommand> => (await import('./merge.js')).addMergeCommand,
  coverage: async (): Promise<AddCommand> => (await import('./coverage.js')).addCoverageCommand,
  sandbox: async (): Promise<AddCommand> => (await import('./sandbox.js')).addSandboxCommand,
};

type CommandName = keyof typeof commands;

const commandNames = Object.keys(commands) as CommandName[];

/** Commander's message on one line, without the value of an unknown flag: it may be a secret. */
function usageMessage(message: string): string {
  const line = message
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/(unknown option '(?:--[^=]*|-[^-]))=?.*'/, "$1'");
  const flag = /unknown option '--([a-z][\w-]*)'/.exec(line)?.[1];
  return flag === undefined || line.includes('Did you mean')
    ? line
    : `${line} (Values of parameters are set by environment variable or .env, e.g. ${variableName(flag)}.)`;
}

export async function createProgram(
  finish: (code: ExitCode) => void,
  names: readonly CommandName[] = commandNames,
): Promise<Command> {
  const program = new Command('token-conformance')
    .description('Judges an OAuth 2.0 token endpoint against its OpenAPI document and against the standards.')
    .version(packageVersion)
    .exitOverride()
    .configureOutput({
      outputError: (message, write) => write(`${usageMessage(message)}\n`),
    })
    .addHelpText(
      'after',
      `
Values of contract parameters, secrets among them, come by environment variable
or .env (see .env.example), never by a flag. So do a client certificate
(TOKEN_CLIENT_CERT, TOKEN_CLIENT_KEY) and proxies (HTTPS_PROXY, HTTP_PROXY,
NO_PROXY).

Exit codes:
  0  conforms
  1  non-conformance
  2  usage, settings or contract document
  3  target unreachable, or result inconclusive
  4  fault of token-conformance
  16 diff: the runs differ`,
    );
  for (const name of names) (await commands[name]())(program, finish);
  return program;
}

/** Of problems that people cause the message is enough. */
function isForPeople(problem: unknown): problem is Error {
  return (
    problem instanceof SettingsError ||
    problem instanceof UsageError ||
    problem instanceof DocumentError ||
    problem instanceof ResultsFileError
  );
}

async function exitCodeOf(problem: unknown): Promise<ExitCode> {
  if (problem instanceof CommanderError) return problem.exitCode === 0 ? exitCodes.conforms : exitCodes.usage;
  if (isForPeople(problem)) {
    console.error(problem.message);
    return exitCodes.usage;
  }
  const { showFault } = await import('./show-fault.js');
  showFault(problem);
  return exitCodes.fault;
}

/** Carries out what `process.argv` says. Never rejects. */
export async function runCommandLine(): Promise<ExitCode> {
  let code: ExitCode = exitCodes.conforms;
  try {
    const asked = commandNames.filter((name) => name === process.argv[2]);
    const program = await createProgram(
      (ended) => {
        code = ended;
      },
      asked.length > 0 ? asked : commandNames,
    );
    await program.parseAsync();
  } catch (problem) {
    return exitCodeOf(problem);
  }
  return code;
}
