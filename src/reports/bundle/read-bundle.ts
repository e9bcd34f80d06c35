/** Reads the bundle of a run, which may come from anybody. */
import { firstSchemaProblem } from '../../contract/package-schema.js';
import { ResultsFileError } from '../results-file-error.js';
import { visible } from '../text.js';
import { ArchiveError, type Member, unpacked } from './archive.js';
import { type BundleSettings, bundleFile, names, sha256 } from './layout.js';

export interface Bundle {
  /** As JSON; not yet seen to be results. */
  readonly results: Uint8Array;
  readonly settings: BundleSettings;
  /** Members whose names begin with `contract/`, and the profile where there is one. */
  readonly inputs: readonly Member[];
}

function listed(file: string, list: Uint8Array | undefined): Map<string, string> {
  if (!list)
    throw new ResultsFileError(
      `${file} is not the bundle of a run: it has no ${names.list}. Name a ${bundleFile}.`,
    );
  const lines = Buffer.from(list).toString().split('\n').filter(Boolean);
  const entries = lines.map((line) => /^([0-9a-f]{64}) [ *](.+?)\r?$/.exec(line));
  if (entries.includes(null))
    throw new ResultsFileError(`${file}: ${names.list} has a line that is no checksum. ${getAnother}`);
  return new Map(entries.flatMap((entry) => (entry ? [[entry[2] ?? '', entry[1] ?? '']] : [])));
}

const getAnother = 'Ask for the bundle again.';

const quoted = (given: readonly string[]): string =>
  visible(given.map((name) => JSON.stringify(name)).join(', '));

/** Every difference between what is there and what the list says. */
function refuseAltered(file: string, members: ReadonlyMap<string, Uint8Array>): void {
  const list = listed(file, members.get(names.list));
  const others = [...members.keys()].filter((name) => name !== names.list);
  const complaints = [
    ['is missing', [...list.keys()].filter((name) => !members.has(name))],
    ['is not in its list of checksums', others.filter((name) => !list.has(name))],
    [
      'was altered: its SHA-256 is not the one of the list',
      [...members].flatMap(([name, bytes]) =>
        list.has(name) && list.get(name) !== sha256(bytes) ? [name] : [],
      ),
    ],
  ] as const;
  const found = complaints.flatMap(([what, which]) =>
    which.length > 0 ? [`${quoted(which.slice(0, 5))} ${what}`] : [],
  );
  if (found.length > 0) throw new ResultsFileError(`${file}: ${found.join('; ')}. ${getAnother}`);
}

/**
 * Reads a bundle and holds every member to the list of checksums.
 * @param file name for messages
 * @throws ResultsFileError for what is no bundle, a hostile archive, and a member that is missing, added or altered
 */
export function readBundle(file: string, archive: Uint8Array): Bundle {
  let members: ReadonlyMap<string, Uint8Array>;
  try {
    members = new Map(unpacked(archive).map(({ name, bytes }) => [name, bytes]));
  } catch (problem) {
    if (problem instanceof ArchiveError)
      throw new ResultsFileError(`${file} ${problem.message}. ${getAnother}`);
    throw problem;
  }
  refuseAltered(file, members);
  const [results, written] = [members.get(names.results), members.get(names.settings)];
  if (!results || !written)
    throw new ResultsFileError(
      `${file} is not the bundle of a run: it lacks ${results ? names.settings : names.results}.`,
    );
  const settings = settingsOf(file, written);
  for (const name of [settings.spec, ...(settings.profile === names.profile ? [names.profile] : [])])
    if (!members.has(name))
      throw new ResultsFileError(`${file}: ${quoted([name])} is missing. ${getAnother}`);
  const inputs = [...members].flatMap(([name, bytes]) =>
    name.startsWith(names.contract) || name === names.profile ? [{ name, bytes }] : [],
  );
  return { results, settings, inputs };
}

function settingsOf(file: string, written: Uint8Array): BundleSettings {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(written).toString());
  } catch {
    throw new ResultsFileError(`${file}: ${names.settings} is not JSON. ${getAnother}`);
  }
  const problem = firstSchemaProblem('bundle.schema.json', value);
  if (problem === undefined) return value as BundleSettings;
  throw new ResultsFileError(`${file}: ${names.settings} breaks schemas/bundle.schema.json: ${problem}`);
}

/** By its first bytes, whatever it is called. */
export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}
