/** The profiles that come with this package. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.js';

export const packagedProfiles = join(packageRoot, 'specs', 'profiles');

export function profileNames(): string[] {
  const files = readdirSync(packagedProfiles);
  return files.flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -'.yaml'.length)] : [])).sort();
}
