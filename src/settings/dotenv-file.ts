/** The `.env` file as a record: nothing of it enters `process.env`. */
import { readFileSync } from 'node:fs';
import dotenv from 'dotenv';

export interface DotenvFile {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
  /** Number of the line that assigns a variable, the last one where several do. */
  lineOf(variable: string): number | undefined;
  /** That line as it stands in the file. It may hold a secret. */
  textOf(variable: string): string | undefined;
  /** Why the file could not be read. A file that is not there is empty. */
  readonly problem: string | undefined;
}

const assignment = /^\s*(?:export\s+)?([\w.-]+)(?:\s*=|:\s)/;

function assignments(lines: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    const variable = assignment.exec(line)?.[1];
    if (variable !== undefined) found.set(variable, index);
  }
  return found;
}

function textOfFile(file: string | undefined): { text: string; problem: string | undefined } {
  if (file === undefined) return { text: '', problem: undefined };
  try {
    return { text: readFileSync(file, 'utf8'), problem: undefined };
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException;
    return { text: '', problem: code === 'ENOENT' ? undefined : `cannot be read (${code})` };
  }
}

/**
 * The `.env` file of a process: that of the working directory, unless the run of one target among several names the target's
 * own, or none by an empty name.
 */
export function dotenvFileIn(env: Readonly<Record<string, string | undefined>>): string {
  return env.TOKEN_CONFORMANCE_ENV_FILE ?? '.env';
}

export function readDotenv(file: string | undefined): DotenvFile {
  const { text, problem } = textOfFile(file);
  const lines = text.split(/\r?\n/);
  const found = assignments(lines);
  const at = (variable: string): number | undefined => found.get(variable);
  return {
    name: file ?? '.env',
    values: dotenv.parse(text),
    lineOf: (variable) => {
      const index = at(variable);
      return index === undefined ? undefined : index + 1;
    },
    textOf: (variable) => lines[at(variable) ?? lines.length],
    problem,
  };
}
