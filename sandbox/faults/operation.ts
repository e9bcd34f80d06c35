/** Defects of running a server: its clock, its limits, and what is left of it after hostile input. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Field, OutgoingResponse } from '../model.js';
import type { Policy } from '../policy.js';
import { type Fault, inArea } from './fault.js';

const dated =
  (write: (now: Date) => string) =>
  (policy: Policy): Partial<Policy> => ({
    send: (request, response) => {
      const sent = policy.send(request, response);
      return { ...sent, headers: [...sent.headers, ['Date', write(new Date())]] };
    },
  });

/** A Retry-After with each refused login, in the form that the writer thought of. */
const retryAfter =
  (value: () => string) =>
  (policy: Policy): Partial<Policy> => ({
    errorHeaders: (server, refusal, request) => [
      ...policy.errorHeaders(server, refusal, request),
      ...(refusal.code === 'invalid_grant' ? [['Retry-After', value()] satisfies Field] : []),
    ],
  });

const exhausted = (policy: Policy): OutgoingResponse => ({
  status: 500,
  headers: [['Content-Type', 'text/plain'], ...policy.commonHeaders()],
  body: 'pool exhausted',
});

/** Every refusal with this code takes something that is never given back; after so many there is none left. */
const leaking =
  (code: string, most: number) =>
  (policy: Policy): Partial<Policy> => {
    let taken = 0;
    return {
      failure: (server, refusal, request) => {
        if (refusal.code === code) taken++;
        return policy.failure(server, refusal, request);
      },
      answer: async (server, endpoint, request) =>
        taken > most ? exhausted(policy) : policy.answer(server, endpoint, request),
    };
  };

/** Longer than a budget of two seconds. */
const tooLong = 2_100;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

export const operationFaults: readonly Fault[] = inArea('operation', [
  {
    id: 'date-absent',
    breaks: ['RFC9110-6.6.1-date'],
    sentence: 'The gateway strips Date from every response.',
    bend: () => ({ sendsDate: () => false }),
  },
  {
    id: 'date-iso-8601',
    breaks: ['RFC9110-6.6.1-date'],
    sentence: 'Date is written in the format of ISO 8601.',
    bend: dated((now) => now.toISOString()),
  },
  {
    id: 'date-local-time',
    breaks: ['RFC9110-6.6.1-date'],
    sentence: 'Date is written with an offset from UTC instead of GMT.',
    bend: dated((now) => now.toUTCString().replace('GMT', '+0000')),
  },
  {
    id: 'date-rfc-850',
    breaks: ['RFC9110-6.6.1-date'],
    sentence: 'Date has the obsolete format of RFC 850.',
    bend: dated((now) => {
      const [day = '', date = '', month = '', year = '', time = ''] = now.toUTCString().split(/,? /);
      const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
      const name = names.find((one) => one.startsWith(day));
      return `${name}, ${twoDigits(Number(date))}-${month}-${year.slice(2)} ${time} GMT`;
    }),
  },
  {
    id: 'retry-after-fraction',
    breaks: ['RFC9110-10.2.3-retry-after-syntax'],
    sentence: 'Retry-After is a fraction of seconds.',
    bend: retryAfter(() => '1.5'),
  },
  {
    id: 'retry-after-unit',
    breaks: ['RFC9110-10.2.3-retry-after-syntax'],
    sentence: 'Retry-After names its unit.',
    bend: retryAfter(() => '60s'),
  },
  {
    id: 'retry-after-iso-8601',
    breaks: ['RFC9110-10.2.3-retry-after-syntax'],
    sentence: 'Retry-After is a moment in the format of ISO 8601.',
    bend: retryAfter(() => new Date().toISOString()),
  },
  {
    id: 'exhausted-by-failed-logins',
    breaks: ['OPS-stability-under-negative-load'],
    sentence: 'Each failed login keeps its connection to the directory of users, until there is none left.',
    bend: leaking('invalid_grant', 12),
  },
  {
    id: 'exhausted-by-malformed-requests',
    breaks: ['OPS-stability-under-negative-load'],
    sentence: 'Each malformed request keeps a worker, until there is none left.',
    bend: leaking('invalid_request', 25),
  },
  {
    id: 'login-hash-cost-too-high',
    breaks: ['OPS-latency-budget'],
    sentence: 'Long passwords are hashed in so many rounds that a login takes more than two seconds.',
    bend: (policy) => ({
      passwordGrant: async (server, request, client, tenant, parameters) => {
        if (Buffer.byteLength(parameters.get('password') ?? '') > 72) await delay(tooLong);
        return policy.passwordGrant(server, request, client, tenant, parameters);
      },
      successHeaders: (server, request, issued) => [
        ...policy.successHeaders(server, request, issued),
        ['Server-Timing', 'hash'],
      ],
    }),
  },
  {
    id: 'invalid-percent-hangs',
    breaks: ['OPS-response-time-bounded-on-error', 'RFC6749-5.2-never-5xx'],
    sentence: 'An invalid percent-encoding is retried until the deadline of the client has passed.',
    run: { settings: { TOKEN_REQUEST_TIMEOUT: '1500ms' } },
    bend: (policy) => ({
      answer: async (server, endpoint, request) => {
        if (!/%(?![0-9A-Fa-f]{2})/.test(request.body?.toString('latin1') ?? ''))
          return policy.answer(server, endpoint, request);
        await delay(tooLong);
        return exhausted(policy);
      },
    }),
  },
  {
    id: 'malformed-scope-hangs',
    breaks: ['OPS-response-time-bounded-on-error'],
    sentence:
      'A scope with a quote makes the parser go back and forth until the deadline of the client has passed.',
    run: { settings: { TOKEN_REQUEST_TIMEOUT: '1500ms' } },
    bend: (policy) => ({
      answer: async (server, endpoint, request) => {
        if (!/scope=[^&]*%22/.test(request.body?.toString('latin1') ?? ''))
          return policy.answer(server, endpoint, request);
        await delay(tooLong);
        return exhausted(policy);
      },
    }),
  },
]);
