import { type Check, pass, violation } from '../../check.js';
import { example } from '../../examples.js';
import { answered } from './answered.js';
import { acceptedByResource } from './token-alive.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly probe: string;
}

const rows: readonly Row[] = [
  {
    id: 'access-token-accepted',
    title: 'The protected resource accepts the access token that was issued.',
    requirement: 'RFC6749-7-access-token-works',
    probe: 'resource/access-token',
  },
  {
    id: 'refreshed-token-accepted',
    title: 'The protected resource accepts a refreshed access token.',
    requirement: 'RFC6749-6-new-access-token-works',
    probe: 'resource/refreshed-token',
  },
];

export const accessTokenAccepted: readonly Check[] = rows.map(({ id, title, requirement, probe }) => ({
  id,
  title,
  requirements: [requirement],
  on: { probes: [probe] },
  judge: (subject) =>
    answered(subject, ({ status }) =>
      acceptedByResource(subject.observation)
        ? pass
        : violation('HTTP 2xx from the protected resource', `HTTP ${status}`),
    ),
  examples: {
    conforming: [
      example('accepted', { json: { sub: 'alice' } }, { probe }),
      example('nothing to tell', { status: 204, body: '' }, { probe }),
      example(
        'accepted, and of too little scope',
        { status: 403, body: '', more: [['WWW-Authenticate', 'Bearer error="insufficient_scope"']] },
        { probe },
      ),
    ],
    violating: [
      example('refused', { status: 401, body: '' }, { probe }),
      example('forbidden for another reason', { status: 403, body: '' }, { probe }),
    ],
  },
}));
