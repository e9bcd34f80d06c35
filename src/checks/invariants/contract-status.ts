import { responseFor } from '../../contract/responses.js';
import { onOperation } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { describedResponse, example, oauthError, observation, subject } from '../examples.js';

/** Said by the protocol or the operator, whatever the operation: few documents list them. */
const unlisted = new Set([405, 413, 414, 415, 421, 429, 431, 503]);

const responses = [describedResponse('200'), describedResponse('400')];

export const contractStatus: Check = {
  id: 'contract-status',
  title: 'The contract documents every status that the token endpoint returns',
  requirements: ['CONTRACT-status-documented'],
  on: { every: 'any' },
  judge: onOperation(({ status }, { contract }) => {
    if (contract.responses.length === 0) return notApplicable('the contract describes no responses');
    if (responseFor(contract, status)) return pass;
    // A crash is one defect, of the check never-5xx.
    if (status >= 500 && status !== 503) return notApplicable('judged by never-5xx');
    return violation(
      `one of ${contract.responses.map((response) => response.status).join(', ')}`,
      `HTTP ${status} is not documented`,
      unlisted.has(status) ? { severity: 'info' } : {},
    );
  }),
  examples: {
    conforming: [
      example('a range', oauthError('invalid_client', 401), {
        contract: { responses: [describedResponse('4XX')] },
      }),
      example('default', { status: 500 }, { contract: { responses: [describedResponse('default')] } }),
      {
        name: 'another method is another operation',
        subject: subject(observation({ status: 404 }, { method: 'GET' }), { contract: { responses } }),
      },
    ],
    violating: [
      example('401 where 200 and 400 are documented', oauthError('invalid_client', 401), {
        contract: { responses },
      }),
      example('a limit of the rate', { status: 429 }, { contract: { responses } }, 'info'),
    ],
  },
};
