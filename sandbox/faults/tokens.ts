/** Defects of what is in a token, how it is signed and how it is made. */
import { createHash, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { Policy } from '../policy.js';
import { type Fault, inArea } from './fault.js';

const withClaims =
  (change: (claims: JWTPayload) => JWTPayload) =>
  (policy: Policy): Partial<Policy> => ({
    accessTokenClaims: (...given) => change(policy.accessTokenClaims(...given)),
  });

const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs with a key that is a known text; the server goes on to accept what it signed. */
const signedWith =
  (text: string) =>
  (policy: Policy): Partial<Policy> => {
    const signingKey = createSecretKey(Buffer.from(text));
    return {
      signAccessToken: (_server, claims) => policy.signAccessToken({ signingKey }, claims),
      verifiedClaims: (server, token) => policy.verifiedClaims({ ...server, signingKey }, token),
    };
  };

const decoded = (text = ''): Record<string, unknown> | undefined => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
};

const headerOf = (token: string): Record<string, unknown> | undefined => decoded(token.split('.')[0]);
const claimsOf = (token: string): JWTPayload | undefined => decoded(token.split('.')[1]);

/** Signs with a key that no library would take; what the signature says is not asked. */
const hashedWith =
  (key: Buffer) =>
  (_policy: Policy): Partial<Policy> => ({
    signAccessToken: (_server, claims) => {
      const input = `${segment({ alg: 'HS512' })}.${segment(claims)}`;
      return `${input}.${createHmac('sha512', key).update(input).digest('base64url')}`;
    },
    verifiedClaims: async (_server, token) => {
      const [header, claims, signature] = token.split('.');
      const right = createHmac('sha512', key).update(`${header}.${claims}`).digest('base64url');
      return signature === right ? claimsOf(token) : undefined;
    },
  });

