import { type Check, notApplicable, pass, violation } from '../../check.js';
import { contract, example, observation, tokenResponse } from '../../examples.js';
import { tokenIssued } from '../outcome.js';
import { rotated } from './presented.js';

const declaring = (rotation: 'required' | 'optional') => ({
  probe: 'refresh/first',
  grant: 'refresh_token',
  contract: { declared: { ...contract.declared, rotation } },
});
const sent = { form: [['refresh_token', 'r1']] } as const;
const same = { json: { ...tokenResponse, refresh_token: 'r1' } };

export const refreshTokenRotated: Check = {
  id: 'refresh-token-rotated',
  title: 'A refresh returns a new refresh token where the contract says so.',
  requirements: ['RFC9700-4.14.2-old-token-invalidated'],
  on: { probes: ['refresh/first'] },
  judge({ observation: given, contract: { declared } }) {
    if (!tokenIssued(given)) return notApplicable('the refresh was not granted: judged by a rule of its own');
    const isNew = rotated(given);
    if (declared.rotation !== 'required')
      return notApplicable(
        `the contract does not require rotation; observed: ${isNew ? 'a new refresh token' : 'no new refresh token'}`,
      );
    return isNew
      ? pass
      : violation('a new refresh token: the contract declares rotation', 'no new refresh token');
  },
  examples: {
    conforming: [
      example('a new one', observation({}, sent), declaring('required')),
      example('none, and nothing requires it', observation(same, sent), declaring('optional')),
    ],
    violating: [
      example('the same one', observation(same, sent), declaring('required')),
      example(
        'none',
        observation({ json: { ...tokenResponse, refresh_token: undefined } }, sent),
        declaring('required'),
      ),
    ],
  },
};
