/** Writes `docs/requirements.md` anew, for the contract that comes with the package. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../contract/package-root.js';
import { readContract } from '../contract/read-contract.js';
import { scenariosOf } from '../session/plan.js';
import { readSettings } from '../settings/read-settings.js';
import { coverageOf } from './coverage.js';
import { requirementsPage } from './requirements-page.js';

export async function requirementsPageText(): Promise<string> {
  const { spec } = readSettings({ flags: {}, env: {}, dotenvFile: undefined });
  return requirementsPage(coverageOf(scenariosOf(await readContract(spec))));
}

export async function writeRequirementsPage(): Promise<void> {
  const folder = join(packageRoot, 'docs');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'requirements.md'), await requirementsPageText());
}
