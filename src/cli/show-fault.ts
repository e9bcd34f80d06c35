/** How an unexpected exception is shown: its message may quote what was sent. */
import { isSecretName, printable, Redactor } from '../http/redaction.js';
import { readDotenv } from '../settings/dotenv-file.js';
import { dotenvFile } from './setting-flags.js';

/** Every `TOKEN_` variable whose name says that it holds a secret is taken out. */
function redacted(text: string): string {
  const redactor = new Redactor();
  for (const [name, value] of Object.entries({ ...readDotenv(dotenvFile).values, ...process.env }))
    if (name.startsWith('TOKEN_') && value && isSecretName(name.toLowerCase()))
      redactor.addSecret(value, name);
  return printable(redactor.text(text));
}

/** The first line of a stack that belongs to this package. */
function ownLine(problem: Error): string | undefined {
  return problem.stack?.split('\n').find((line) => /^\s+at /.test(line) && !/node:|node_modules/.test(line));
}

/** Message, blame, and where it happened. */
export function showFault(problem: unknown): void {
  console.error(redacted(problem instanceof Error ? problem.message : String(problem)));
  console.error('This is a fault of token-conformance. Please report it.');
  const line = problem instanceof Error ? ownLine(problem) : undefined;
  if (line !== undefined) console.error(line);
}
