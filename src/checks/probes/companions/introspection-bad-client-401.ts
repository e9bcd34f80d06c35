import { stringMember } from '../../../http/answer.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { tokenIssued } from '../outcome.js';
import { usedAuthorization } from '../sent.js';
import { answered } from './answered.js';

const literal = { probe: 'introspection/wrong-secret' };
const byBasic = (answer: Parameters<typeof observation>[0]) =>
  observation(answer, { headers: [['Authorization', 'Basic YXBpOndyb25n']] });
const basicWorks = { ...literal, peers: { 'basic/valid': observation() } };
const expected = 'HTTP 401 with error invalid_client';

/** RFC 7662 section 2.3, which refers to RFC 6749 section 5.2. That a 401 has a challenge is judged on every 401. */
export const introspectionBadClient401: Check = {
  id: 'introspection-bad-client-401',
  title: 'A caller of introspection with a wrong client secret is refused with 401.',
  requirements: ['RFC7662-2.3-bad-client-401'],
  on: { probes: ['introspection/wrong-secret'] },
  judge(subject) {
    const { observation: made } = subject;
    const inHeader = usedAuthorization(made);
    if (inHeader) {
      const basic = subject.peer('basic/valid');
      if (!basic) return inconclusive('it is not known whether the server takes HTTP Basic');
      if (!tokenIssued(basic)) return notApplicable('the server does not take HTTP Basic');
    }
    return answered(subject, (response) => {
      const error = stringMember(response, 'error');
      const right = error === 'invalid_client';
      // Whoever may not ask is told nothing: a 401 without content says enough.
      if (response.status === 401 && (right || response.body.length === 0)) return pass;
      return violation(
        expected,
        whatCame(made),
        response.status === 400 && right && !inHeader ? { severity: 'warn' } : {},
      );
    });
  },
  examples: {
    conforming: [
      example('refused', oauthError('invalid_client', 401), literal),
      example('refused without content', { status: 401, body: '' }, literal),
      example('refused, by Basic', byBasic(oauthError('invalid_client', 401)), basicWorks),
      example('no Basic here', byBasic(oauthError('invalid_request')), {
        ...literal,
        peers: { 'basic/valid': observation(oauthError('invalid_client')) },
      }),
    ],
    violating: [
      example('told that the token is inactive', { json: { active: false } }, literal),
      example('told everything', { json: { active: true, sub: 'alice' } }, literal),
      example('credentials in the body, and 400', oauthError('invalid_client'), literal, 'warn'),
      example('Basic, and 400', byBasic(oauthError('invalid_client')), basicWorks),
      example('another code', oauthError('access_denied', 401), literal),
      example('forbidden', { status: 403, body: '' }, literal),
      example('a crash', { status: 500, body: '' }, literal),
    ],
  },
};
