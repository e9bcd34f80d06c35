/** The last part of `npm run generate`: writes `docs/settings.md`, for the document that comes with the package. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../settings/package-root.js';
import { settingsPage } from './settings-page.js';

await writeFile(join(packageRoot, 'docs', 'settings.md'), await settingsPage());