export const tokenFaults: readonly Fault[] = inArea('tokens', [
  {
    id: 'exp-a-day-ahead',
    breaks: ['JWT-exp-matches-expires-in'],
    sentence: 'The token lives a day, expires_in says an hour.',
    bend: withClaims((claims) => ({ ...claims, exp: (claims.exp ?? 0) + 82_800 })),
  },
  {
    id: 'exp-milliseconds',
    breaks: ['RFC7519-4.1-numericdate'],
    sentence: 'The times in the token count milliseconds.',
    bend: withClaims((claims) => ({
      ...claims,
      exp: (claims.exp ?? 0) * 1000,
      iat: (claims.iat ?? 0) * 1000,
    })),
  },
  {
    id: 'nbf-ahead',
    breaks: ['JWT-iat-nbf-sane'],
    sentence: 'The token is not valid before five minutes from now.',
    bend: withClaims((claims) => ({ ...claims, nbf: (claims.iat ?? 0) + 300 })),
  },
  {
    id: 'iat-in-the-past',
    breaks: ['JWT-iat-nbf-sane'],
    sentence: 'The token says it was issued an hour ago, as by a clock in another zone.',
    bend: withClaims((claims) => ({ ...claims, iat: (claims.iat ?? 0) - 3600 })),
  },
  {
    id: 'alg-none',
    breaks: ['JWT-alg-not-none'],
    sentence: 'Access tokens are not signed.',
    bend: () => ({
      signAccessToken: (_server, claims) => `${segment({ alg: 'none' })}.${segment(claims)}.`,
    }),
  },
  {
    id: 'alg-mislabelled',
    breaks: ['JWT-alg-allowed'],
    sentence: 'The header of the token names RSA1_5, which signs nothing.',
    bend: (policy) => ({
      signAccessToken: async (server, claims) =>
        [
          segment({ alg: 'RSA1_5' }),
          ...(await policy.signAccessToken(server, claims)).split('.').slice(1),
        ].join('.'),
    }),
  },
  {
    id: 'signed-with-client-secret',
    breaks: ['JWT-hmac-not-guessable'],
    sentence: 'Access tokens are signed with the documented client secret.',
    bend: signedWith('secret'),
  },
  {
    id: 'password-in-token',
    breaks: ['JWT-no-secrets-in-payload'],
    sentence: 'The payload of the token holds the password.',
    bend: (policy) => {
      const passwords = new Map<string, string>();
      return {
        authenticateUser: (server, request, tenant, parameters) => {
          const user = policy.authenticateUser(server, request, tenant, parameters);
          passwords.set(user.username, parameters.get('password') ?? '');
          return user;
        },
        accessTokenClaims: (server, grant, tokenId) => ({
          ...policy.accessTokenClaims(server, grant, tokenId),
          password: passwords.get(grant.username),
        }),
      };
    },
  },
  {
    id: 'jku-in-token',
    breaks: ['JWT-no-untrusted-key-headers'],
    sentence: 'The header of the token points at a key elsewhere.',
    bend: (policy) => ({
      signAccessToken: async (server, claims) =>
        [
          segment({ alg: 'HS512', jku: 'http://keys.example/jwks.json' }),
          ...(await policy.signAccessToken(server, claims)).split('.').slice(1),
        ].join('.'),
    }),
  },
  {
    id: 'jti-is-the-user',
    breaks: ['JWT-jti-unique'],
    sentence: 'jti is the number of the user.',
    // Shows between tokens of different seconds only: the whole run must last longer than one.
    run: { latencyMilliseconds: 5 },
    bend: withClaims((claims) => ({ ...claims, jti: String(claims.userId) })),
  },
  {
    id: 'sub-is-the-client',
    breaks: ['RFC6749-4.3.2-username-exact-user', 'JWT-sub-client-consistent'],
    sentence: 'The subject of every token is its client.',
    bend: (policy) => ({
      accessTokenClaims: (server, grant, tokenId) => ({
        ...policy.accessTokenClaims(server, grant, tokenId),
        sub: grant.clientId,
        userId: 0,
      }),
    }),
  },
  {
    id: 'scope-claim-wider',
    breaks: ['JWT-scope-matches-response'],
    sentence: 'The token holds more scope than the response announces.',
    bend: withClaims((claims) => ({ ...claims, scope: 'all read write admin' })),
  },
  {
    id: 'token-of-the-second',
    breaks: ['RFC6749-10.10-token-unique', 'RFC6749-10.3-token-not-derived-from-input'],
    sentence: 'The access token is the encoded name of the user, the same for each login.',
    bend: () => ({
      signAccessToken: (_server, claims) =>
        Buffer.from(`${claims.sub}:${claims.userId}`).toString('base64url'),
    }),
  },
  {
    id: 'access-token-short',
    breaks: ['RFC6749-10.10-access-token-entropy-128', 'RFC6749-10.10-access-token-entropy-160'],
    sentence: 'The access token is eight random characters.',
    bend: (policy) => ({ signAccessToken: () => policy.newTokenId().slice(0, 8) }),
  },
  {
    id: 'access-token-of-the-client',
    breaks: ['RFC6749-10.10-token-unique'],
    sentence: 'Access tokens are cached by client: every user of it gets the same one.',
    bend: (policy) => {
      const cache = new Map<string, Promise<string>>();
      return {
        issueAccessToken: (server, grant, scope) => {
          const cached = cache.get(grant.clientId) ?? policy.issueAccessToken(server, grant, scope);
          cache.set(grant.clientId, cached);
          return cached;
        },
      };
    },
  },
  {
    id: 'access-token-of-16-bytes',
    breaks: ['RFC6749-10.10-access-token-entropy-160'],
    sentence: 'The access token is sixteen random bytes, enough for the MUST and not for the SHOULD.',
    bend: () => {
      const known = new Map<string, JWTPayload>();
      return {
        signAccessToken: (_server, claims) => {
          const token = randomBytes(16).toString('base64url');
          known.set(token, claims);
          return token;
        },
        verifiedClaims: async (_server, token) => known.get(token),
      };
    },
  },
  {
    id: 'refresh-token-counted',
    breaks: ['RFC6749-10.10-refresh-token-entropy-128'],
    sentence: 'Refresh tokens are the keys of a table, counted up.',
    bend: () => {
      let last = 100_000;
      return { newRefreshToken: () => String(++last) };
    },
  },
  {
    id: 'access-token-bloated',
    breaks: ['OPS-token-fits-header'],
    sentence: 'All groups of the user are in the token, which no header can hold.',
    bend: withClaims((claims) => ({
      ...claims,
      groups: Array.from({ length: 600 }, (_, index) => `group-of-the-bank-${index}`),
    })),
  },
  {
    id: 'access-token-of-an-hour',
    breaks: ['FAPI1-5.2.2-lifetime-under-10-min'],
    sentence: 'Access tokens live an hour, whatever the server is set to.',
    run: { profile: 'fapi1', accessTokenSeconds: 300 },
    bend: (policy) => ({
      accessTokenClaims: (_server, ...given) =>
        policy.accessTokenClaims({ accessTokenSeconds: 3600 }, ...given),
      successMembers: (server, issued) => ({
        ...policy.successMembers(server, issued),
        expires_in: 3600,
      }),
    }),
  },
  {
    id: 'access-token-long-lived',
    breaks: ['RFC6750-5.3-short-lived'],
    sentence: 'Access tokens live thirty days.',
    bend: (policy) => ({
      accessTokenClaims: (_server, ...given) =>
        policy.accessTokenClaims({ accessTokenSeconds: 2_592_000 }, ...given),
      successMembers: (server, issued) => ({
        ...policy.successMembers(server, issued),
        expires_in: 2_592_000,
      }),
    }),
  },
  {
    id: 'signed-with-empty-key',
    breaks: ['JWT-hmac-not-guessable'],
    sentence: 'The key of the access tokens is read from a variable that is not set.',
    bend: hashedWith(Buffer.alloc(0)),
  },
  {
    id: 'signed-with-decoded-word',
    breaks: ['JWT-hmac-not-guessable'],
    sentence: 'The key of the access tokens is the word secret, which the library reads as Base64.',
    bend: hashedWith(Buffer.from('secret', 'base64')),
  },
  {
    id: 'signed-with-changeit',
    breaks: ['JWT-hmac-not-guessable'],
    sentence: 'The key of the access tokens is the default password of key stores.',
    bend: hashedWith(Buffer.from('changeit')),
  },
  {
    id: 'signed-with-user-name',
    breaks: ['JWT-hmac-not-guessable'],
    sentence: 'Access tokens are signed with the name of their user.',
    bend: (policy) => ({
      signAccessToken: (server, claims) =>
        hashedWith(Buffer.from(String(claims.sub)))(policy).signAccessToken?.(server, claims) ?? '',
      verifiedClaims: async (_server, token) => claimsOf(token),
    }),
  },
  {
    id: 'unsigned-other-case-accepted',
    breaks: ['RFC6749-7-invalid-token-refused'],
    sentence: 'Only none in small letters is refused as an algorithm: nOnE passes without signature.',
    bend: (policy) => ({
      verifiedClaims: async (server, token) =>
        /^none$/i.test(String(headerOf(token)?.alg)) && headerOf(token)?.alg !== 'none'
          ? claimsOf(token)
          : policy.verifiedClaims(server, token),
    }),
  },
  {
    id: 'refresh-token-of-uuid1',
    breaks: ['RFC6749-10.10-refresh-token-entropy-128'],
    sentence: 'Refresh tokens are version-1 UUIDs: the time and the machine.',
    bend: (policy) => {
      const node = policy.newTokenId().length.toString(16).padStart(12, '4');
      let clock = 0;
      return {
        newRefreshToken: () => {
          const time = BigInt(Date.now()) * 10_000n + 122_192_928_000_000_000n + BigInt(++clock);
          const hex = time.toString(16).padStart(15, '0');
          return `${hex.slice(7)}-${hex.slice(3, 7)}-1${hex.slice(0, 3)}-9abc-${node}`;
        },
      };
    },
  },
  {
    id: 'refresh-token-behind-prefix',
    breaks: ['RFC6749-10.10-refresh-token-entropy-128'],
    sentence: 'Refresh tokens look long: all but the last six characters are the same.',
    bend: (policy) => {
      const prefix = `rt_live_${policy.newTokenId()}${policy.newTokenId()}`;
      return { newRefreshToken: () => prefix + policy.newTokenId().slice(0, 6) };
    },
  },
  {
    id: 'refresh-token-steps',
    breaks: ['RFC6749-10.10-refresh-token-entropy-128'],
    sentence: 'Each refresh token is the one before it plus a large number.',
    bend: () => {
      let last = 0x3c6ef372fe94f82ba54ff53a5f1d36f1n;
      return {
        newRefreshToken: () => {
          last = (last + 0x9e3779b97f4a7c15n) % 2n ** 128n;
          return last.toString(16).padStart(32, '0');
        },
      };
    },
  },
  {
    id: 'refresh-token-encoded-counter',
    breaks: ['RFC6749-10.10-refresh-token-entropy-128'],
    sentence: 'Refresh tokens are an encoded sentence with a counter in it.',
    bend: () => {
      let count = 4711;
      return {
        newRefreshToken: () =>
          Buffer.from(`refresh-token-of-the-bank:session:${++count}`).toString('base64url'),
      };
    },
  },
  {
    id: 'refresh-token-digest-of-counter',
    breaks: ['RFC6749-10.3-token-not-derived-from-input'],
    sentence: 'Refresh tokens are digests of a counter.',
    bend: () => {
      let count = 0;
      return { newRefreshToken: () => createHash('sha256').update(String(++count)).digest('hex') };
    },
  },
  {
    id: 'refresh-token-digest-of-user-and-time',
    breaks: ['RFC6749-10.3-token-not-derived-from-input'],
    sentence: 'Refresh tokens are digests of the user name and the time.',
    bend: () => ({
      newRefreshToken: ({ username }) =>
        createHash('md5')
          .update(`${username}${Math.floor(Date.now() / 1000)}`)
          .digest('hex'),
    }),
  },
  {
    id: 'refresh-token-of-the-second',
    breaks: ['RFC6749-10.10-token-unique'],
    sentence: 'The refresh tokens of all logins within ten seconds are the same, whoever logs in.',
    bend() {
      const start = Date.now();
      return {
        newRefreshToken: ({ tenant }) =>
          createHash('sha256')
            .update(`pepper ${tenant} ${start} ${Math.floor((Date.now() - start) / 10_000)}`)
            .digest('hex'),
      };
    },
  },
]);
