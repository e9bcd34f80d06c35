/** Why a rule is not covered: `specs/unverified.yaml`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../contract/package-root.js';

export interface Explanation {
  readonly id: string;
  /** One sentence. */
  readonly reason: string;
  /** The precondition of the catalogue, or the profile, that would make the rule apply; without one it applies as it is. */
  readonly switchedOnBy?: string;
}

export function readExplanations(): ReadonlyMap<string, Explanation> {
  const text = readFileSync(join(packageRoot, 'specs', 'unverified.yaml'), 'utf8');
  const { unverified } = parse(text) as { readonly unverified: readonly Explanation[] };
  return new Map(unverified.map((explanation) => [explanation.id, explanation]));
}
