import { type Judgement, notApplicable, type Subject } from '../check.js';
import { tokenIssued } from './outcome.js';

/**
 * One defect, one finding: where a plainer mistake brings a token as well, this one shows nothing of its own.
 * @param probes the plainer mistakes; each of them must have brought a token
 */
export function grantedAnyway(
  { observation, peer }: Subject,
  probes: readonly string[],
): Judgement | undefined {
  return probes.length > 0 && tokenIssued(observation) && probes.every((probe) => tokenIssued(peer(probe)))
    ? notApplicable(
        `a plainer mistake (${probes.join(', ')}) brings a token, too: judged by a rule of its own`,
      )
    : undefined;
}
