/** A part of `npm run generate`: writes `docs/dependencies.md` anew. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/settings/package-root.js';
import { dependenciesPage } from './page.js';

writeFileSync(join(packageRoot, 'docs/dependencies.md'), dependenciesPage());
