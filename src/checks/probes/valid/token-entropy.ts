import { accessToken, refreshToken } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, tokenResponse } from '../../examples.js';

const literal = { probe: 'valid/minimal' };

/** Alphabets that a token may be drawn from, smallest first. */
const alphabets: readonly (readonly [characters: RegExp, size: number])[] = [
  [/^[\dA-Z]*$|^[\da-z]*$/, 36],
  [/^[\dA-Za-z]*$/, 62],
  [/^[\w-]*$/, 64],
];

/** What a generator could reach at most with such characters. */
function mostBits(token: string): number {
  // Hyphens group the digits of a UUID and add nothing.
  const digits = token.replaceAll('-', '');
  if (/^[\da-f]*$/i.test(digits)) return digits.length * Math.log2(/^\d*$/.test(digits) ? 10 : 16);
  const size = alphabets.find(([pattern]) => pattern.test(token))?.[1] ?? printable;
  return token.length * Math.log2(size);
}

/** %x20-7E (RFC 6749 appendix A.12). */
const printable = 95;

/**
 * "The probability of an attacker guessing generated tokens MUST be less than or equal to 2^(-128) and SHOULD be less
 * than or equal to 2^(-160)" (RFC 6749 section 10.10).
 */
interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly leastBits: 128 | 160;
  readonly member: 'access_token' | 'refresh_token';
  readonly of: (observation: Observation) => string | undefined;
}

const rows: readonly Row[] = [
  {
    id: 'access-token-long-enough',
    title: 'An access token is long enough to hold 128 bits that nobody can guess.',
    requirement: 'RFC6749-10.10-access-token-entropy-128',
    leastBits: 128,
    member: 'access_token',
    of: accessToken,
  },
  {
    id: 'refresh-token-long-enough',
    title: 'A refresh token is long enough to hold 128 bits that nobody can guess.',
    requirement: 'RFC6749-10.10-refresh-token-entropy-128',
    leastBits: 128,
    member: 'refresh_token',
    of: refreshToken,
  },
  {
    id: 'access-token-of-160-bits',
    title: 'An access token is long enough to hold 160 bits that nobody can guess.',
    requirement: 'RFC6749-10.10-access-token-entropy-160',
    leastBits: 160,
    member: 'access_token',
    of: accessToken,
  },
];

/** One token shows no more than an upper bound of its entropy: only what cannot suffice is convicted. */
export const tokenEntropy: readonly Check[] = rows.map(
  ({ id, title, requirement, leastBits, member, of }) => {
    const answer = (token: string | undefined) => ({ json: { ...tokenResponse, [member]: token } });
    return {
      id,
      title,
      requirements: [requirement],
      on: { probes: ['valid/minimal'] },
      judge({ observation }) {
        const token = of(observation);
        if (token === undefined) return notApplicable(`there is no ${member}`);
        const bits = Math.floor(mostBits(token));
        return bits >= leastBits
          ? pass
          : violation(
              `${member} of at least ${leastBits} bits`,
              `${bits} bits at most, by length and alphabet`,
            );
      },
      examples: {
        conforming: [
          ...(leastBits === 128
            ? [
                example('22 characters of Base64url', answer('tGzv3JOkF0XG5Qx2TlKW-A'), literal),
                example('a UUID', answer('0f8fad5b-d9cb-469f-a165-70867728950e'), literal),
              ]
            : [example('27 characters of Base64url', answer('tGzv3JOkF0XG5Qx2TlKW-Aq7-Zb'), literal)]),
          example('none', answer(undefined), literal),
        ],
        violating: [
          example('eight characters', answer('mF9B5f41'), literal),
          example('a number', answer('10000000000000000042'), literal),
          example('64 bits in hexadecimal', answer('0f8fad5bd9cb469f'), literal),
          ...(leastBits === 160
            ? [example('16 random bytes', answer('tGzv3JOkF0XG5Qx2TlKW-A'), literal, 'info')]
            : []),
        ],
      },
    };
  },
);
