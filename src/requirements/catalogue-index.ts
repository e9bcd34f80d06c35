/** Derives the index that is kept beside this file from the text of the catalogue. */
import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import type { CatalogueIndex, Requirement } from './catalogue.js';

/** What the index takes of an entry of `specs/requirements.yaml` (`schemas/requirements.schema.json`). */
interface CatalogueEntry {
  readonly id: string;
  readonly source: { readonly document: string; readonly section: string };
  readonly level: string;
  readonly verdict_on_violation: Requirement['severity'];
  readonly set: Requirement['set'];
  readonly kind: Requirement['kind'];
  readonly mode: string;
  readonly applies: {
    readonly endpoint: string;
    readonly grants: readonly string[];
    readonly needs: readonly string[];
  };
  readonly requirement: string;
}

/** Address of a section of an RFC (`5.1`, `A.12`); the first one where several are named. */
function linkOf({ document, section }: CatalogueEntry['source']): string | undefined {
  const rfc = /^RFC (\d+)/.exec(document)?.[1];
  const numbered = /^(?:(?<section>\d+(?:\.\d+)*)|(?:Appendix )?(?<appendix>[A-Z](?:\.\d+)*))\b/.exec(
    section,
  );
  if (rfc === undefined || !numbered?.groups) return undefined;
  const { section: number, appendix } = numbered.groups;
  const anchor = number === undefined ? `appendix-${appendix}` : `section-${number}`;
  return `https://www.rfc-editor.org/rfc/rfc${rfc}#${anchor}`;
}

function indexEntry(entry: CatalogueEntry): Requirement {
  const link = linkOf(entry.source);
  return {
    id: entry.id,
    level: entry.level,
    severity: entry.verdict_on_violation,
    set: entry.set,
    kind: entry.kind,
    mode: entry.mode,
    endpoint: entry.applies.endpoint,
    document: entry.source.document,
    section: entry.source.section,
    ...(link === undefined ? {} : { link }),
    sentence: entry.requirement,
    needs: entry.applies.needs,
    grants: entry.applies.grants,
  };
}

/** The text of `specs/requirements.index.json`, one requirement a line. Throws when the catalogue is not YAML. */
export function catalogueIndexText(catalogue: string): string {
  const { version, requirements } = parse(catalogue) as {
    readonly version: string;
    readonly requirements: readonly CatalogueEntry[];
  };
  const hash = createHash('sha256').update(catalogue.replaceAll('\r\n', '\n')).digest('hex').slice(0, 12);
  const index: CatalogueIndex = {
    revision: `${version}+${hash}`,
    requirements: requirements.map(indexEntry),
  };
  const lines = index.requirements.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n');
  return `{\n  "revision": ${JSON.stringify(index.revision)},\n  "requirements": [\n${lines}\n  ]\n}\n`;
}
