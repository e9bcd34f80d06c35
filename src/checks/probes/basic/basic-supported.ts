import { stringMember } from '../../../http/answer.js';
import { type Check, notApplicable, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { granted } from '../outcome.js';

const literal = { probe: 'basic/valid' };

export const basicSupported: Check = {
  id: 'basic-supported',
  title: 'A client with a secret can authenticate by HTTP Basic.',
  requirements: ['RFC6749-2.3.1-basic-supported'],
  on: { probes: ['basic/valid'] },
  judge(subject) {
    const { observation, contract, strictness } = subject;
    const judgement = granted(subject);
    // OAuth 2.1 section 2.4.1 turns it round: the body is a MUST, and Basic a MAY.
    if (strictness === 'oauth21' && !contract.clientAuthentication.includes('client_secret_basic'))
      return notApplicable('OAuth 2.1 leaves Basic to the server, and the document does not offer it');
    if (judgement.kind !== 'violation' || contract.clientAuthentication.includes('client_secret_basic'))
      return judgement;
    // The document offers other methods only, and the server keeps to it: then it is the document that deviates.
    const error = observation.response && stringMember(observation.response, 'error');
    return error === 'invalid_client' || error === 'invalid_request'
      ? violation(judgement.expected, whatCame(observation), { severity: 'warn', cause: 'contract' })
      : judgement;
  },
  examples: {
    conforming: [
      example('a token', {}, literal),
      example(
        'a token, though the document does not offer Basic',
        {},
        {
          ...literal,
          contract: { clientAuthentication: ['client_secret_post'] },
        },
      ),
    ],
    violating: [
      example('the document offers it', oauthError('invalid_client', 401), {
        ...literal,
        contract: { clientAuthentication: ['client_secret_basic'] },
      }),
      example(
        'the document describes body credentials only',
        oauthError('invalid_client', 401),
        literal,
        'warn',
      ),
      example('a code that says something else', oauthError('invalid_grant'), literal),
    ],
  },
};
