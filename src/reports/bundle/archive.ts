/**
 * Zip archives (APPNOTE.TXT) that are the same bytes for the same files, and that may come from anybody: nothing is
 * unpacked before its name and its size are seen to be harmless, and nothing is ever written by its name here.
 */
import { Unzip, UnzipInflate, zipSync } from 'fflate';
import { visible } from '../text.js';

/** A file of an archive. */
export interface Member {
  /** Path within the archive, with `/` between its parts. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What is wrong with an archive, as the end of a sentence that begins with its name. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/** Far more than a bundle holds: a contract has 64 files at most. */
const mostMembers = 200;

/** Of all members together, unpacked. Bytes. */
const mostBytes = 256 * 1024 * 1024;

const longestName = 300;

/** Neither absolute nor upwards, on any system; no drive, no stream, nothing invisible. */
function isHarmless(name: string): boolean {
  return (
    name.length <= longestName &&
    !/[\\:\p{C}]/u.test(name) &&
    name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

/** A name as it may stand in a message. */
const shown = (name: string): string => visible(JSON.stringify(name.slice(0, 80)));

function refuseName(name: string): void {
  if (!isHarmless(name))
    throw new ArchiveError(`has a member of the name ${shown(name)}, which leads out of the archive`);
}

/** @throws ArchiveError for a name that would not be unpacked again */
export function packed(members: readonly Member[]): Uint8Array {
  for (const { name } of members) refuseName(name);
  return zipSync(Object.fromEntries(members.map(({ name, bytes }) => [name, bytes])), {
    // The first moment that the format knows, in local time as the format has it: when it was packed is no part of it.
    mtime: new Date(1980, 0, 1),
    level: 9,
  });
}

/** Compressed bytes that are unpacked at a time: of what they become, a thousandfold at most, nothing was counted yet. */
const pieceSize = 8 * 1024;

function collect(archive: Uint8Array): Map<string, Uint8Array[]> {
  const found = new Map<string, Uint8Array[]>();
  let total = 0;
  const reader = new Unzip();
  reader.onfile = (file) => {
    const folder = file.name.endsWith('/');
    refuseName(folder ? file.name.slice(0, -1) : file.name);
    if (folder) return;
    if (found.has(file.name)) throw new ArchiveError(`has two members of the name ${shown(file.name)}`);
    if (found.size >= mostMembers) throw new ArchiveError(`has more than ${mostMembers} members`);
    const pieces: Uint8Array[] = [];
    found.set(file.name, pieces);
    file.ondata = (problem, piece) => {
      if (problem) throw problem;
      // What the archive says of its sizes may be a lie: what comes out is counted.
      total += piece.length;
      if (total > mostBytes) throw new ArchiveError(`unpacks to more than ${mostBytes / 1024 / 1024} MiB`);
      pieces.push(piece);
    };
    file.start();
  };
  reader.register(UnzipInflate);
  for (let at = 0; at < archive.length; at += pieceSize)
    reader.push(archive.subarray(at, at + pieceSize), at + pieceSize >= archive.length);
  return found;
}

/**
 * The members, in the order of the archive, unpacked into memory.
 * @throws ArchiveError
 */
export function unpacked(archive: Uint8Array): Member[] {
  try {
    const found = collect(archive);
    if (found.size === 0) throw new ArchiveError('is damaged, or no zip archive');
    return [...found].map(([name, pieces]) => ({ name, bytes: Buffer.concat(pieces) }));
  } catch (problem) {
    if (problem instanceof ArchiveError) throw problem;
    throw new ArchiveError('is damaged, or no zip archive');
  }
}
