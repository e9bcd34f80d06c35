/** The second half of `npm run generate`: the page needs the index that the first half writes. */
import { writeRequirementsPage } from './write-page.js';

await writeRequirementsPage();
