/** Writes the index of the catalogue anew: `npm run generate`, from the root of the project. */
import { readFile, writeFile } from 'node:fs/promises';
import { catalogueIndexText } from './catalogue-index.js';

const catalogue = await readFile('specs/requirements.yaml', 'utf8');
await writeFile('specs/requirements.index.json', catalogueIndexText(catalogue));
