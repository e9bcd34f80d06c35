/** The profile of a run, held to the checks that there are. */
import { Cursor } from '../contract/cursor.js';
import { type Profile, profileOf, profileSource } from '../contract/profile.js';
import { nearNames } from '../settings/near-names.js';

/**
 * Reads a profile and makes sure that each check that it names exists. Slow: loads every check.
 * @param own ids of the checks of the user's own
 * @throws ProfileError for a name that nothing has: it would label nothing
 */
export async function validateProfile(nameOrFile: string, own: readonly string[] = []): Promise<Profile> {
  const source = await profileSource(nameOrFile);
  const profile = profileOf(source);
  if (profile.deviations.length === 0) return profile;
  const { allChecks } = await import('../checks/index.js');
  const ids = [...allChecks.map(({ id }) => id), ...own];
  const listed = new Cursor(source, '#', source.value).get('deviations')?.items() ?? [];
  for (const at of listed.flatMap((deviation) => deviation.get('checks')?.items() ?? [])) {
    if (ids.includes(at.text())) continue;
    const near = nearNames(at.text(), ids);
    at.fail(
      `there is no check ${JSON.stringify(at.text())}`,
      near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'the command coverage names them all',
    );
  }
  return profile;
}
