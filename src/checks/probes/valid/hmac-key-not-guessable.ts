import { createHmac } from 'node:crypto';
import type { Contract } from '../../../contract/contract.js';
import { accessToken, refreshToken } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, observation, tokenResponse } from '../../examples.js';
import { sentForm, sentHeaders, sentValues } from '../sent.js';

const literal = { probe: 'valid/minimal' };

/** Keys that tutorials and defaults suggest. */
const common = [
  ...[
    'secret',
    'secretkey',
    'secret-key',
    'secret_key',
    'mysecret',
    'my-secret',
    'mysecretkey',
    'my-secret-key',
  ],
  ...['password', 'passw0rd', 'changeme', 'change-me', 'changeit', 'default', 'key', 'private', 'privatekey'],
  ...[
    'test',
    'testing',
    'test123',
    'demo',
    'example',
    'sample',
    'dev',
    'development',
    'admin',
    'root',
    'token',
  ],
  ...[
    'jwt',
    'jwtsecret',
    'jwt-secret',
    'jwt_secret',
    'jwtkey',
    'jwt-key',
    'signingkey',
    'signing-key',
    'hmac',
  ],
  ...[
    'your-256-bit-secret',
    'your-384-bit-secret',
    'your-512-bit-secret',
    'a-string-secret-at-least-256-bits-long',
  ],
  ...['123', '1234', '12345', '123456', '12345678', '123456789', '1234567890', 'qwerty', 'letmein', 'abc123'],
  ...[
    'tokenKey',
    'jwtSecret',
    'JWTSuperSecretKey',
    'shhhhh',
    'shhhhhhared-secret',
    'keyboard cat',
    's3cr3t',
    'oauth',
    'oauth2',
    'access_token',
    'supersecret',
    'super-secret',
    'topsecret',
    'verysecret',
    'thisisasecret',
    'this-is-a-secret',
    'my-256-bit-secret',
    'my-32-character-ultra-secure-and-ultra-long-secret',
    'your-secret-key',
    'your_jwt_secret',
    'gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr9C',
    'Sn1f',
    '123123',
    'fineract',
    'spring',
    'springboot',
    'bank',
    'banking',
    'null',
    'undefined',
  ],
];

const digests: Readonly<Record<string, string>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };

function algorithm(token: string): string | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
    const named = typeof header === 'object' && header !== null && 'alg' in header ? header.alg : undefined;
    return typeof named === 'string' && Object.hasOwn(digests, named) ? digests[named] : undefined;
  } catch {
    return undefined;
  }
}

function isSignedWith(token: string, digest: string, key: string | Buffer): boolean {
  const [header, payload, signature] = token.split('.');
  return createHmac(digest, key).update(`${header}.${payload}`).digest('base64url') === signature;
}

function clientSecrets(given: Observation): string[] {
  const basic = sentHeaders(given, 'Authorization').flatMap((value) => {
    const decoded = Buffer.from(value.split(' ')[1] ?? '', 'base64').toString();
    return new URLSearchParams(`s=${decoded.slice(decoded.indexOf(':') + 1)}`).get('s') ?? [];
  });
  return [...basic, ...sentForm(given).getAll('client_secret')];
}

function documented({ parameters, grants }: Contract): string[] {
  return [...parameters, ...grants.flatMap((grant) => grant.parameters)].flatMap(
    (parameter) => parameter.documented ?? [],
  );
}

/** What identifies the caller: everything in the form and the query, and the headers that the contract names. */
function requestValues(given: Observation, { parameters }: Contract): string[] {
  const headers = parameters.filter((parameter) => parameter.in === 'header');
  return [...sentValues(given), ...headers.flatMap(({ name }) => sentHeaders(given, name))];
}

/** Keys as they are written; and decoded, because libraries read a configured key as Base64. */
function keysOf(given: Observation, contract: Contract): (string | Buffer)[] {
  const words = [
    '',
    ...clientSecrets(given),
    ...requestValues(given, contract),
    ...documented(contract),
    ...common,
  ];
  const distinct = [...new Set(words)];
  return [...distinct, ...distinct.map((word) => Buffer.from(word, 'base64'))];
}

function signedLike(key: string | Buffer, alg: 'HS256' | 'HS512' = 'HS256') {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part({ alg })}.${part({ sub: 'alice' })}`;
  const signature = createHmac(digests[alg] ?? '', key)
    .update(input)
    .digest('base64url');
  return { json: { ...tokenResponse, access_token: `${input}.${signature}` } };
}

export const hmacKeyNotGuessable: Check = {
  id: 'hmac-key-not-guessable',
  title: 'The HMAC key of a JWT is neither a word that people remember nor the client secret.',
  requirements: ['JWT-hmac-not-guessable'],
  on: { probes: ['valid/minimal', 'refresh/first'] },
  judge({ observation: given, contract }) {
    const keys = keysOf(given, contract);
    const signed = [accessToken(given), refreshToken(given)].flatMap((token) => {
      const digest = token === undefined ? undefined : algorithm(token);
      return token !== undefined && digest !== undefined ? [{ token, digest }] : [];
    });
    if (signed.length === 0) return notApplicable('no token is a JWT with an HMAC');
    return signed.some(({ token, digest }) => keys.some((key) => isSignedWith(token, digest, key)))
      ? violation('an HMAC key that cannot be guessed', 'a key from a short list of words')
      : pass;
  },
  examples: {
    conforming: [
      example('a random key', signedLike('Zk3x9Qv7Wm1pLr5TuYb2NcHd8Gs4JfAe'), literal),
      example('an opaque token', {}, literal),
    ],
    violating: [
      example('a word', signedLike('secret', 'HS512'), literal),
      example('no key at all', signedLike(''), literal),
      example('a word read as Base64', signedLike(Buffer.from('secretkey', 'base64')), literal),
      example(
        'the password of the user',
        observation(signedLike('Wonder1and!'), { form: [['password', 'Wonder1and!']] }),
        literal,
      ),
      example(
        'the client secret',
        observation(signedLike('Aq7-of-the-client'), { form: [['client_secret', 'Aq7-of-the-client']] }),
        literal,
      ),
    ],
  },
};
