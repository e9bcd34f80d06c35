/** What a client can see of a server: the script of the faults, and what only conforming servers do otherwise. */
import type { Sandbox } from '../../sandbox/server.js';
import { messageTranscriptOf } from './message-script.js';
import { type Answer, type Pair, requestsOf, send, sendBytes, withField, without } from './sandbox-client.js';
import { transcriptOf } from './sandbox-script.js';

/** Requests with two defects: which refusal comes shows what is looked at first. */
function twoDefects(sandbox: Sandbox): Record<string, () => Promise<Answer>> {
  const the = requestsOf(sandbox);
  const wrongClient = withField(the.form, 'client_secret', 'wrong');
  const noTenant = without(the.headers, 'tenantId');
  const noDevice = without(the.headers, 'X-Device-Fingerprint');
  const unknownScope: Pair = ['scope', 'unknown'];
  return {
    'wrong client, no tenant': () => the.login(wrongClient, { headers: noTenant }),
    'wrong client, no device': () => the.login(wrongClient, { headers: noDevice }),
    'wrong client, no password': () => the.login(without(wrongClient, 'password')),
    'no password, no tenant': () => the.login(without(the.form, 'password'), { headers: noTenant }),
    'wrong media type, no tenant': () =>
      the.login(the.form, { headers: withField(noTenant, 'Content-Type', 'text/plain') }),
    'no device, no tenant': () => the.login(the.form, { headers: without(noTenant, 'X-Device-Fingerprint') }),
    'wrong password, unknown scope': () =>
      the.login([...withField(the.form, 'password', 'wrong'), unknownScope]),
    'unknown refresh token, unknown scope': () => the.refresh('unknown', [...the.client, unknownScope]),
  };
}

function oddRequests(sandbox: Sandbox): Record<string, () => Promise<Answer>> {
  const the = requestsOf(sandbox);
  const failing = withField(the.form, 'password', 'wrong');
  return {
    HEAD: () => send(sandbox, { method: 'HEAD', headers: the.headers }),
    'blank user name': () => the.login(withField(the.form, 'username', '  ')),
    'unrecognised parameter twice': () => the.login([...the.form, ['x_probe', '1'], ['x_probe', '1']]),
    'user name in another case': () => the.login(withField(the.form, 'username', 'SANDBOXUSERNAME')),
    'login after many failures': async () => {
      for (let attempt = 0; attempt < 6; attempt++) await the.login(failing);
      return the.login();
    },
  };
}

function outcome({ status, body }: Answer): string {
  return status === 200 ? '200' : `${status} ${body}`;
}

/** Whether the times in an access token are whole seconds; `opaque` when none can be read. */
function timesIn(token: unknown): string {
  try {
    const claims = JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());
    return Number.isInteger(claims.iat) ? 'whole' : 'fractional';
  } catch {
    return 'opaque';
  }
}

function tokenOf(answer: Answer): unknown {
  try {
    return answer.json().access_token;
  } catch {
    return undefined;
  }
}

/** By name, in a form in which two servers can be compared. */
export async function observable(sandbox: Sandbox): Promise<ReadonlyMap<string, string>> {
  const seen = new Map([...(await transcriptOf(sandbox)), ...(await messageTranscriptOf(sandbox))]);
  const login = await requestsOf(sandbox).login();
  const ahead = (Date.parse(login.header('Date') ?? '') - Date.now()) / 60_000;
  seen.set('clock, minutes ahead', Math.round(ahead).toFixed());
  seen.set('times in tokens', timesIn(tokenOf(login)));
  const bytes = await sendBytes(sandbox, 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  seen.set('bytes', bytes.replace(/^Date:.*$/im, ''));
  for (const [name, ask] of Object.entries({ ...twoDefects(sandbox), ...oddRequests(sandbox) }))
    seen.set(name, outcome(await ask()));
  return seen;
}
