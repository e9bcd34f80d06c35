import { createHash } from 'node:crypto';
import { stringMember } from '../../http/answer.js';
import { onJwt } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { example, observation, subject, tokenResponse } from '../examples.js';
import { sentForm } from '../probes/sent.js';
import { quoted } from '../quoting.js';
import { remembered } from '../remembered.js';
import { containsSecret, sentSecrets } from '../sent-secrets.js';

/** Exact names: `pwd_exp` or `password_changed_at` hold no password. */
const secretClaim =
  /^(?:(?:user_?)?(?:password|passwd|pwd)(?:_?hash)?|(?:client_?)?secret(?:_?key)?|api_?key|private_?key|refresh_?token|card_?(?:number|no)|pan|cvv|cvc|pin|ssn|national_?id)$/i;

/** As cards show it, in groups of four. */
const cardNumber = /^\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}$/;

/** ISO/IEC 7812-1: every second digit from the right counts twice. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * ((at % 2) + 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function isSecret(name: string, value: unknown): boolean {
  if (typeof value !== 'string') return typeof value === 'number' && secretClaim.test(name);
  return (
    (value !== '' && secretClaim.test(name)) ||
    (cardNumber.test(value) && hasCheckDigit(value.replace(/\D/g, '')))
  );
}

/** The name of a claim that holds a secret by its name or its form, at any depth. */
function namedSecret(claims: unknown, levels = 5): string | undefined {
  if (typeof claims !== 'object' || claims === null || levels === 0) return undefined;
  for (const [name, value] of Object.entries(claims)) {
    if (isSecret(name, value)) return name;
    const inner = namedSecret(value, levels - 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

const digestsOf = remembered((value: string): readonly string[] =>
  ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) => {
    const digest = createHash(algorithm).update(value).digest();
    return (['hex', 'base64', 'base64url'] as const).map((encoding) => digest.toString(encoding));
  }),
);

/** Digests without salt, and what HTTP Basic makes of a name and its secret. */
function derivedForms(name: string, value: string, form: URLSearchParams): readonly string[] {
  const digests = digestsOf(value);
  const owner = form.get(name === 'password' ? 'username' : 'client_id');
  return owner === null ? digests : [...digests, Buffer.from(`${owner}:${value}`).toString('base64')];
}

export const jwtNoSecrets: Check = {
  id: 'jwt-no-secrets',
  title: 'The payload of a JWT access token holds no secrets',
  requirements: ['JWT-no-secrets-in-payload'],
  on: { every: 'success' },
  judge: onJwt(({ claims, claimsText }, response, judged) => {
    const expected = 'no secret in the payload';
    const named = namedSecret(claims);
    if (named !== undefined) return violation(expected, `the claim ${quoted(named)}`);
    const refresh = stringMember(response, 'refresh_token');
    if (refresh && refresh.length >= 16 && containsSecret(claimsText, refresh))
      return violation(expected, 'the payload contains the refresh token of the response');
    const secrets = sentSecrets(judged);
    const sent = secrets.find(({ value }) => containsSecret(claimsText, value));
    if (sent) return violation(expected, `the payload contains what was sent as ${sent.name}`);
    const form = sentForm(judged.observation);
    const derived = secrets.find(({ name, value }) =>
      derivedForms(name, value, form).some((text) => claimsText.includes(text)),
    );
    return derived
      ? violation(expected, `the payload contains a form of what was sent as ${derived.name}`)
      : pass;
  }),
  examples: {
    conforming: [
      example(
        'groups of digits that are no card number',
        jwtResponse({ claims: { ref: '4111 1111 1111 1112' } }),
      ),
      example('claims about passwords', jwtResponse({ claims: { amr: ['pwd'], pwd_exp: 1, password: '' } })),
      {
        name: 'a claim that equals the user name',
        subject: subject(observation(jwtResponse(), { form: [['username', 'alice']] })),
      },
    ],
    violating: [
      example('a card number', jwtResponse({ claims: { means: ['4111 1111 1111 1111'] } })),
      example('the refresh token', jwtResponse({ claims: { next: tokenResponse.refresh_token } })),
      example('a key, further down', jwtResponse({ claims: { partner: { api_key: 'a2V5LW9mLXRoZQ' } } })),
      {
        name: 'a digest of the password without salt',
        subject: subject(
          observation(
            jwtResponse({ claims: { h: createHash('sha256').update('Otter-4711').digest('hex') } }),
            { form: [['password', 'Otter-4711']] },
          ),
        ),
      },
      {
        name: 'name and password as HTTP Basic has them',
        subject: subject(
          observation(jwtResponse({ claims: { c: Buffer.from('alice:Otter-4711').toString('base64') } }), {
            form: [
              ['username', 'alice'],
              ['password', 'Otter-4711'],
            ],
          }),
        ),
      },
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
