import type { Contract, TokenEndpointDeclaration } from '../../../contract/contract.js';
import { type Check, notApplicable, type Severity } from '../../check.js';
import { contract, example, oauthError } from '../../examples.js';
import { refusedWithCode, tokenIssued } from '../outcome.js';

const declaring = (declared: Partial<TokenEndpointDeclaration>) => ({
  probe: 'refresh/replay-rotated',
  grant: 'refresh_token',
  contract: { declared: { ...contract.declared, ...declared } },
});

/**
 * Rotation is the defence against replay for public clients (RFC 9700 section 4.14.2); for confidential ones
 * RFC 6749 section 6 leaves it to the server, unless the contract promises it.
 */
function weight({ declared, clientAuthentication }: Contract, probe: string): Severity {
  const onlyPublic =
    clientAuthentication.length > 0 && clientAuthentication.every((method) => method === 'none');
  if (onlyPublic) return 'fail';
  return declared.rotation === 'required' || probe === 'refresh/replay-by-public-client' ? 'warn' : 'info';
}

export const rotatedRefreshTokenRefused: Check = {
  id: 'rotated-refresh-token-refused',
  title: 'A refresh token that was exchanged for a new one is refused with invalid_grant.',
  requirements: ['RFC9700-4.14.2-old-token-invalidated'],
  on: {
    probes: ['refresh/replay-rotated', 'refresh/replay-ancestor', 'refresh/replay-by-public-client'],
  },
  judge(subject) {
    const { observation, peer } = subject;
    const { declared } = subject.contract;
    if (declared.rotation === 'none') return notApplicable('the contract declares that nothing is rotated');
    const exchanged = peer('refresh/first') ?? peer('refresh/public-client');
    const seconds = exchanged && (observation.startedAt - exchanged.startedAt) / 1000;
    if (tokenIssued(observation) && declared.graceSeconds > 0 && (seconds ?? 0) <= declared.graceSeconds)
      return notApplicable(`within the ${declared.graceSeconds} s of grace that the contract declares`);
    const judgement = refusedWithCode(subject, { codes: ['invalid_grant'] });
    if (judgement.kind !== 'violation') return judgement;
    const severity = weight(subject.contract, subject.probe);
    // Refused, if with another code: that is no matter of how much rotation is promised.
    return severity !== 'info' || tokenIssued(observation) ? { ...judgement, severity } : judgement;
  },
  examples: {
    conforming: [
      example('invalid_grant', oauthError('invalid_grant'), declaring({ rotation: 'required' })),
      example('a token within the grace', {}, declaring({ rotation: 'required', graceSeconds: 30 })),
      example('nothing is rotated', {}, declaring({ rotation: 'none' })),
    ],
    violating: [
      example('a token though rotation is declared', {}, declaring({ rotation: 'required' }), 'warn'),
      example('a token, and nothing is declared', {}, declaring({}), 'info'),
      example(
        'a token for a public client, and nothing is declared',
        {},
        { ...declaring({}), probe: 'refresh/replay-by-public-client' },
        'warn',
      ),
      example('another code', oauthError('invalid_request'), declaring({})),
    ],
  },
};
