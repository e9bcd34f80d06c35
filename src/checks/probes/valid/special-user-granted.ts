import { type Check, notApplicable } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { granted, tokenIssued } from '../outcome.js';
import { sibling } from '../sibling.js';

const literal = { probe: 'valid/special-user' };

export const specialUserGranted: Check = {
  id: 'special-user-granted',
  title: 'Reserved and non-ASCII characters of a user name or password survive the form encoding.',
  requirements: ['RFC6749-B-form-encoding-reserved', 'RFC6749-4.3.2-utf8-credentials'],
  on: { probes: ['valid/special-user'] },
  judge(subject) {
    const judgement = granted(subject);
    return judgement.kind === 'violation' && tokenIssued(sibling(subject, ['plus', 'percent-20']))
      ? notApplicable('the other encoding of the space works: judged by the rule on + and %20')
      : judgement;
  },
  examples: {
    conforming: [
      example('a token', {}, literal),
      example('only one encoding of the space works: another rule', oauthError('invalid_grant'), {
        ...literal,
        steps: { plus: observation() },
      }),
    ],
    violating: [example('decoded wrongly', oauthError('invalid_grant'), literal)],
  },
};
