/** What was assumed because the document leaves it open, as the reports have it: as much as anybody reads. */
import type { Assumption, Contract } from '../contract/contract.js';

/** Documents are untrusted and may repeat themselves. */
const most = 100;
const longest = 500;

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** Those beyond the limit are counted in a last entry. */
export function reportedAssumptions({
  assumptions,
  pointer,
}: Pick<Contract, 'assumptions' | 'pointer'>): Assumption[] {
  const more = assumptions.length - most;
  return [
    ...assumptions.slice(0, most).map((one) => ({ what: cut(one.what), pointer: cut(one.pointer) })),
    ...(more > 0 ? [{ what: `and ${more} more`, pointer: cut(pointer) }] : []),
  ];
}
