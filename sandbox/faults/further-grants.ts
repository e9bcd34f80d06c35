/** Defects of the grants that present something from elsewhere: codes, assertions, subject tokens. */
import { setTimeout as delay } from 'node:timers/promises';
import type { CodeRecord, IncomingRequest } from '../model.js';
import type { Policy } from '../policy.js';
import { invalidGrant, invalidRequest, Refusal } from '../refusal.js';
import { forDelegates } from '../run-conditions.js';
import { type Fault, inArea } from './fault.js';

/** A look-up in a database: others get their turn meanwhile. Milliseconds. */
const lookUp = 10;

const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';

type Bend = (policy: Policy) => Partial<Policy>;

const asksBy = (request: IncomingRequest, grantType: string): boolean =>
  new URLSearchParams(request.body?.toString()).get('grant_type') === grantType;

/** A parameter that is missing is refused with this code. */
const missing =
  (name: string, code: string): Bend =>
  (policy) => ({
    requiredParameter: (given, wanted) => {
      if (wanted === name && !given.has(name)) throw new Refusal(code, 'Something is missing');
      return policy.requiredParameter(given, wanted);
    },
  });

const usableAgain =
  (kind: CodeRecord['kind']): Bend =>
  (policy) => ({ isUsedUp: (record) => record.kind !== kind && policy.isUsedUp(record) });

const ofAnyClient =
  (kind: CodeRecord['kind']): Bend =>
  (policy) => ({ isCodeOf: (record, client) => record.kind === kind || policy.isCodeOf(record, client) });

const toldToWait =
  (state: CodeRecord['state']): Bend =>
  (policy) => ({
    deviceRefusal: (record) =>
      policy.deviceRefusal(record.state === state ? { ...record, state: 'pending' } : record),
  });

const refusing =
  (refusal: () => Refusal): Bend =>
  () => ({ codeRefusal: refusal });

