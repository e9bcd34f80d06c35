import type { Observation } from '../../../http/observation.js';
import { type Judgement, notApplicable } from '../../check.js';

/**
 * A response tells the version that its server conforms to (RFC 9110 section 2.5): what RFC 9112 asks of servers of HTTP/1.1
 * does not bind one of HTTP/1.0, and chunks must not be sent to it at all (RFC 9112 section 6.1).
 */
export function speaksOldHttp({ response }: Observation): Judgement | undefined {
  return response?.httpVersion === '1.0'
    ? notApplicable('the server speaks HTTP/1.0, and the rule is one of HTTP/1.1')
    : undefined;
}
