/** What a server tells of limits, scopes and origins beyond what the sound policy does, and may. */
import { type Variation, withResponse, withSuccess } from './variation.js';

const inOneMinute = (): string => new Date(Date.now() + 60_000).toUTCString();

/** Refused logins that say when another attempt makes sense. */
const askingToWait = (value: () => string) =>
  withResponse((response) =>
    response.body.includes('"invalid_grant"')
      ? { ...response, headers: [...response.headers, ['Retry-After', value()]] }
      : response,
  );

const retryAfterAllowed =
  'RFC 9110 section 10.2.3: how long the user agent ought to wait before a follow-up request; a date or seconds';

export const limitVariations: readonly Variation[] = [
  {
    id: 'failed-login-names-a-time',
    sentence: 'A refused login says by a date when to try again.',
    allowedBy: retryAfterAllowed,
    bend: askingToWait(inOneMinute),
  },
  {
    id: 'failed-login-names-seconds',
    sentence: 'A refused login says in seconds when to try again.',
    allowedBy: retryAfterAllowed,
    bend: askingToWait(() => '60'),
  },
  {
    id: 'scopes-reported-in-own-order',
    sentence: 'Granted scopes are reported in the reverse order of their names, however they were asked for.',
    allowedBy: 'RFC 6749 section 3.3: "their order does not matter"',
    bend: withSuccess(({ scope, ...rest }) => ({
      ...rest,
      scope: String(scope).split(' ').sort().reverse().join(' '),
    })),
  },
  {
    id: 'forbidden-scope-left-out',
    sentence:
      'Of the scopes asked for, those that the client may not have are left out, and the rest is stated.',
    allowedBy: 'RFC 6749 section 3.3: "fully or partially ignore the scope requested by the client"',
    bend: (policy) => ({
      requestedScope: (server, client, parameters) => {
        const values = policy.parseScope(parameters.get('scope') ?? '') ?? [];
        const every = server.directory.clients.flatMap((one) => one.scopes);
        const exist = values.length > 0 && values.every((value) => every.includes(value));
        if (!exist) return policy.requestedScope(server, client, parameters);
        const kept = values.filter((value) => client.scopes.includes(value));
        return kept.length > 0 ? kept : undefined;
      },
    }),
  },
  {
    id: 'public-data-for-every-origin',
    sentence:
      'Whoever asks by script may read the answer, without cookies, and caches are told that it varies.',
    allowedBy:
      'Fetch standard: Access-Control-Allow-Origin may repeat the origin; RFC 9110 section 12.5.5 on Vary',
    bend: () => ({ isOriginAllowed: () => true }),
  },
];