export const furtherGrantFaults: readonly Fault[] = inArea(
  'further-grants',
  [
    {
      id: 'code-missing-is-server-error',
      breaks: ['RFC6749-4.1.3-missing-code'],
      sentence: 'An exchange without code is refused with server_error.',
      bend: missing('code', 'server_error'),
    },
    {
      id: 'code-unknown-is-invalid-request',
      breaks: ['RFC6749-5.2-invalid-code'],
      sentence: 'An unknown code is refused with invalid_request.',
      bend: refusing(() => invalidRequest('The code is not valid')),
    },
    {
      id: 'code-reusable',
      breaks: ['RFC6749-4.1.2-code-single-use'],
      sentence: 'A code can be exchanged again and again.',
      bend: usableAgain('code'),
    },
    {
      id: 'code-replay-without-consequences',
      breaks: ['RFC6749-4.1.2-code-replay-revokes'],
      sentence: 'The tokens of a code go on to work after it was presented again.',
      bend: () => ({ onCodeReplay: () => {} }),
    },
    {
      id: 'code-needs-no-client-secret',
      breaks: ['RFC6749-5.2-wrong-secret-body'],
      sentence: 'Who presents a code is the client that it names, whatever its secret.',
      bend: (policy) => ({
        authenticateClient: (server, request, parameters) => {
          const { id } = policy.presentedCredentials(server, request, parameters);
          const named = asksBy(request, 'authorization_code') ? policy.findClient(server, id) : undefined;
          return named ?? policy.authenticateClient(server, request, parameters);
        },
      }),
    },
    {
      id: 'exchange-needs-no-device',
      breaks: ['CONTRACT-header-required'],
      sentence: 'A token exchange goes without the device fingerprint that the document demands.',
      bend: (policy) => ({
        requireDevice: (server, request) => {
          if (!asksBy(request, exchange)) policy.requireDevice(server, request);
        },
      }),
    },
    {
      id: 'code-race',
      breaks: ['OAUTH-code-concurrent-exchange'],
      sentence: 'Whether a code was used is read first and written later.',
      bend: (policy) => ({
        authorizationCodeGrant: async (server, request, client, tenant, parameters) => {
          const record = policy.findCode(server, parameters.get('code') ?? '', 'code');
          const wasUsed = record?.exchangedFor !== undefined;
          await delay(lookUp);
          if (record && !wasUsed) record.exchangedFor = undefined;
          return policy.authorizationCodeGrant(server, request, client, tenant, parameters);
        },
      }),
    },
    {
      id: 'code-verifier-unasked-ignored',
      breaks: ['RFC9700-2.1.1-pkce-downgrade'],
      sentence: 'A code verifier is not looked at where no challenge was sent.',
      bend: (policy) => ({
        verifierMatches: (server, record, verifier) =>
          record.challenge === undefined || policy.verifierMatches(server, record, verifier),
      }),
    },
    {
      id: 'code-of-any-client',
      breaks: ['RFC6749-4.1.3-code-bound-to-client'],
      sentence: 'A code is exchanged for whichever client presents it.',
      bend: ofAnyClient('code'),
    },
    {
      id: 'code-redirect-uri-unchecked',
      breaks: ['RFC6749-4.1.3-redirect-uri-match'],
      sentence: 'The redirect_uri of the token request may be any.',
      bend: () => ({ redirectUriMatches: (_record, parameters) => parameters.has('redirect_uri') }),
    },
    {
      id: 'code-redirect-uri-optional',
      breaks: ['RFC6749-4.1.3-redirect-uri-match'],
      sentence: 'The redirect_uri may be left out of the token request.',
      bend: (policy) => ({
        redirectUriMatches: (record, parameters) =>
          !parameters.has('redirect_uri') || policy.redirectUriMatches(record, parameters),
      }),
    },
    {
      id: 'code-redirect-uri-by-prefix',
      breaks: ['RFC6749-4.1.3-redirect-uri-match'],
      sentence: 'A redirect_uri counts that begins like the right one.',
      bend: () => ({
        redirectUriMatches: ({ redirectUri = '' }, parameters) =>
          parameters.get('redirect_uri')?.startsWith(redirectUri) === true,
      }),
    },
    {
      id: 'code-verifier-unchecked',
      breaks: ['RFC7636-4.6-verifier-wrong'],
      sentence: 'A code verifier must be there, and may be any.',
      bend: () => ({ verifierMatches: (_server, _record, verifier) => verifier !== undefined }),
    },
    {
      id: 'code-verifier-optional',
      breaks: ['RFC7636-4.6-verifier-missing'],
      sentence: 'A code that was requested with a challenge works without its verifier.',
      bend: (policy) => ({
        verifierMatches: (server, record, verifier) =>
          verifier === undefined || policy.verifierMatches(server, record, verifier),
      }),
    },
    {
      id: 'code-challenge-counts-as-plain',
      breaks: ['RFC7636-4.5-method-bound'],
      sentence: 'The code challenge itself is accepted as its verifier.',
      bend: (policy) => ({
        verifierMatches: (server, record, verifier) =>
          verifier === record.challenge || policy.verifierMatches(server, record, verifier),
      }),
    },
    {
      id: 'device-code-unknown-pending',
      breaks: ['RFC8628-3.4-invalid-device-code'],
      sentence: 'An unknown device code is answered with authorization_pending.',
      bend: refusing(() => new Refusal('authorization_pending', 'Not yet')),
    },
    {
      id: 'device-code-missing-pending',
      breaks: ['RFC8628-3.4-invalid-device-code'],
      sentence: 'A poll without device code is answered with authorization_pending.',
      bend: missing('device_code', 'authorization_pending'),
    },
    {
      id: 'device-code-reusable',
      breaks: ['RFC8628-3.4-bound-single-use'],
      sentence: 'A device code can be exchanged again and again.',
      bend: usableAgain('device_code'),
    },
    {
      id: 'device-code-of-any-client',
      breaks: ['RFC8628-3.4-bound-single-use'],
      sentence: 'A device code is exchanged for whichever client presents it.',
      bend: ofAnyClient('device_code'),
    },
    {
      id: 'device-pending-is-invalid-grant',
      breaks: ['RFC8628-3.5-authorization-pending'],
      sentence: 'A device that waits for approval is refused with invalid_grant.',
      bend: (policy) => ({
        deviceRefusal: (record) =>
          record.state === 'pending' ? invalidGrant() : policy.deviceRefusal(record),
      }),
    },
    {
      id: 'device-denied-stays-pending',
      breaks: ['RFC8628-3.5-access-denied'],
      sentence: 'A device that was denied is told to wait.',
      bend: toldToWait('denied'),
    },
    {
      id: 'device-expired-stays-pending',
      breaks: ['RFC8628-3.5-expired-token'],
      sentence: 'A device whose code has expired is told to wait.',
      bend: toldToWait('expired'),
    },
    {
      id: 'assertion-grant-missing-invalid-client',
      breaks: ['RFC7523-2.1-missing-assertion'],
      sentence: 'The assertion grant without assertion is refused with invalid_client.',
      bend: missing('assertion', 'invalid_client'),
    },
    {
      id: 'assertion-grant-signature-unchecked',
      breaks: ['RFC7523-3.1-bad-assertion-invalid-grant'],
      sentence: 'The signature of an assertion is not verified.',
      bend: () => ({ isSignedByIssuer: () => true }),
    },
    {
      id: 'assertion-grant-expiry-unchecked',
      breaks: ['RFC7523-3.1-bad-assertion-invalid-grant'],
      sentence: 'An assertion works after it has expired.',
      bend: () => ({ isAssertedInTime: () => true }),
    },
    {
      id: 'assertion-grant-audience-unchecked',
      breaks: ['RFC7523-3.1-bad-assertion-invalid-grant'],
      sentence: 'An assertion for another server is accepted.',
      bend: () => ({ isAssertedForUs: () => true }),
    },
    {
      id: 'assertion-grant-refused-as-client',
      breaks: ['RFC7523-3.1-bad-assertion-invalid-grant'],
      sentence: 'An assertion that is not valid is refused with invalid_client.',
      bend: refusing(() => new Refusal('invalid_client', 'The assertion is not valid')),
    },
    {
      id: 'exchange-of-anything',
      breaks: ['RFC8693-2.2.2-invalid-subject'],
      sentence: 'A subject token that was never issued is exchanged for a token of the first user.',
      bend: (policy) => ({
        liveAccessToken: async (server, tenant, token) => {
          const live = await policy.liveAccessToken(server, tenant, token);
          const [user] = server.directory.users;
          const [client] = server.directory.clients;
          if (live || !user || !client || token.includes('.')) return live;
          const grant = policy.newGrant(client, user, []);
          return { claims: {}, record: { grant, scope: [], revoked: false } };
        },
      }),
    },
    {
      id: 'exchange-refused-as-token',
      breaks: ['RFC8693-2.2.2-invalid-subject'],
      sentence: 'A subject token that was never issued is refused with invalid_token.',
      bend: () => ({ exchangeRefusal: () => new Refusal('invalid_token', 'The token is not valid') }),
    },
    {
      id: 'exchange-type-optional',
      breaks: ['RFC8693-2.1-missing-subject'],
      sentence: 'A subject token needs no type.',
      bend: (policy) => ({
        requiredParameter: (given, name) =>
          name === 'subject_token_type'
            ? (given.get(name) ?? 'urn:ietf:params:oauth:token-type:access_token')
            : policy.requiredParameter(given, name),
      }),
    },
    {
      id: 'exchange-actor-half',
      breaks: ['RFC8693-2.1-actor-type'],
      sentence: 'An actor token needs no type, and a type no actor token.',
      bend: () => ({ actorIsComplete: () => true }),
    },
    {
      id: 'exchange-without-issued-type',
      breaks: ['RFC8693-2.2.1-issued-token-type'],
      sentence: 'The answer to an exchange does not say what kind of token it issued.',
      bend: (policy) => ({
        exchangeGrant: async (...given) => {
          const { issuedTokenType: _, ...issued } = await policy.exchangeGrant(...given);
          return issued;
        },
      }),
    },
  ],
  forDelegates,
);
