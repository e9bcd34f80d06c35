/**
 * The bundle of a run: one zip with its reports, its results, the contract that was judged, the settings without
 * secrets, and a list of SHA-256 that `sha256sum -c` reads. The same run gives the same bytes.
 */
import { renderReports } from '../render-reports.js';
import type { Results } from '../results.js';
import { type Member, packed } from './archive.js';
import { type BundleSettings, names, sha256 } from './layout.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown): Uint8Array => encode(`${JSON.stringify(value, undefined, 2)}\n`);

/** What stands in README.txt, for whoever gets the bundle and has never seen one. */
function readMe({ tool, verdict, target, run }: Results): string {
  return `${tool.name} ${tool.version}: ${target.contract.title}, ${run.finishedAt}
Verdict: ${verdict.replaceAll('-', ' ')}

Read       conformance.html, in a browser
Check      sha256sum -c SHA256SUMS
           (that nothing was changed by accident; who wrote it only a signature shows)
Render     npx token-conformance report bundle.zip
Send again npx token-conformance replay SCENARIO --from bundle.zip
           (with credentials of your own: no secret is in here)
`;
}

export interface BundleContents {
  readonly results: Results;
  /** Results of an earlier run: the partner report tells what changed. */
  readonly since: Results | undefined;
  readonly settings: BundleSettings;
  /** By the names of the settings: the contract and its files, a profile, waivers. */
  readonly inputs: readonly Member[];
}

/** The bytes of the archive. Texts are taken as they are: no secret may be in them. */
export async function writtenBundle(contents: BundleContents): Promise<Uint8Array> {
  const { results, since, settings, inputs } = contents;
  const reports = await renderReports(results, { formats: ['html', 'junit', 'sarif'], since });
  const members: Member[] = [
    { name: names.readMe, bytes: encode(readMe(results)) },
    ...reports.map(({ file, text }) => ({ name: file, bytes: encode(text) })),
    { name: names.results, bytes: json(results) },
    { name: names.settings, bytes: json(settings) },
    ...inputs,
  ];
  const list = members.map(({ name, bytes }) => `${sha256(bytes)}  ${name}\n`).join('');
  return packed([...members, { name: names.list, bytes: encode(list) }]);
}
