/** A reader of a report sees the old one or the new one, never half of one. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Node's own `recursive` never returns for a folder that the system lets nobody make, such as one below /proc. */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (!existsSync(dirname(folder))) makeFolder(dirname(folder));
  mkdirSync(folder);
}

/**
 * Writes text (UTF-8) or bytes to a temporary file beside the target and renames it. Creates missing folders.
 * @param mode of the new file, from its first byte, such as 0o600 for secrets
 */
export function writeAtomically(path: string, content: string | Uint8Array, mode = 0o666): void {
  makeFolder(dirname(path));
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    // A mode is given to new files alone.
    rmSync(temporary, { force: true });
    writeFileSync(temporary, content, { mode, flag: 'wx' });
    renameSync(temporary, path);
  } catch (problem) {
    rmSync(temporary, { force: true });
    throw problem;
  }
}

const words: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'a file would be larger than is allowed here',
  EACCES: 'it is not allowed',
  EPERM: 'it is not allowed',
  EROFS: 'the file system is read-only',
  EISDIR: 'a folder is in the way',
  ENOENT: 'its folder cannot be made',
};

/** Why the system refused to write; `undefined` for what is no refusal of the system. */
export function writingProblem(problem: unknown): string | undefined {
  const { code, syscall } = (problem ?? {}) as NodeJS.ErrnoException;
  return code === undefined || syscall === undefined
    ? undefined
    : `${words[code] ?? 'the system refuses'} (${code})`;
}
