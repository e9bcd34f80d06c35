/** Precondition of the checks on what a revocation did. */
import { type Judgement, notApplicable, type Subject } from '../../check.js';
import { observation, type SubjectLiteral } from '../../examples.js';

export function revocationFailed({ peer }: Subject): Judgement | undefined {
  const revoked = peer('revocation/refresh-token');
  return revoked?.response?.status === 200
    ? undefined
    : notApplicable('the revocation did not succeed: judged by a rule of its own');
}

/** For examples: the refresh token was revoked. */
export const withRevocation: SubjectLiteral = {
  grant: 'refresh_token',
  peers: { 'revocation/refresh-token': observation({ status: 200, body: '' }) },
};
