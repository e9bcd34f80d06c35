/** Judging companions: what is shielded or crashed is not theirs to judge. */
import type { ReceivedResponse } from '../../../http/observation.js';
import { inconclusive, type Judgement, type Subject } from '../../check.js';
import { shielded } from '../../predicates.js';
import { crashed } from '../outcome.js';

export function answered(
  { observation }: Subject,
  judge: (response: ReceivedResponse) => Judgement,
): Judgement {
  const { response } = observation;
  // A resource refuses with 403 and without an OAuth error: only a refusal to serve at all leaves the question open.
  const blocked = response && response.status < 429 ? undefined : shielded(observation);
  if (blocked !== undefined) return inconclusive(blocked);
  return crashed(observation) ?? (response ? judge(response) : inconclusive('no response came'));
}
