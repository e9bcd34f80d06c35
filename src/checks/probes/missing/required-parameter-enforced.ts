import { type Check, inconclusive, notApplicable } from '../../check.js';
import { example, oauthError, parameter, unanswered } from '../../examples.js';
import { crashed, refused, tokenIssued } from '../outcome.js';
import { ruledByRfc } from './missing-parameter.js';

export const requiredParameterEnforced: Check = {
  id: 'required-parameter-enforced',
  title: 'A request that lacks a form parameter which the document requires is refused.',
  requirements: ['CONTRACT-required-body-field'],
  on: { probes: ['missing/*', 'empty/*'] },
  judge(subject) {
    const { observation, probe } = subject;
    // The document and RFC 6749 both demand the secret; what a client may leave out is the document's promise, too.
    const alsoOfDocument = probe === 'missing/client_secret' && !crashed(observation);
    if (ruledByRfc.has(probe) && !alsoOfDocument && (tokenIssued(observation) || crashed(observation)))
      return notApplicable('RFC 6749 has a rule of its own for this parameter: judged there');
    if (subject.parameter === undefined && !ruledByRfc.has(probe))
      return inconclusive('the scenario does not say which parameter it is about');
    const schema = subject.parameter?.schema;
    // What RFC 6749 demands as well, no default makes optional.
    const optionalInPractice =
      !ruledByRfc.has(probe) && typeof schema === 'object' && Object.hasOwn(schema, 'default');
    return refused(subject, optionalInPractice ? { severity: 'info' } : {});
  },
  examples: {
    conforming: [
      example('refused', oauthError('invalid_request'), {
        probe: 'missing/branch',
        parameter: parameter('branch'),
      }),
      example('any OAuth error will do', oauthError('invalid_client', 401), {
        probe: 'missing/client_secret',
        parameter: parameter('client_secret'),
      }),
      example('a crash, left to RFC 6749', unanswered(), {
        probe: 'missing/username',
        parameter: parameter('username'),
      }),
    ],
    violating: [
      example('a crash', unanswered(), { probe: 'missing/branch', parameter: parameter('branch') }),
      example('a token', {}, { probe: 'missing/branch', parameter: parameter('branch') }),
      example(
        'a token, though RFC 6749 demands the parameter, too',
        {},
        {
          probe: 'missing/client_secret',
          parameter: parameter('client_secret', { schema: { type: 'string', default: 'secret' } }),
        },
      ),
      example('a token, empty value', {}, { probe: 'empty/branch', parameter: parameter('branch') }),
      example(
        'a token, and the schema has a default',
        {},
        {
          probe: 'missing/branch',
          parameter: parameter('branch', { schema: { type: 'string', default: 'main' } }),
        },
        'info',
      ),
    ],
  },
};
