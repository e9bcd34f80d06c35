#!/usr/bin/env node
/** Node ends with 1 whenever it fails; here 1 means non-conformance. So every failure is caught, a broken installation too. */
import { exitCodes } from './exit-codes.js';

function fault(problem: NodeJS.ErrnoException): void {
  // The reader of a pipe went away (`list | head`): there is nobody to tell.
  if (problem.code !== 'EPIPE') {
    // Not the message: it may quote what was sent.
    const place = /^(?:file:.*| +at .*file:.*)$/m.exec(problem.stack ?? '')?.[0].trim();
    console.error(`${problem.name}: this is a fault of token-conformance. Please report it.`);
    if (place !== undefined) console.error(place);
  }
  process.exit(exitCodes.fault);
}

process.on('uncaughtException', fault);

const { runCommandLine } = await import('./program.js');
process.exitCode = await runCommandLine();
