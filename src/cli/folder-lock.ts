/** One run at a time in a folder for reports: two would mix their files. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './exit-codes.js';

/** A process of this machine that is not this one. In a container the next run may have the number of a killed one. */
function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function create(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw problem;
  }
}

function holder(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return Number.NaN;
  }
}

/**
 * Takes the folder for this process. The lock of a process that is gone counts for nothing.
 * @returns gives it back
 * @throws UsageError when another run has it
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, '.run.lock');
  if (!create(file)) {
    const pid = holder(file);
    if (isAlive(pid))
      throw new UsageError(
        `Another run (process ${pid}) writes into ${folder}. Wait for it, or name another folder by --report-dir.`,
      );
    rmSync(file, { force: true });
    if (!create(file)) throw new UsageError(`Another run has just begun to write into ${folder}.`);
  }
  return () => {
    if (holder(file) === process.pid) rmSync(file, { force: true });
  };
}
