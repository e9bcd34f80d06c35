/** Combinations as well-known servers show them: what is permitted one by one is permitted together. */
import { randomUUID } from 'node:crypto';
import { Refusal } from '../refusal.js';
import { companionVariations } from './companions.js';
import { errorVariations } from './errors.js';
import { httpVariations } from './http.js';
import { orderVariations } from './order.js';
import { successVariations } from './success.js';
import { tokenVariations } from './tokens.js';
import { type Bend, together, type Variation, withErrors, withFields, withSuccess } from './variation.js';

const single = [
  ...successVariations,
  ...errorVariations,
  ...httpVariations,
  ...orderVariations,
  ...tokenVariations,
  ...companionVariations,
];

function named(id: string): Bend {
  const found = single.find((variation) => variation.id === id);
  if (!found) throw new Error(`there is no variation "${id}"`);
  return found.bend;
}

const all = (...ids: readonly string[]): Bend => together(...ids.map(named));

const combination = 'what allows each of its differences';

export const serverVariations: readonly Variation[] = [
  {
    id: 'like-spring',
    sentence: 'The server answers like one built with Spring Security.',
    allowedBy: combination,
    bend: together(
      all(
        'token-type-capitalised',
        'no-client-is-invalid-request',
        'duplicates-worded-otherwise',
        'token-rs256',
      ),
      all('media-type-with-charset', 'cache-control-verbose', 'body-chunked', 'other-methods-page'),
      withSuccess((members) => ({ ...members, jti: randomUUID() })),
      withErrors((members, { message }) => ({
        error_description: message,
        error: members.error,
        error_uri: 'https://datatracker.ietf.org/doc/html/rfc6749#section-5.2',
      })),
      withFields((headers) => [...headers, ['X-Frame-Options', 'DENY'], ['X-XSS-Protection', '0']]),
    ),
  },
  {
    id: 'like-keycloak',
    sentence: 'The server answers like Keycloak.',
    allowedBy: combination,
    bend: together(
      all('token-type-capitalised', 'token-many-claims', 'client-before-headers', 'unknown-scope-ignored'),
      all(
        'success-extra-members',
        'invalid-client-in-body-400',
        'usernames-folded',
        'introspection-extra-members',
      ),
    ),
  },
  {
    id: 'like-doorkeeper',
    sentence: 'The server answers like Doorkeeper on Rails.',
    allowedBy: combination,
    bend: together(
      all('token-type-capitalised', 'token-opaque', 'validator-sent', 'other-methods-404'),
      all('revocation-with-content', 'fields-as-from-http2', 'connection-kept', 'introspection-private'),
      withSuccess((members) => ({ ...members, created_at: Math.floor(Date.now() / 1000) })),
      (policy) => ({
        loginRefusal: () =>
          new Refusal(
            'invalid_grant',
            'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
          ),
        commonHeaders: () => [
          ...policy.commonHeaders(),
          ['X-Request-Id', randomUUID()],
          ['X-Runtime', '0.018332'],
        ],
      }),
    ),
  },
  {
    id: 'like-a-gateway-before-node',
    sentence: 'The server answers like a cloud gateway before a Node service.',
    allowedBy: combination,
    bend: together(
      all('headers-before-form', 'tenant-refusal-403', 'wrong-media-type-unread', 'fields-of-proxies'),
      all('cookie-of-load-balancer', 'token-type-capitalised', 'body-compressed', 'connection-closed'),
      all('error-without-description', 'options-for-browsers', 'cors-open-without-credentials'),
    ),
  },
];
