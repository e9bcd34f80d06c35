/** The command line: commands, and what ends in which exit code. Secrets come by environment variable or `.env`, never as a flag: others can read those. */
import { Command, CommanderError } from 'commander';
import { DocumentError } from '../contract/document-error.js';
import { ResultsFileError } from '../reports/results-file-error.js';
import { packageVersion } from '../settings/package-root.js';
import { SettingsError } from '../settings/settings-error.js';
import { variableName } from '../settings/variable-name.js';
import { addCoverageCommand } from './coverage.js';
import { addDiffCommand } from './diff.js';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.js';
import { addInitCommand } from './init.js';
import { addListCommand } from './list.js';
import { addMatrixCommand } from './matrix.js';
import { addMergeCommand } from './merge.js';
import { addPreflightCommand } from './preflight.js';
import { addReplayCommand } from './replay.js';
import { addReportCommand } from './report.js';
import { addRunCommand } from './run.js';
import { addSandboxCommand } from './sandbox.js';
import { showFault } from './show-fault.js';

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

export function createProgram(finish: (code: ExitCode) => void): Command {
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
  addRunCommand(program, finish);
  addListCommand(program, finish);
  addInitCommand(program, finish);
  addPreflightCommand(program, finish);
  addReplayCommand(program, finish);
  addDiffCommand(program, finish);
  addMatrixCommand(program, finish);
  addReportCommand(program, finish);
  addMergeCommand(program, finish);
  addCoverageCommand(program, finish);
  addSandboxCommand(program, finish);
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

function exitCodeOf(problem: unknown): ExitCode {
  if (problem instanceof CommanderError) return problem.exitCode === 0 ? exitCodes.conforms : exitCodes.usage;
  if (isForPeople(problem)) {
    console.error(problem.message);
    return exitCodes.usage;
  }
  showFault(problem);
  return exitCodes.fault;
}

/** Carries out what `process.argv` says. Never rejects. */
export async function runCommandLine(): Promise<ExitCode> {
  let code: ExitCode = exitCodes.conforms;
  try {
    await createProgram((ended) => {
      code = ended;
    }).parseAsync();
  } catch (problem) {
    return exitCodeOf(problem);
  }
  return code;
}
