import { header, stringMember } from '../../../http/answer.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { shielded, whatCame } from '../../predicates.js';
import { crashed, tokenIssued } from '../outcome.js';

const literal = { probe: 'method/options' };

/** Codes that a token endpoint comes to when it has looked at the request (RFC 6749 section 5.2). */
const ofTheHandler = /^(invalid_(request|client|grant|scope)|unauthorized_client|unsupported_grant_type)$/;

export const optionsHarmless: Check = {
  id: 'options-harmless',
  title: 'OPTIONS brings no token; a successful answer names POST among the methods.',
  requirements: ['RFC9110-9.3.7-options'],
  on: { probes: ['method/options'] },
  judge({ observation }) {
    if (tokenIssued(observation)) return violation('no token', whatCame(observation), { severity: 'fail' });
    const blocked = shielded(observation);
    if (blocked !== undefined) return inconclusive(blocked);
    const crash = crashed(observation);
    const { response } = observation;
    if (crash || !response) return crash ?? inconclusive('no response came');
    const refusedByMethod = [404, 405, 501].includes(response.status);
    if (
      response.status >= 400 &&
      !refusedByMethod &&
      ofTheHandler.test(stringMember(response, 'error') ?? '')
    )
      return violation(
        'the methods, or HTTP 405',
        `a refusal as of a token request: ${whatCame(observation)}`,
      );
    if (response.status >= 300) return pass;
    const named = ['Allow', 'Access-Control-Allow-Methods'].map((name) => header(response, name) ?? '');
    return named.some((methods) => /(^|[ ,])(POST|\*)([ ,]|$)/i.test(methods))
      ? pass
      : violation('Allow or Access-Control-Allow-Methods with POST', 'neither names POST');
  },
  examples: {
    conforming: [
      example('the methods', { status: 204, body: '', more: [['Allow', 'OPTIONS, POST']] }, literal),
      example('refused', { status: 405, body: '' }, literal),
      example('refused with an OAuth error', oauthError('invalid_request', 405), literal),
      example('refused by somebody else', { status: 403, json: { error: 'Forbidden' } }, literal),
    ],
    violating: [
      example('no methods', { status: 200, body: '' }, literal),
      example(
        'a method of a similar name',
        { status: 204, body: '', more: [['Allow', 'POSTPONE']] },
        literal,
      ),
      example('treated as a token request', oauthError('invalid_request', 415), literal),
      example('a token', {}, literal, 'fail'),
    ],
  },
};
