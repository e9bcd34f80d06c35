/** Refreshes in a row: which token the next one presents depends on what the last one brought. */
import type { Contract } from '../../contract/contract.js';
import { accessToken, refreshToken } from '../../http/answer.js';
import type { Observation } from '../../http/observation.js';
import type { RequestDraft } from '../request.js';
import type { Scenario, Step, StepContext } from '../scenario.js';
import { refreshGrant } from './grants.js';
import { issueStep, tagsOf } from './variation.js';

function granted({ response }: Observation): boolean {
  return response?.status === 200;
}

/** The token of the last of these steps that returned one: without a new one the old one stays (section 6). */
export function newest(context: StepContext, ...steps: readonly [string, ...string[]]): string {
  const tokens = steps
    .map((step) => context.observed(step))
    .filter(granted)
    .map(refreshToken);
  return tokens.findLast((token) => token !== undefined) ?? context.token(steps[0], 'refresh_token');
}

export function refresh(context: StepContext, token: string): RequestDraft {
  return context.valid(refreshGrant, { values: { refresh_token: token } });
}

/** True when the step handed out tokens; the steps after it mean nothing otherwise. */
export function succeeded(context: StepContext, step: string): boolean {
  const observation = context.observed(step);
  return granted(observation) && accessToken(observation) !== undefined;
}

/** True when the step returned a refresh token that is a new one. */
export function rotated(context: StepContext, step = 'first'): boolean {
  return (
    succeeded(context, step) && newest(context, 'issue', step) !== context.token('issue', 'refresh_token')
  );
}

export function flow(
  contract: Contract,
  name: string,
  title: string,
  steps: readonly Step[],
  issue: Step = issueStep(contract),
): Scenario {
  return {
    id: `${refreshGrant}/${name}`,
    family: 'refresh-flow',
    grant: refreshGrant,
    title,
    tags: tagsOf('refresh-flow', refreshGrant),
    needs: [],
    steps: [issue, ...steps],
  };
}
