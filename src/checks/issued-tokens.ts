/** Taking tokens from observations into the statistics of a run. */
import { accessToken, refreshToken } from '../http/answer.js';
import type { Observation } from '../http/observation.js';
import { sentParameters } from '../http/sent-parameters.js';
import { claimsOf } from './jwt.js';
import type { IssuedTokens } from './token-series.js';

/** The user of a login, or of the login that a refresh descends from. */
function ownerOf({ request }: Observation, issued: IssuedTokens): string | undefined {
  const form = sentParameters(request);
  const presented = form.get('refresh_token');
  return presented === null ? (form.get('username') ?? undefined) : issued.refresh.ownerOf(presented);
}

export function learnTokens(issued: IssuedTokens, observation: Observation): void {
  const [access, refresh] = [accessToken(observation), refreshToken(observation)];
  if (access === undefined) return;
  const owner = ownerOf(observation, issued);
  issued.access.add(access, owner);
  if (refresh !== undefined) issued.refresh.add(refresh, owner);
  const jti = claimsOf(access)?.jti;
  if (typeof jti === 'string') issued.addJti(jti, access);
}
