import { accessToken, refreshToken } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, tokenResponse } from '../../examples.js';

const literal = { probe: 'valid/minimal' };

/** "The probability of an attacker guessing generated tokens MUST be less than or equal to 2^(-128)" (RFC 6749 section 10.10). */
const leastBits = 128;

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

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly member: 'access_token' | 'refresh_token';
  readonly of: (observation: Observation) => string | undefined;
}

const rows: readonly Row[] = [
  {
    id: 'access-token-long-enough',
    title: 'An access token is long enough to hold 128 bits that nobody can guess.',
    requirement: 'RFC6749-10.10-access-token-entropy-128',
    member: 'access_token',
    of: accessToken,
  },
  {
    id: 'refresh-token-long-enough',
    title: 'A refresh token is long enough to hold 128 bits that nobody can guess.',
    requirement: 'RFC6749-10.10-refresh-token-entropy-128',
    member: 'refresh_token',
    of: refreshToken,
  },
];

/** One token shows no more than an upper bound of its entropy: only what cannot suffice is convicted. */
export const tokenEntropy: readonly Check[] = rows.map(({ id, title, requirement, member, of }) => {
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
        example('22 characters of Base64url', answer('tGzv3JOkF0XG5Qx2TlKW-A'), literal),
        example('a UUID', answer('0f8fad5b-d9cb-469f-a165-70867728950e'), literal),
        example('none', answer(undefined), literal),
      ],
      violating: [
        example('eight characters', answer('mF9B5f41'), literal),
        example('a number', answer('10000000000000000042'), literal),
        example('64 bits in hexadecimal', answer('0f8fad5bd9cb469f'), literal),
      ],
    },
  };
});
