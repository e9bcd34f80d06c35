/** Defects of client authentication by a signed JWT. */
import type { JWTPayload } from 'jose';
import { invalidGrant } from '../refusal.js';
import { byAssertion } from '../run-conditions.js';
import { type Fault, inArea } from './fault.js';

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const clientAssertionFaults: readonly Fault[] = inArea(
  'client-assertions',
  [
    {
      id: 'assertion-expiry-unchecked',
      breaks: ['RFC7523-3-assertion-exp-expired'],
      sentence: 'Nobody looks at whether a client assertion has expired.',
      bend: () => ({ hasNotExpired: ({ exp }: JWTPayload) => exp !== undefined }),
    },
    {
      id: 'assertion-expiry-optional',
      breaks: ['RFC7523-3-assertion-exp-missing'],
      sentence: 'A client assertion without exp is valid for ever.',
      bend: (policy) => ({
        hasNotExpired: (claims) => claims.exp === undefined || policy.hasNotExpired(claims),
      }),
    },
    {
      id: 'assertion-audience-unchecked',
      breaks: ['RFC7523-3-assertion-aud-wrong'],
      sentence: 'A client assertion for another server is accepted.',
      bend: () => ({ isAssertionForUs: (_server, { aud }) => aud !== undefined }),
    },
    {
      id: 'assertion-audience-optional',
      breaks: ['RFC7523-3-assertion-aud-missing'],
      sentence: 'A client assertion without aud is for everybody.',
      bend: (policy) => ({
        isAssertionForUs: (server, claims) =>
          claims.aud === undefined || policy.isAssertionForUs(server, claims),
      }),
    },
    {
      id: 'assertion-issuer-unchecked',
      breaks: ['RFC7523-3-assertion-iss-wrong'],
      sentence: 'The issuer of a client assertion may be anybody.',
      bend: () => ({ assertedClient: ({ sub }) => sub }),
    },
    {
      id: 'assertion-subject-optional',
      breaks: ['RFC7523-3-assertion-sub-missing'],
      sentence: 'A client assertion without sub is about its issuer.',
      bend: (policy) => ({
        assertedClient: (claims) =>
          claims.sub === undefined ? text(claims.iss) : policy.assertedClient(claims),
      }),
    },
    {
      id: 'assertion-subject-unchecked',
      breaks: ['RFC7523-3-assertion-sub-wrong'],
      sentence: 'The subject of a client assertion may be anybody.',
      bend: (policy) => ({
        assertedClient: (claims) => (claims.sub === undefined ? policy.assertedClient(claims) : claims.iss),
      }),
    },
    {
      id: 'assertion-signature-unchecked',
      breaks: ['RFC7523-3-assertion-bad-signature'],
      sentence: 'The signature of a client assertion is not verified.',
      bend: () => ({ isAssertionSigned: (_client, { algorithm }) => algorithm === 'ES256' }),
    },
    {
      id: 'assertion-unsigned-accepted',
      breaks: ['RFC7523-3-assertion-alg-none'],
      sentence: 'A client assertion may say that it is not signed.',
      bend: (policy) => ({
        isAssertionSigned: (client, jwt) => jwt.algorithm === 'none' || policy.isAssertionSigned(client, jwt),
      }),
    },
    {
      id: 'assertion-not-before-unchecked',
      breaks: ['RFC7523-3-assertion-nbf-future'],
      sentence: 'A client assertion counts before it is valid.',
      bend: () => ({ isValidAlready: () => true }),
    },
    {
      id: 'assertion-type-ignored',
      breaks: ['RFC7521-4.2-unknown-assertion-type'],
      sentence: 'A client assertion counts whatever type is said of it.',
      bend: (policy) => ({
        assertedCredentials: (server, parameters) =>
          policy.assertedCredentials(
            server,
            new Map([
              ...parameters,
              ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
            ]),
          ),
      }),
    },
    {
      id: 'assertion-beside-another-client-id',
      breaks: ['RFC7523-2.2-client-id-mismatch'],
      sentence: 'Beside a client assertion client_id may name another client.',
      bend: () => ({ contradicts: () => false }),
    },
    {
      id: 'assertion-beside-secret',
      breaks: ['RFC7523-assertion-plus-secret'],
      sentence: 'A client may send an assertion and a secret.',
      bend: () => ({ usesTwoMethods: () => false }),
    },
    {
      id: 'assertion-replayable',
      breaks: ['RFC7523-3-jti-replay'],
      sentence: 'A client assertion can be used until it expires.',
      bend: () => ({ isPresentedFirst: () => true }),
    },
    {
      id: 'assertion-refused-as-grant',
      breaks: ['RFC7523-3-assertion-aud-wrong'],
      sentence: 'A client assertion for another server is refused with invalid_grant.',
      bend: () => ({ clientRefusal: () => invalidGrant() }),
    },
  ],
  byAssertion,
);
