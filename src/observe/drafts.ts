/** What a run that observes leaves for a person to review: drafts of the document and of a quirk profile. */
import type { Contract } from '../contract/contract.js';
import { readSource } from '../contract/read-contract.js';
import { dereference } from '../contract/references.js';
import type { Results } from '../reports/results.js';
import { documentDraft } from './document-draft.js';
import { enforcementSeen } from './enforcement.js';
import { answeredOf } from './exchange-text.js';
import { profileDraft } from './profile-draft.js';

export interface Drafts {
  readonly document: string;
  readonly profile: string;
  readonly remarks: readonly string[];
}

/**
 * @param results of a run that observes; its exchanges are redacted
 * @param contract that it was made by
 * @throws ContractError when the document is no longer there
 */
export async function draftsOf(results: Results, contract: Contract): Promise<Drafts> {
  const source = await readSource(contract.file);
  const { value: dereferenced } = await dereference(source);
  const { text } = source;
  const answered = results.exchanges.flatMap((exchange) => answeredOf(exchange) ?? []);
  const base = new URL(results.target.baseUrl).pathname.replace(/\/+$/, '');
  const answers = answered.filter(
    ({ method, path }) => method === contract.method && path === base + contract.path,
  );
  const enforcement = enforcementSeen(contract, answers);
  const document = documentDraft({ contract, text, dereferenced, enforcement, answers });
  return {
    document: document.text,
    profile: profileDraft(results, enforcement),
    remarks: document.remarks,
  };
}
