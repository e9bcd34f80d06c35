/** Where a requirement stands, and where that can be read. */
import type { Requirement } from '../requirements/catalogue.js';

/** `RFC 6749 section 5.1`. */
export function sourceName({ document, section }: Pick<Requirement, 'document' | 'section'>): string {
  if (section === '-') return document;
  return /^\d/.test(section) ? `${document} section ${section}` : `${document}, ${section}`;
}

/** Address of the section; `undefined` for what has no stable one. A results file of whoever may hold any text: only a web address is one. */
export function sourceLink({ link }: { readonly link?: string | undefined }): string | undefined {
  return link !== undefined && /^https?:\/\/[\w.~!$&'()*+,;=:@/?#%-]+$/.test(link) ? link : undefined;
}
