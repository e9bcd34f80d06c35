import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, unanswered } from '../../examples.js';
import { answered } from '../companions/answered.js';
import { isAlive } from '../companions/token-alive.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly endpoints: readonly ('resource' | 'introspection')[];
  /** True: it must also work until then. */
  readonly before: boolean;
}

const rows: readonly Row[] = [
  {
    id: 'access-token-expires',
    title: 'An access token works until it expires, and not after.',
    requirement: 'RFC6749-5.1-expires-in-truthful',
    endpoints: ['resource', 'introspection'],
    before: true,
  },
  {
    id: 'expired-token-inactive',
    title: 'An expired access token introspects as inactive.',
    requirement: 'RFC7662-2.2-expired-inactive',
    endpoints: ['introspection'],
    before: false,
  },
];

/**
 * "the server may expire a token prematurely" (OAuth 2.1 section 3.2.3), and clocks differ: what ends early, or only within the
 * leeway, is worth a word and no violation.
 */
export const accessTokenExpires: readonly Check[] = rows.map(
  ({ id, title, requirement, endpoints, before }) => {
    const moments = [...(before ? ['before-expiry'] : []), 'expired', 'expired-beyond-leeway'];
    const on = endpoints.flatMap((endpoint) => moments.map((moment) => `${endpoint}/${moment}`));
    const at = (moment: string) => ({ probe: `introspection/${moment}` });
    const active = { json: { active: true } };
    const inactive = { json: { active: false } };
    return {
      id,
      title,
      requirements: [requirement],
      on: { probes: on },
      judge: (subject) =>
        answered(subject, () => {
          const { probe } = subject;
          const alive = isAlive(probe, subject.observation);
          if (alive === undefined)
            return inconclusive('the answer does not show whether the token is accepted');
          if (probe.endsWith('/before-expiry'))
            return alive
              ? pass
              : violation('a token that works until it expires', 'it is refused before', {
                  severity: 'info',
                });
          if (!alive) return pass;
          return probe.endsWith('/expired')
            ? violation('the refusal of an expired token', 'it is accepted for a moment longer', {
                severity: 'info',
              })
            : violation('the refusal of an expired token', 'it is accepted beyond every leeway');
        }),
      examples: {
        conforming: [
          example('inactive', inactive, at('expired')),
          example('inactive at last', inactive, at('expired-beyond-leeway')),
          ...(before ? [example('active before', active, at('before-expiry'))] : []),
        ],
        violating: [
          example('active for ever', active, at('expired-beyond-leeway')),
          example('active a moment longer', active, at('expired'), 'info'),
          ...(before ? [example('ended early', inactive, at('before-expiry'), 'info')] : []),
          example('no answer', unanswered('timeout'), at('expired')),
        ],
      },
    };
  },
);
