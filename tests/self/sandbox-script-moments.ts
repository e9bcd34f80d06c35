/** What the script of the sandbox sends one after the other cannot show: requests at the same moment, expiry, and fetches. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/server.js';
import { type Answer, type Pair, requestsOf, withField } from './sandbox-client.js';

const member = (answer: Answer, name: string): string => {
  try {
    return String(answer.json()[name] ?? '');
  } catch {
    return '';
  }
};

/** Longer than any answer takes that comes at all, milliseconds. */
const patience = 5000;

/** Servers count whole seconds: by so many milliseconds later a token has certainly expired. */
const certainly = 1500;

/** `no answer` where none comes: a deadlock must not end the script. */
const statusOf = async (sending: Promise<Answer>): Promise<string> => {
  const answer = await Promise.race([sending, delay(patience)]);
  return answer ? `${answer.status} ${member(answer, 'error')}` : 'no answer';
};

async function refreshedTogether(sandbox: Sandbox): Promise<string> {
  const the = requestsOf(sandbox);
  const token = member(await the.login(), 'refresh_token');
  const statuses = await Promise.all(Array.from({ length: 6 }, () => statusOf(the.refresh(token))));
  return statuses.sort().join('\n');
}

async function loggedInTogether(sandbox: Sandbox): Promise<string> {
  const the = requestsOf(sandbox);
  const other = ['USERNAME', 'PASSWORD'].reduce<readonly Pair[]>(
    (fields, name) => withField(fields, name.toLowerCase(), the.value(`OTHER_${name}`)),
    the.form,
  );
  const otherClient: readonly Pair[] = [
    ['client_id', the.value('OTHER_CLIENT_ID')],
    ['client_secret', the.value('OTHER_CLIENT_SECRET')],
  ];
  const ofOtherClient = otherClient.reduce(
    (fields, [name, value]) => withField(fields, name, value),
    the.form,
  );
  const answers = await Promise.all(
    [the.form, other, ofOtherClient, the.form, other].map((fields) => the.login(fields)),
  );
  const owners = answers.map(async (answer, at) => {
    const token = member(answer, 'access_token');
    const caller = at === 2 ? otherClient : the.client;
    const described = await the.about('/oauth/introspect', [['token', token], ...caller]);
    return `${answer.status} ${member(described, 'active')} ${member(described, 'username')}`;
  });
  return (await Promise.all(owners)).join('\n');
}

async function usedAfter(sandbox: Sandbox, seconds: number): Promise<string> {
  const the = requestsOf(sandbox);
  const answer = await the.login();
  const [access, refresh] = [member(answer, 'access_token'), member(answer, 'refresh_token')];
  const uses = async (): Promise<string> => {
    const described = await the.about('/oauth/introspect', [['token', access], ...the.client]);
    return `${(await the.resource(access)).status} ${member(described, 'active')}`;
  };
  const before = await uses();
  await delay(seconds * 1000 + certainly);
  return [before, await uses(), await statusOf(the.refresh(refresh))].join('\n');
}

async function fetched(sandbox: Sandbox): Promise<string> {
  const the = requestsOf(sandbox);
  const paths: string[] = [];
  const listener = createServer((request, response) => {
    paths.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const url = (name: string) => `http://127.0.0.1:${(listener.address() as AddressInfo).port}/${name}`;
  const header = Buffer.from(JSON.stringify({ jku: url('jku'), x5u: url('x5u') })).toString('base64url');
  await the.login([
    ...the.form,
    ['request_uri', url('request_uri')],
    ['logo_uri', url('logo_uri')],
    ['client_assertion', `${header}.e30.c2ln`],
  ]);
  await delay(300);
  listener.closeAllConnections();
  await new Promise((resolve) => listener.close(resolve));
  return paths.sort().join('\n');
}

/** Nobody waits longer for the expiry of a token, seconds. */
const longestWait = 10;

/** @param seconds lifetime of access tokens; a short one is waited for */
export async function momentsOf(
  sandbox: Sandbox,
  seconds: number | undefined,
): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['refreshes together', await refreshedTogether(sandbox)],
    ['logins together', await loggedInTogether(sandbox)],
    ['fetched', await fetched(sandbox)],
    ['lifetime', member(await requestsOf(sandbox).login(), 'expires_in')],
    ...(seconds === undefined || seconds > longestWait
      ? []
      : [['after expiry', await usedAfter(sandbox, seconds)] as const]),
  ]);
}
