/** A conversation with the sandbox: requests with names, each answer noted under its name in a form that can be compared. */
import type { Sandbox } from '../../sandbox/server.js';
import { normaliser } from './comparable-answers.js';
import { type Answer, type Pair, requestsOf, type Sent, send, withField, without } from './sandbox-client.js';

/** The bytes that came are no response. */
function unanswered(code: string): Answer {
  return { status: 0, fields: [], body: code, header: () => undefined, json: () => ({}) };
}

/** `none`: the answer has no such text. */
function member(answer: Answer, name: string): string {
  try {
    const value = answer.json()[name];
    return typeof value === 'string' && value !== '' ? value : 'none';
  } catch {
    return 'none';
  }
}

export const accessToken = (answer: Answer): string => member(answer, 'access_token');
export const refreshToken = (answer: Answer): string => member(answer, 'refresh_token');

export const hint = (kind: string): Pair => ['token_type_hint', kind];

export type Conversation = ReturnType<typeof conversationWith>;

/** What is said to a server, and what it answered. */
export function conversationWith(sandbox: Sandbox) {
  const the = requestsOf(sandbox);
  const normal = normaliser(sandbox.url);
  const transcript = new Map<string, string>();
  const note = async (name: string, sending: Promise<Answer>): Promise<Answer> => {
    const answer = await sending.catch((problem: NodeJS.ErrnoException) => unanswered(problem.code ?? ''));
    transcript.set(name, normal(answer));
    return answer;
  };

  const { form, client, headers } = the;
  const change = (...changes: readonly Pair[]) =>
    changes.reduce<readonly Pair[]>((fields, [name, value]) => withField(fields, name, value), form);
  const add = (...extra: readonly Pair[]) => [...form, ...extra];
  const header = (name: string, value: string) => withField(headers, name, value);
  const extraHeader = (...extra: readonly Pair[]): Sent => ({ headers: [...headers, ...extra] });
  const labelled = (contentType: string): Sent => ({ headers: header('Content-Type', contentType) });
  const clientOf = (role: string): Pair[] => [
    ['client_id', the.value(`${role}_CLIENT_ID`)],
    ['client_secret', the.value(`${role}_CLIENT_SECRET`)],
  ];
  const userOf = (role: string): Pair[] => [
    ['username', the.value(`${role}_USERNAME`)],
    ['password', the.value(`${role}_PASSWORD`)],
  ];
  const grantOnly = without(form, 'client_id', 'client_secret');
  const publicClient: readonly Pair[] = [['client_id', the.value('PUBLIC_CLIENT_ID')]];

  const login = (name: string, ...extra: readonly Pair[]) => note(name, the.login(add(...extra)));
  const refresh = (name: string, token: string, fields: readonly Pair[] = client, sent?: Sent) =>
    note(name, the.refresh(token, fields, sent));
  // Trimmed, because no header can hold what ends with a line break.
  const resource = (name: string, token: string) => note(name, the.resource(token.trim()));
  const about = (name: string, path: '/oauth/revoke' | '/oauth/introspect', fields: readonly Pair[]) =>
    note(name, the.about(path, fields));
  const get = (path: string) =>
    send(sandbox, { method: 'GET', path, headers: [['tenantId', the.value('TENANT_ID')]] });

  return {
    the,
    transcript,
    note,
    ...{ change, add, header, extraHeader, labelled, clientOf, userOf, grantOnly, publicClient },
    ...{ login, refresh, resource, about, get },
  };
}
