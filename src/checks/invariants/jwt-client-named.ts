import { onJwt } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { example, observation, subject } from '../examples.js';
import { sentClient, sentForm } from '../probes/sent.js';
import { quoted } from '../quoting.js';

/** RFC 9068 section 2.2, and OpenID Connect Core section 2. */
const names = ['client_id', 'azp'];

const sent = { form: [['client_id', 'web-app']] } as const;

export const jwtClientNamed: Check = {
  id: 'jwt-client-named',
  title: 'The client that a JWT access token names is the one that asked for it',
  requirements: ['JWT-sub-client-consistent'],
  on: { every: 'success' },
  judge: onJwt(({ claims }, _, { observation: given }) => {
    const client = sentClient(given);
    // A parameter without a value counts as omitted (RFC 6749 section 3.1).
    if (client === undefined || client === '') return notApplicable('the request names no client');
    if (![undefined, client].includes(sentForm(given).get('client_id') ?? undefined))
      return notApplicable('the request names two clients: judged by rules of their own');
    const named = names.filter((name) => typeof claims[name] === 'string');
    if (named.length === 0) return notApplicable('the token names no client');
    const other = named.find((name) => claims[name] !== client);
    return other === undefined
      ? pass
      : violation(
          `the claim ${other} with the client that asked`,
          `${other} is ${quoted(String(claims[other]))}`,
        );
  }),
  examples: {
    conforming: [
      {
        name: 'named without a value, and known by other means',
        subject: subject(
          observation(jwtResponse({ claims: { client_id: 'web-app' } }), { form: [['client_id', '']] }),
        ),
      },
      {
        name: 'in the body',
        subject: subject(observation(jwtResponse({ claims: { client_id: 'web-app' } }), sent)),
      },
      {
        name: 'by HTTP Basic, form-encoded',
        subject: subject(
          observation(jwtResponse({ claims: { azp: 'a b' } }), {
            headers: [['Authorization', `Basic ${Buffer.from('a+b:x').toString('base64')}`]],
          }),
        ),
      },
      {
        name: 'another one by HTTP Basic, which the server does not read',
        subject: subject(
          observation(jwtResponse({ claims: { client_id: 'web-app' } }), {
            ...sent,
            headers: [['Authorization', `Basic ${Buffer.from('other:x').toString('base64')}`]],
          }),
        ),
      },
      example('the token names none', jwtResponse()),
    ],
    violating: [
      {
        name: 'another client',
        subject: subject(observation(jwtResponse({ claims: { client_id: 'gateway' } }), sent)),
      },
      {
        name: 'another authorised party',
        subject: subject(observation(jwtResponse({ claims: { azp: 'gateway' } }), sent)),
      },
    ],
  },
};
