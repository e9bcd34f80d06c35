/** Token responses: RFC 6749 section 5.1 leaves more open than it fixes. */
import { createHmac, randomBytes } from 'node:crypto';
import type { Bend, Variation } from './variation.js';
import { sentForm, together, without, withSuccess } from './variation.js';

const withTokenType = (type: string) => withSuccess((members) => ({ ...members, token_type: type }));

const withBody =
  (write: (members: Readonly<Record<string, unknown>>) => string): Bend =>
  () => ({ successBody: write });

const withLifetime = (seconds: number): Bend =>
  together(
    withSuccess((members) => ({ ...members, expires_in: seconds })),
    (policy) => ({
      accessTokenClaims: (_server, grant, tokenId) =>
        policy.accessTokenClaims({ accessTokenSeconds: seconds }, grant, tokenId),
    }),
  );

const key = randomBytes(64);

function idToken(claims: Readonly<Record<string, string>>): string {
  const issuedAt = Math.floor(Date.now() / 1000);
  const text = [{ alg: 'HS256' }, { ...claims, iat: issuedAt, exp: issuedAt + 300 }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

const escaped = (text: string): string =>
  text.replace(/[/b]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const successVariations: readonly Variation[] = [
  {
    id: 'token-type-capitalised',
    sentence: 'The token type is written Bearer.',
    allowedBy: 'RFC 6749 section 5.1: "Value is case insensitive."',
    bend: withTokenType('Bearer'),
  },
  {
    id: 'token-type-upper-case',
    sentence: 'The token type is written BEARER.',
    allowedBy: 'RFC 6749 section 5.1: "Value is case insensitive."',
    bend: withTokenType('BEARER'),
  },
  {
    id: 'success-extra-members',
    sentence: 'The token response has further members: texts, numbers, null, lists and objects.',
    allowedBy: 'RFC 6749 section 5.1: "The client MUST ignore unrecognized value names in the response."',
    bend: withSuccess((members) => ({
      'not-before-policy': 0,
      refresh_expires_in: 86_400,
      session_state: null,
      created_at: Math.floor(Date.now() / 1000),
      ...members,
      user: { name: 'A. Resident', roles: ['customer'], address: { city: 'Zürich', lines: [] } },
      permissions: [{ resource: 'accounts', actions: ['read', 'write'] }],
      error_count: 0,
    })),
  },
  {
    id: 'success-scope-left-out',
    sentence: 'scope is left out where it is exactly what the client asked for.',
    allowedBy: 'RFC 6749 section 5.1: scope is "OPTIONAL, if identical to the scope requested by the client"',
    bend: (policy) => ({
      success: (server, request, issued) => {
        const response = policy.success(server, request, issued);
        if (sentForm(request).get('scope') !== issued.scope.join(' ')) return response;
        const members = without(server.policy.successMembers(server, issued), 'scope');
        return { ...response, body: server.policy.successBody(members) };
      },
    }),
  },
  {
    id: 'success-members-reordered',
    sentence: 'The members come in alphabetical order, the token not first.',
    allowedBy: 'RFC 6749 section 5.1: "The order of parameters does not matter and can vary."',
    bend: withSuccess((members) => Object.fromEntries(Object.entries(members).sort())),
  },
  {
    id: 'success-pretty-printed',
    sentence: 'The JSON is indented, with CR LF, and ends with a line break.',
    allowedBy: 'RFC 8259 section 2: insignificant white space',
    bend: withBody((members) => `\r\n${JSON.stringify(members, null, '\t').replaceAll('\n', '\r\n')}\r\n`),
  },
  {
    id: 'success-escaped-characters',
    sentence: 'Some characters of names and values are written as Unicode escapes.',
    allowedBy: 'RFC 8259 section 7: "Any character may be escaped."',
    bend: withBody((members) => escaped(JSON.stringify(members))),
  },
  {
    id: 'lifetime-short',
    sentence: 'An access token lives for five minutes.',
    allowedBy: 'RFC 6749 section 5.1: the lifetime is the choice of the server',
    bend: withLifetime(300),
  },
  {
    id: 'lifetime-long',
    sentence: 'An access token lives for twelve hours.',
    allowedBy: 'RFC 6750 section 5.3: one hour or less is a SHOULD; the catalogue warns',
    bend: withLifetime(43_200),
  },
  {
    id: 'id-token-beside',
    sentence: 'An ID Token comes with the access token.',
    allowedBy: 'OpenID Connect Core section 3.1.3.3; RFC 6749 section 5.1 on further members',
    bend: withSuccess((members, { grant }) => ({
      ...members,
      id_token: idToken({ iss: 'https://issuer.example', sub: grant.username, aud: grant.clientId }),
    })),
  },
  {
    id: 'lifetime-not-announced',
    sentence: 'The response does not say how long the token lives.',
    allowedBy: 'RFC 6749 section 5.1: expires_in is RECOMMENDED; never_fail_on: absence of expires_in',
    bend: withSuccess((members) => without(members, 'expires_in')),
  },
  {
    id: 'lifetime-documented-only',
    sentence: 'The lifetime stands in the documentation of the API and not in the response.',
    allowedBy:
      'RFC 6749 section 5.1: "If omitted, the authorization server SHOULD provide the expiration time via other means or document the default value."',
    bend: withSuccess((members) => without(members, 'expires_in')),
  },
];
