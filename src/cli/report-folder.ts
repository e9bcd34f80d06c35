/** The folder into which a run writes: writable, for one run at a time, and without what an older one left for others to read. */
import { accessSync, constants, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { draftFiles } from '../observe/draft-files.js';
import { bundleFile } from '../reports/bundle/layout.js';
import { reportFiles, shardFileName } from '../reports/report-files.js';
import { makeFolder } from '../reports/write-atomically.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { lockFolder } from './folder-lock.js';

/** What a run writes and others read: an old one must not pass for the result of a run that broke off. */
const written = ['results.json', bundleFile, ...reportFiles, shardFileName, ...Object.values(draftFiles)];

/** @param kept a file that is read before it is replaced */
export function removeWritten(folder: string, kept?: string): void {
  const files = written.map((name) => join(folder, name));
  for (const file of files) if (kept === undefined || resolve(kept) !== file) rmSync(file, { force: true });
}

/** Found out before anything is sent. */
function obstacleToWriting(folder: string): string | undefined {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code ?? 'unknown reason';
  }
}

/**
 * Does something while this process alone writes into the folder, which is made when absent.
 * @throws UsageError when another run has it
 */
export async function inReportFolder(folder: string, act: () => Promise<ExitCode>): Promise<ExitCode> {
  const obstacle = obstacleToWriting(folder);
  if (obstacle !== undefined) {
    console.error(
      `Reports cannot be written to ${folder}: ${obstacle}. Name another folder by --report-dir.`,
    );
    return exitCodes.fault;
  }
  const unlock = lockFolder(folder);
  try {
    return await act();
  } finally {
    unlock();
  }
}
