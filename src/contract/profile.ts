/** Profiles: what is known about one target that its OpenAPI document leaves open. */
import { join, resolve } from 'node:path';
import { Cursor } from './cursor.js';
import { DocumentError } from './document-error.js';
import { refuseUnless } from './package-schema.js';
import { packagedProfiles, profileNames } from './profile-names.js';
import { SourceFile } from './source-file.js';

/** What a target claims to follow beyond RFC 6749 and its own document. */
export type Strictness = 'rfc6749' | 'oauth21' | 'fapi1' | 'fapi2';

/** A way in which a product is known to deviate from the standards. */
export interface KnownDeviation {
  /** Ids of the checks that find it. */
  readonly checks: readonly string[];
  /** Id of a scenario, where `*` stands for any text; `undefined`: every scenario. */
  readonly scenario?: string | undefined;
  /** What a finding of it says came, where `*` stands for any text. */
  readonly actual: readonly string[];
  readonly what: string;
  /** How it is known: `inferred` is likely, and not proved. */
  readonly evidence: 'documentation' | 'source' | 'issue' | 'measured' | 'inferred';
  /** Where that can be read. */
  readonly source: string;
}

export interface Profile {
  readonly title: string;
  readonly description: string | undefined;
  readonly strictness: Strictness;
  /** By parameter name: whether the target refuses a request without it. Overrides the document. */
  readonly enforced: Readonly<Record<string, boolean>>;
  readonly deviations: readonly KnownDeviation[];
  /** What is not known of the product, one sentence each. */
  readonly unknown: readonly string[];
}

/** The profile cannot be used. */
export class ProfileError extends DocumentError {}

function fileOf(nameOrFile: string): string {
  if (/[\\/]|\.ya?ml$/i.test(nameOrFile)) return resolve(nameOrFile);
  const names = profileNames();
  if (names.includes(nameOrFile)) return join(packagedProfiles, `${nameOrFile}.yaml`);
  throw new ProfileError({
    file: nameOrFile,
    problem: `there is no profile ${JSON.stringify(nameOrFile)}`,
    mend: `name one of ${names.join(', ')}, or the path of a YAML file`,
  });
}

/** As it stands in its file. @throws ProfileError */
export async function profileSource(nameOrFile: string): Promise<SourceFile> {
  const source = await SourceFile.read(fileOf(nameOrFile), nameOrFile, ProfileError);
  refuseUnless(new Cursor(source, '#', source.value), 'profile.schema.json');
  return source;
}

/** Of a file that satisfies its schema. */
export function profileOf({ value }: Pick<SourceFile, 'value'>): Profile {
  const given = value as Partial<Profile> & Pick<Profile, 'title'>;
  const { title, description, strictness = 'rfc6749', enforced, deviations = [], unknown = [] } = given;
  return {
    title,
    description,
    strictness,
    enforced: Object.assign(Object.create(null), enforced),
    deviations,
    unknown,
  };
}

/**
 * @param nameOrFile a name of `specs/profiles/`, or a path: whatever holds a slash or ends in `.yaml`
 * @throws ProfileError
 */
export async function readProfile(nameOrFile: string): Promise<Profile> {
  return profileOf(await profileSource(nameOrFile));
}
