import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, observation, tokenResponse } from '../examples.js';
import { claimsOf } from '../jwt.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly member: 'access_token' | 'refresh_token';
  readonly series: 'access' | 'refresh';
}

const rows: readonly Row[] = [
  {
    id: 'access-tokens-unpredictable',
    title: 'Enough of an access token differs from every other one, and they are not counted.',
    requirement: 'RFC6749-10.10-access-token-entropy-128',
    member: 'access_token',
    series: 'access',
  },
  {
    id: 'refresh-tokens-unpredictable',
    title: 'Enough of a refresh token differs from every other one, and they are not counted.',
    requirement: 'RFC6749-10.10-refresh-token-entropy-128',
    member: 'refresh_token',
    series: 'refresh',
  },
];

/** Of fewer tokens too many places look constant. */
const leastTokens = 12;

/** A version-4 UUID has 122 random bits, and places may look constant by chance: what is near 128 bits passes. */
const [doubtful, insufficient] = [118, 96];

/** The catalogue: "signed JWT: signature counts as unguessable". */
const isSigned = (token: string): boolean => claimsOf(token) !== undefined && !token.endsWith('.');

/** Statistics over everything that the run has seen: no request of their own. */
export const tokensUnpredictable: readonly Check[] = rows.map(
  ({ id, title, requirement, member, series }) => {
    const answer = (token: string) => ({ json: { ...tokenResponse, [member]: token } });
    const among = (...tokens: string[]) => ({ seen: tokens.map((token) => observation(answer(token))) });
    const twelve = (token: (at: number) => string) => Array.from({ length: 12 }, (_, at) => token(at));
    const random = (at: number) =>
      Buffer.from(Array.from({ length: 16 }, (_, byte) => (at * 97 + byte * 57 + at * at * byte * 31) % 256));
    return {
      id,
      title,
      requirements: [requirement],
      on: { every: 'success' },
      judge: onGrant((members, _response, { issued }) => {
        const token = members[member];
        if (typeof token !== 'string') return notApplicable(`there is no ${member}`);
        if (isSigned(token)) return notApplicable('the signature cannot be guessed');
        const tokens = issued[series];
        if (tokens.size < leastTokens) return notApplicable('too few tokens were seen so far');
        if (tokens.isCounted())
          return violation(
            'tokens that nobody can compute from others',
            'tokens that are counted in equal steps',
          );
        const bits = tokens.varyingBits();
        return bits >= doubtful
          ? pass
          : violation(
              '128 bits that nobody can guess',
              `${bits} bits at most, by what differs between ${tokens.size} tokens`,
              bits >= insufficient ? { severity: 'warn' } : {},
            );
      }),
      examples: {
        conforming: [
          example(
            '128 random bits',
            answer(random(1).toString('base64url')),
            among(...twelve((at) => random(at).toString('base64url'))),
          ),
          example(
            'after a common prefix',
            answer('ghp_x'),
            among(...twelve((at) => `ghp_${random(at).toString('hex')}`)),
          ),
          example('of a few tokens nothing can be said', answer('1001'), among('1001', '1002')),
          example('a signed JWT', answer('eyJhbGciOiJIUzI1NiJ9.e30.c2ln'), among(...twelve(String))),
        ],
        violating: [
          example('a counter', answer('100012'), among(...twelve((at) => String(100_001 + at)))),
          example(
            'a counter behind what is always the same',
            answer('x'),
            among(...twelve((at) => `Zk3x9Qv7Wm1pLr5TuYb2NcHd8Gs4JfAe-${at}`)),
          ),
          example(
            'large equal steps',
            answer('x'),
            among(
              ...twelve((at) =>
                (0x9e3779b97f4a7c15f39cc0605cedc834n + BigInt(at) * 0x9e3779b97f4a7c15n).toString(16),
              ),
            ),
          ),
          example(
            '100 bits',
            answer('x'),
            among(...twelve((at) => `id${random(at).toString('hex').slice(0, 25)}`)),
            'warn',
          ),
        ],
      },
    };
  },
);
