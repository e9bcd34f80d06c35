/** What a request without TLS brought, where https is what should be spoken. */
import { header, jsonObject, stringMember } from '../../../http/answer.js';
import type { Observation, ReceivedResponse } from '../../../http/observation.js';
import { tokensIn } from '../../predicates.js';

/** Codes that only somebody gives who looked at the credentials. */
const credentialErrors = ['invalid_client', 'invalid_grant', 'unauthorized_client'];

/** `{"error": "invalid_client", "error_description": "use https"}` is an answer to the connection. */
function complainsOfTransport(response: ReceivedResponse): boolean {
  return /https|\btls\b|\bssl\b|secure (connection|channel|transport)/i.test(
    JSON.stringify(jsonObject(response) ?? {}),
  );
}

/** The token endpoint itself dealt with the request. */
export function isProcessed({ response }: Observation): boolean {
  if (!response) return false;
  if (tokensIn(response).length > 0) return true;
  const error = stringMember(response, 'error') ?? '';
  return credentialErrors.includes(error) && !complainsOfTransport(response);
}

/** Leads the client on to https, as if nothing had happened. */
export function isRedirectToHttps({ response }: Observation): boolean {
  return (
    response !== undefined &&
    response.status >= 300 &&
    response.status < 400 &&
    /^\s*https:/i.test(header(response, 'Location') ?? '')
  );
}

/** Why nothing can be said; `undefined`: something can. */
export function unclear({ response, failure }: Observation): string | undefined {
  if (failure && ['timeout', 'proxy', 'unresolved', 'other'].includes(failure.kind)) return failure.message;
  if (response && (response.status >= 500 || response.status === 429 || response.status === 407))
    return `plain http was answered with HTTP ${response.status}`;
  return undefined;
}
