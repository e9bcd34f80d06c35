/** What a probe sent, read back from the wire: how a check learns the value that it looks for in the response. */
import type { Observation } from '../../http/observation.js';
import { sentParameters } from '../../http/sent-parameters.js';

/** The parameters of the token request. */
export function sentForm(observation: Observation): URLSearchParams {
  return sentParameters(observation.request);
}

/** All parameter values that were sent, body and query. */
export function sentValues(observation: Observation): string[] {
  const { url } = observation.request;
  const query = url.includes('?') ? [...new URL(url).searchParams.values()] : [];
  return [...sentForm(observation).values(), ...query];
}

/** The values of all header fields of that name. */
export function sentHeaders(observation: Observation, name: string): string[] {
  const wanted = name.toLowerCase();
  return observation.request.headers
    .filter(([given]) => given.toLowerCase() === wanted)
    .map(([, value]) => value);
}

/** True when the client authenticated, or tried to, by the Authorization header. */
export function usedAuthorization(observation: Observation): boolean {
  return sentHeaders(observation, 'Authorization').length > 0;
}

/** The client that the request names: by HTTP Basic, form-decoded (RFC 6749 section 2.3.1), else in the body. */
export function sentClient(observation: Observation): string | undefined {
  const [basic] = sentHeaders(observation, 'Authorization').filter((value) => /^basic /i.test(value));
  if (basic === undefined) return sentForm(observation).get('client_id') ?? undefined;
  const [id = ''] = Buffer.from(basic.slice(6), 'base64').toString().split(':');
  return new URLSearchParams(`id=${id}`).get('id') ?? undefined;
}
