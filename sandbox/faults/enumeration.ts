/** Refusals that tell an attacker what exists. */
import { invalidClient, invalidGrant, Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

export const enumerationFaults: readonly Fault[] = inArea('enumeration', [
  {
    id: 'unknown-user-text',
    breaks: ['ASVS5-6.3.8-user-enumeration-response'],
    sentence: 'An unknown user is told so.',
    bend: () => ({
      loginRefusal: (user) => (user ? invalidGrant() : new Refusal('invalid_grant', 'User not found')),
    }),
  },
  {
    id: 'unknown-user-404',
    breaks: ['ASVS5-6.3.8-user-enumeration-response', 'RFC6749-5.2-status-400'],
    sentence: 'An unknown user is answered with 404.',
    bend: () => ({
      loginRefusal: (user) =>
        user ? invalidGrant() : new Refusal('invalid_grant', invalidGrant().message, { status: 404 }),
    }),
  },
  {
    id: 'unknown-user-code',
    breaks: ['RFC6749-5.2-unknown-user-invalid-grant', 'ASVS5-6.3.8-user-enumeration-response'],
    sentence: 'An unknown user has an error code of its own.',
    bend: () => ({
      loginRefusal: (user) =>
        user ? invalidGrant() : new Refusal('invalid_request', invalidGrant().message),
    }),
  },
  {
    id: 'known-user-header',
    breaks: ['ASVS5-6.3.8-user-enumeration-response'],
    sentence: 'Failed logins of users who exist carry a counter in a header.',
    bend: () => ({
      loginRefusal: (user) =>
        new Refusal(
          'invalid_grant',
          invalidGrant().message,
          user ? { headers: [['X-Failed-Logins', '1']] } : {},
        ),
    }),
  },
  {
    id: 'unknown-user-longer-body',
    breaks: ['ASVS5-6.3.8-user-enumeration-response'],
    sentence: 'The refusal of an unknown user carries a member more.',
    bend: (policy) => {
      const unknown = new WeakSet<Refusal>();
      return {
        loginRefusal: (user) => {
          const refusal = invalidGrant();
          if (!user) unknown.add(refusal);
          return refusal;
        },
        errorMembers: (server, refusal, request) => {
          const members = policy.errorMembers(server, refusal, request);
          return members && unknown.has(refusal)
            ? { ...members, hint: 'register at /registration' }
            : members;
        },
      };
    },
  },
  {
    id: 'known-user-uri',
    breaks: ['ASVS5-6.3.8-user-enumeration-response'],
    sentence: 'Users who exist are pointed to the page where a password is reset.',
    bend: (policy) => {
      const known = new WeakSet<Refusal>();
      return {
        loginRefusal: (user) => {
          const refusal = invalidGrant();
          if (user) known.add(refusal);
          return refusal;
        },
        errorMembers: (server, refusal, request) => {
          const members = policy.errorMembers(server, refusal, request);
          return members && known.has(refusal)
            ? { ...members, error_uri: 'https://sandbox.example/reset' }
            : members;
        },
      };
    },
  },
  {
    id: 'disabled-account-status',
    breaks: ['ASVS5-6.3.8-locked-account-oracle', 'RFC6749-5.2-status-400'],
    sentence: 'A disabled account is refused with 403, whatever the password.',
    bend: () => ({
      loginRefusal: (user) =>
        user?.disabled
          ? new Refusal('invalid_grant', invalidGrant().message, { status: 403 })
          : invalidGrant(),
    }),
  },
  {
    id: 'unknown-client-status',
    breaks: ['OAUTH-client-enumeration'],
    sentence: 'An unknown client is answered with 400, a wrong secret with 401.',
    bend: () => ({
      clientRefusal: (_request, client) =>
        client ? invalidClient() : new Refusal('invalid_client', invalidClient().message, { status: 400 }),
    }),
  },
  {
    id: 'disabled-account-text',
    breaks: ['ASVS5-6.3.8-locked-account-oracle'],
    sentence: 'A disabled account is named as such, whatever the password.',
    bend: () => ({
      loginRefusal: (user) =>
        user?.disabled ? new Refusal('invalid_grant', 'User account is disabled') : invalidGrant(),
    }),
  },
  {
    id: 'attempts-left-text',
    breaks: ['OWASP-error-description-generic'],
    sentence: 'The refusal of a login says how many attempts are left.',
    bend: () => ({ loginRefusal: () => new Refusal('invalid_grant', 'Wrong password, 2 attempts left') }),
  },
  {
    id: 'unknown-client-text',
    breaks: ['OAUTH-client-enumeration'],
    sentence: 'An unknown client is told so.',
    bend: () => ({
      clientRefusal: (_request, client) =>
        client ? invalidClient() : new Refusal('invalid_client', 'Client not found'),
    }),
  },
]);
