/** Refresh tokens as they were presented and returned. */
import { refreshToken } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { sentForm } from '../sent.js';

export function presentedToken(observation: Observation | undefined): string | undefined {
  return (observation && sentForm(observation).get('refresh_token')) ?? undefined;
}

/** True when the refresh returned a refresh token other than the one that was presented. */
export function rotated(observation: Observation): boolean {
  const returned = refreshToken(observation);
  return returned !== undefined && returned !== presentedToken(observation);
}
