/**
 * A check on the OpenAPI document itself: one file, one requirement or a few that belong together. What the
 * document says otherwise than the standard is a fail; what it leaves open that the standard does not, a warning;
 * what it could say for the help of its readers, an information.
 */
import type { TokenDocument } from '../../contract/token-document.js';
import type { RequirementId } from '../../requirements/catalogue.js';
import type { DocumentPart } from '../../scenarios/static-part.js';
import type { Severity } from '../check.js';

/** One place of the document that breaks the requirement. */
export interface Finding {
  /** JSON pointer into the document, its references resolved. */
  readonly at: string;
  readonly expected: string;
  readonly actual: string;
  /** Default: that of the check's first requirement. */
  readonly severity?: Severity;
}

/** The findings (none: it holds), or why there is nothing to judge. */
type DocumentJudgement = readonly Finding[] | { readonly notApplicable: string };

export interface DocumentExample {
  readonly name: string;
  readonly document: TokenDocument;
  /** For violating examples: the severity that must come out, where it is not the default one. */
  readonly severity?: Severity;
}

export interface DocumentCheck {
  /** Kebab-case; the file is named after it. */
  readonly id: string;
  /** What must hold, as a plain sentence. */
  readonly title: string;
  /** Ids of the catalogue. The first one gives level, source and default severity. */
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  readonly part: DocumentPart;
  judge(document: TokenDocument): DocumentJudgement;
  readonly examples: {
    readonly conforming: readonly DocumentExample[];
    readonly violating: readonly DocumentExample[];
  };
}

export function notDescribed(what: string): { readonly notApplicable: string } {
  return { notApplicable: `the document describes no ${what}` };
}
