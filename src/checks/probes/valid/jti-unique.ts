import { accessToken } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { jwtResponse } from '../../example-jwt.js';
import { example, observation } from '../../examples.js';
import { claims } from '../token-facts.js';

const token = (jti: string | undefined, signature: string) => jwtResponse({ claims: { jti }, signature });
const literal = { probe: 'valid/minimal', control: observation(token('1', 'YQ')) };

export const jtiUnique: Check = {
  id: 'jti-unique',
  title: 'Two JWT access tokens never have the same jti.',
  requirements: ['JWT-jti-unique'],
  on: { probes: ['valid/minimal', 'valid/second-user', 'refresh/first', 'control'] },
  judge({ observation: given, control, peer, probe }) {
    // Tokens of one second may be equal in all else, and then look reused: a closing control is compared with the oldest.
    const oldest = probe === 'control' ? peer('valid/minimal') : undefined;
    const other = peer('issue') ?? oldest ?? control;
    const [mine, theirs] = [claims(given)?.jti, claims(other)?.jti];
    if (mine === undefined || theirs === undefined) return notApplicable('there are no two JWTs with a jti');
    if (accessToken(given) === accessToken(other)) return notApplicable('the token was reused');
    return mine === theirs ? violation('a jti of its own', 'the jti of another token') : pass;
  },
  examples: {
    conforming: [
      example('another jti', token('2', 'Yg'), literal),
      example('the same token again', token('1', 'YQ'), literal),
      example('no jti', token(undefined, 'Yg'), literal),
    ],
    violating: [
      example('the same jti', token('1', 'Yg'), literal),
      example('the jti of a token long before', token('0', 'Yg'), {
        ...literal,
        probe: 'control',
        peers: { 'valid/minimal': observation(token('0', 'Wg')) },
      }),
    ],
  },
};
