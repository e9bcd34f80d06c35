/** What an answer gives away about the mistake: a parameter that it names, the way in which it wants the client. */
import type { Parameter } from '../contract/contract.js';
import { bodyText, headerValues } from '../http/answer.js';
import type { ReceivedResponse, SentRequest } from '../http/observation.js';

/** Servers name what they miss in the first lines, if at all. Characters. */
const read = 2000;

/** Shorter names occur within other words. */
const shortestName = 5;

const folded = (text: string): string => text.toLowerCase().replace(/[^a-z\d]/g, '');

/** Those of the parameters that the text of the answer names, in whatever spelling: `user name`, `client-id`. */
export function namedParameters(response: ReceivedResponse, parameters: readonly Parameter[]): Parameter[] {
  const text = folded((bodyText(response) ?? '').slice(0, read));
  const isNamed = ({ name }: Pick<Parameter, 'name'>): boolean =>
    folded(name).length >= shortestName && text.includes(folded(name));
  return parameters.filter(
    (one) => isNamed(one) || (one.alternative !== undefined && isNamed(one.alternative)),
  );
}

/**
 * How else the client may be wanted to authenticate (RFC 6749 section 2.3.1): by HTTP Basic where the answer challenges for
 * it although nothing was presented in that way; in the body where it was not and the answer does not.
 */
export function otherAuthentication(
  request: SentRequest,
  response: ReceivedResponse,
): 'client_secret_basic' | 'client_secret_post' | undefined {
  const byBasic = request.headers.some(
    ([name, value]) => /^authorization$/i.test(name) && /^basic /i.test(value),
  );
  const challenged = headerValues(response, 'WWW-Authenticate').some((value) => /\bbasic\b/i.test(value));
  if (!byBasic) return challenged ? 'client_secret_basic' : undefined;
  return challenged ? undefined : 'client_secret_post';
}

/** Whether the form has a parameter of that name. */
export function wasSent(request: SentRequest, name: string): boolean {
  return new URLSearchParams(request.body.toString()).has(name);
}
