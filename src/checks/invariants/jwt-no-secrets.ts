import { onJwt } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { example, observation, subject } from '../examples.js';
import { containsSecret, sentSecrets } from '../sent-secrets.js';

/** Exact names: `pwd_exp` or `password_changed_at` hold no password. */
const secretClaim =
  /^(?:(?:user_?)?(?:password|passwd|pwd)(?:_?hash)?|client_?secret|refresh_?token|card_?number|pan|cvv|cvc|ssn|national_?id)$/i;

export const jwtNoSecrets: Check = {
  id: 'jwt-no-secrets',
  title: 'The payload of a JWT access token holds no secrets',
  requirements: ['JWT-no-secrets-in-payload'],
  on: { every: 'success' },
  judge: onJwt(({ claims, claimsText }, _, judged) => {
    const named = Object.entries(claims).find(
      ([name, value]) =>
        secretClaim.test(name) && (typeof value === 'number' || (typeof value === 'string' && value !== '')),
    );
    if (named) return violation('no secret in the payload', `the claim ${named[0]}`);
    const sent = sentSecrets(judged).find(({ value }) => containsSecret(claimsText, value));
    return sent
      ? violation('no secret in the payload', `the payload contains what was sent as ${sent.name}`)
      : pass;
  }),
  examples: {
    conforming: [
      example('claims about passwords', jwtResponse({ claims: { amr: ['pwd'], pwd_exp: 1, password: '' } })),
      {
        name: 'a claim that equals the user name',
        subject: subject(observation(jwtResponse(), { form: [['username', 'alice']] })),
      },
    ],
    violating: [
      example('a hash of the password', jwtResponse({ claims: { passwordHash: '$2b$12$abcdefghijkl' } })),
      {
        name: 'the secret of the client, further down',
        subject: subject(
          observation(jwtResponse({ claims: { client: { key: 'lt-4711-x' } } }), {
            form: [['client_secret', 'lt-4711-x']],
          }),
        ),
      },
    ],
  },
};
