/** Everything that a run left behind, archives opened. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { Artefact } from './secret-search.js';

const endOfCentralDirectory = 0x06054b50;
const centralHeader = 0x02014b50;

/** The files of a zip archive by its central directory (APPNOTE.TXT section 4.3.12); stored or deflated, no zip64. */
function unzipped(archive: Buffer): { readonly name: string; readonly bytes: Buffer }[] {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(endOfCentralDirectory);
  const end = archive.lastIndexOf(signature);
  if (end < 0) throw new Error('no zip archive');
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (archive.readUInt32LE(at) !== centralHeader) throw new Error('a broken central directory');
    const [method, size] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)];
    const [nameLength, extraLength] = [archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30)];
    const [commentLength, local] = [archive.readUInt16LE(at + 32), archive.readUInt32LE(at + 42)];
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    at += 46 + nameLength + extraLength + commentLength;
    const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const data = archive.subarray(begin, begin + size);
    return { name, bytes: method === 0 ? data : inflateRawSync(data) };
  });
}

/** The archives that Playwright embeds into its HTML report. */
function embeddedArchives(text: string): Buffer[] {
  return [...text.matchAll(/data:application\/zip;base64,([A-Za-z0-9+/]+=*)/g)].map(([, data = '']) =>
    Buffer.from(data, 'base64'),
  );
}

function opened(place: string, bytes: Buffer): Artefact[] {
  const found: Artefact[] = [{ place, bytes }];
  const inside = bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004' ? [bytes] : [];
  if (place.endsWith('.html')) inside.push(...embeddedArchives(bytes.toString('latin1')));
  for (const archive of inside)
    for (const { name, bytes: content } of unzipped(archive))
      found.push(...opened(`${place}!${name}`, content));
  return found;
}

/** All files below a folder, their names included, changed since `since` (milliseconds since the epoch). */
export function artefactsBelow(folder: string, since = 0): Artefact[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => {
    const status = statSync(join(folder, name), { throwIfNoEntry: false });
    return status?.isFile() === true && status.mtimeMs >= since;
  });
  return [
    { place: `names of files below ${folder}`, bytes: Buffer.from(names.join('\n')) },
    ...files.flatMap((name) =>
      opened(relative(folder, join(folder, name)), readFileSync(join(folder, name))),
    ),
  ];
}
