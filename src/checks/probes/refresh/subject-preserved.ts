import { type Check, inconclusive, pass, violation } from '../../check.js';
import { jwtResponse } from '../../example-jwt.js';
import { example, observation } from '../../examples.js';
import { claims } from '../token-facts.js';
import { comparedWithIssue } from './refreshed-token.js';

const literal = {
  probe: 'refresh/first',
  grant: 'refresh_token',
  peers: { issue: observation(jwtResponse({ claims: { client_id: 'api' } })) },
};

/** The same owner and client: claims that name them, where both tokens have them. */
const identifying = [
  ...['sub', 'username', 'user_name', 'userId', 'user_id', 'uid'],
  ...['client_id', 'clientId', 'cid', 'azp'],
];

export const subjectPreserved: Check = {
  id: 'subject-preserved',
  title: 'The refreshed token represents the same resource owner and client.',
  requirements: ['RFC6749-6-subject-preserved'],
  on: { probes: ['refresh/first', 'refresh/second', 'refresh/third'] },
  judge: (subject) =>
    comparedWithIssue(subject, (issued) => {
      const [renewed, first] = [claims(subject.observation), claims(issued)];
      if (!renewed || !first) return inconclusive('the access token is opaque');
      const changed = identifying.filter(
        (name) => ['string', 'number'].includes(typeof first[name]) && renewed[name] !== first[name],
      );
      return changed.length === 0
        ? pass
        : violation('the claims of the first token', `other values of ${changed.join(', ')}`);
    }),
  examples: {
    conforming: [
      example('the same', jwtResponse({ claims: { client_id: 'api', jti: '2' } }), literal),
      example('a further claim', jwtResponse({ claims: { client_id: 'api', azp: 'api' } }), literal),
    ],
    violating: [
      example('another number of the user', jwtResponse({ claims: { client_id: 'api', uid: 8 } }), {
        ...literal,
        peers: { issue: observation(jwtResponse({ claims: { client_id: 'api', uid: 7 } })) },
      }),
      example('another subject', jwtResponse({ claims: { client_id: 'api', sub: 'bob' } }), literal),
      example('the subject is gone', jwtResponse({ claims: { client_id: 'api', sub: undefined } }), literal),
    ],
  },
};
