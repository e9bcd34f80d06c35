/** What RFC 9112 says of messages that are not well-formed: refused as messages, before OAuth sees a request. */
import type { Observation } from '../../../http/observation.js';
import { inconclusive, type Judgement, pass, type Severity, violation } from '../../check.js';
import { noCrash, shielded, whatCame } from '../../predicates.js';
import { rateLimited, tokenIssued } from '../outcome.js';

/** Every response that came, in order. */
export function responsesOf({ response, further = [] }: Observation) {
  return response ? [response, ...further] : [];
}

/** What became of the exchange, in a few words: `HTTP 200 with a token, and the connection was kept`. */
export function aftermathOf(observation: Observation): string {
  const count = responsesOf(observation).length;
  const more = count > 1 ? `, and ${count - 1} more` : '';
  return `${whatCame(observation)}${more}; the connection was ${observation.connection ?? 'closed'}`;
}

export function anyTokenIssued(observation: Observation): boolean {
  return responsesOf(observation).some((response) => tokenIssued({ ...observation, response }));
}

/** A closed connection is a refusal, too. */
function closedWithoutAnswer({ failure }: Observation): boolean {
  return failure?.kind === 'reset';
}

/** HTTP 4xx (or 501, 505), or a closed connection. A token is a violation, so are a crash and a hang. */
export function refusedMessage(
  observation: Observation,
  options?: { readonly severity?: Severity },
): Judgement {
  const { response } = observation;
  const expected = 'HTTP 400, or the connection closed';
  if (anyTokenIssued(observation)) return violation(expected, whatCame(observation), options);
  const limited = rateLimited(observation);
  if (limited) return limited;
  if (closedWithoutAnswer(observation)) return pass;
  const status = response?.status ?? 0;
  if ((status >= 400 && status < 500) || status === 501 || status === 505) return pass;
  const blocked = shielded(observation);
  if (blocked !== undefined) return inconclusive(blocked);
  if (status >= 300 && status < 400) return inconclusive(`a redirect: ${whatCame(observation)}`);
  const crash = noCrash(observation);
  return crash.kind === 'pass' ? violation(expected, whatCame(observation), options) : crash;
}

/** As `refusedMessage`, and the connection is closed: who disagrees about lengths must not read on. */
export function refusedAndClosed(observation: Observation): Judgement {
  const judgement = refusedMessage(observation);
  if (judgement.kind !== 'pass' || !observation.response) return judgement;
  const count = responsesOf(observation).length;
  if (count > 1 || observation.connection === 'kept')
    return violation('one refusal, and the connection closed', aftermathOf(observation));
  return pass;
}
