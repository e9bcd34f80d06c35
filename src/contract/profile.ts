/** Profiles: what is known about one target that its OpenAPI document leaves open. */
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Cursor } from './cursor.js';
import { DocumentError } from './document-error.js';
import { packageRoot } from './package-root.js';
import { refuseUnless } from './package-schema.js';
import { SourceFile } from './source-file.js';

/** What a target claims to follow beyond RFC 6749 and its own document. */
export type Strictness = 'rfc6749' | 'oauth21' | 'fapi1' | 'fapi2';

export interface Profile {
  readonly title: string;
  readonly description: string | undefined;
  readonly strictness: Strictness;
  /** By parameter name: whether the target refuses a request without it. Overrides the document. */
  readonly enforced: Readonly<Record<string, boolean>>;
}

/** The profile cannot be used. */
export class ProfileError extends DocumentError {}

const directory = join(packageRoot, 'specs', 'profiles');

async function fileOf(nameOrFile: string): Promise<string> {
  if (/[\\/]|\.ya?ml$/i.test(nameOrFile)) return resolve(nameOrFile);
  const names = (await readdir(directory)).map((file) => file.replace(/\.yaml$/, ''));
  if (names.includes(nameOrFile)) return join(directory, `${nameOrFile}.yaml`);
  throw new ProfileError({
    file: nameOrFile,
    problem: `there is no profile ${JSON.stringify(nameOrFile)}`,
    mend: `name one of ${names.sort().join(', ')}, or the path of a YAML file`,
  });
}

/**
 * @param nameOrFile a name of `specs/profiles/`, or a path: whatever holds a slash or ends in `.yaml`
 * @throws ProfileError
 */
export async function readProfile(nameOrFile: string): Promise<Profile> {
  const source = await SourceFile.read(await fileOf(nameOrFile), nameOrFile, ProfileError);
  const root = new Cursor(source, '#', source.value);
  refuseUnless(root, 'profile.schema.json');
  const {
    title,
    description,
    strictness = 'rfc6749',
    enforced,
  } = source.value as Partial<Profile> & Pick<Profile, 'title'>;
  return { title, description, strictness, enforced: Object.assign(Object.create(null), enforced) };
}
