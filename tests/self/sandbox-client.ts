/** A client of the sandbox over node:http and node:net: bytes in, bytes out, nothing of the harness. */
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { Sandbox } from '../../sandbox/server.js';

export type Pair = readonly [name: string, value: string];

export interface Answer {
  readonly status: number;
  /** As they were on the wire. */
  readonly fields: readonly Pair[];
  readonly body: string;
  header(name: string): string | undefined;
  /** The body as JSON. Throws when it is none. */
  json(): Record<string, unknown>;
}

export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: readonly Pair[];
  readonly body?: string | Buffer;
}

/** `400 invalid_grant`. */
export const code = (answer: Answer): string => `${answer.status} ${answer.json().error}`;

export const accessTokenOf = (answer: Answer): string => String(answer.json().access_token);

export const refreshTokenOf = (answer: Answer): string => String(answer.json().refresh_token);

/** What the access token says, which is a JWT. */
export const claimsOf = (answer: Answer): Record<string, unknown> =>
  JSON.parse(Buffer.from(accessTokenOf(answer).split('.')[1] ?? '', 'base64url').toString());

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** Sends exactly these headers, besides Host and Content-Length. */
export function send(sandbox: Pick<Sandbox, 'url'>, sent: Sent): Promise<Answer> {
  const { hostname, port, host } = new URL(sandbox.url);
  const { method = 'POST', path = '/oauth/token', headers = [], body } = sent;
  const length: Pair[] = body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))]];
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { agent, hostname, port, method, path, headers: [['Host', host], ...headers, ...length].flat() },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const fields: Pair[] = [];
          for (let at = 0; at < response.rawHeaders.length; at += 2)
            fields.push([response.rawHeaders[at] ?? '', response.rawHeaders[at + 1] ?? '']);
          const text = Buffer.concat(chunks).toString();
          resolve({
            status: response.statusCode ?? 0,
            fields,
            body: text,
            header: (name) => {
              const values = fields.filter(([given]) => given.toLowerCase() === name.toLowerCase());
              return values.length > 0 ? values.map(([, value]) => value).join(', ') : undefined;
            },
            json: () => JSON.parse(text) as Record<string, unknown>,
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** A server that keeps the connection although it is asked not to has nothing more to say after that time, milliseconds. */
const quiet = 300;

/** Writes bytes to the server's port and returns all that comes back until it closes the connection, or keeps silent. */
export function sendBytes(
  sandbox: Pick<Sandbox, 'url'>,
  bytes: string | Buffer,
  ends = false,
): Promise<string> {
  const { hostname, port } = new URL(sandbox.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(bytes);
      if (ends) socket.end();
    });
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      socket.setTimeout(quiet);
    });
    socket.on('timeout', () => socket.destroy());
    // A server that has answered may reset what is still being sent.
    socket.on('error', (problem) => chunks.length === 0 && reject(problem));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}

export const formType: Pair = ['Content-Type', 'application/x-www-form-urlencoded'];

export const encode = (fields: readonly Pair[]): string =>
  new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();

export const basic = (id: string, secret: string): Pair => [
  'Authorization',
  `Basic ${Buffer.from(`${encode([['', id]]).slice(1)}:${encode([['', secret]]).slice(1)}`).toString('base64')}`,
];

/** What a valid request of the main identity is made of, and that request with changes. */
export function requestsOf(sandbox: Sandbox) {
  const value = (name: string): string => {
    const text = sandbox.environment[`TOKEN_${name}`];
    if (text === undefined) throw new Error(`the sandbox names no TOKEN_${name}`);
    return text;
  };
  const headers: readonly Pair[] = [
    ['tenantId', value('TENANT_ID')],
    ['X-Forwarded-For', '222.12.211.12'],
    ['X-Device-Fingerprint', '09BD47A5-9380-40E3-AFF8-592D5E433'],
    formType,
  ];
  const client: readonly Pair[] = [
    ['client_id', value('CLIENT_ID')],
    ['client_secret', value('CLIENT_SECRET')],
  ];
  const user: readonly Pair[] = [
    ['username', value('USERNAME')],
    ['password', value('PASSWORD')],
  ];
  const form: readonly Pair[] = [['grant_type', 'password'], ...user, ...client];
  const login = (fields: readonly Pair[] = form, sent: Sent = {}) =>
    send(sandbox, { headers, body: encode(fields), ...sent });
  const refresh = (token: string, fields: readonly Pair[] = client, sent: Sent = {}) =>
    login([['grant_type', 'refresh_token'], ['refresh_token', token], ...fields], sent);
  const resource = (token: string, tenant = value('TENANT_ID')) =>
    send(sandbox, {
      method: 'GET',
      path: '/userdetails',
      headers: [
        ['tenantId', tenant],
        ['Authorization', `Bearer ${token}`],
      ],
    });
  const about = (path: '/oauth/revoke' | '/oauth/introspect', fields: readonly Pair[], sent: Sent = {}) =>
    send(sandbox, {
      path,
      headers: [['tenantId', value('TENANT_ID')], formType],
      body: encode(fields),
      ...sent,
    });
  return { value, headers, client, user, form, login, refresh, resource, about };
}

/** The fields without those of a name. */
export const without = (fields: readonly Pair[], ...names: readonly string[]): Pair[] =>
  fields.filter(([name]) => !names.includes(name));

export const withField = (fields: readonly Pair[], name: string, value: string): Pair[] =>
  fields.some(([given]) => given === name)
    ? fields.map((field): Pair => (field[0] === name ? [name, value] : field))
    : [...fields, [name, value]];
