/** The command line of an exchange: run by bash and curl, it sends the same request again; read, it tells no secret. */
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { exchangeOf } from '../../src/http/evidence.js';
import type { Field, SentRequest } from '../../src/http/observation.js';
import { Redactor } from '../../src/http/redaction.js';
import { createTransport } from '../../src/http/transport.js';
import { basicCredentials, encodeForm, formMediaType } from '../../src/scenarios/request.js';
import { eachRequest } from './each-request.js';

const secretNames = new Set(['password', 'client_secret', 'X-Api-Key']);

/** The environment of a run: value by variable. */
const environment: Readonly<Record<string, string>> = {
  TOKEN_CLIENT_ID: 'api',
  TOKEN_CLIENT_SECRET: 's3cr3t-value',
  TOKEN_PASSWORD: `p&ss 'w"$(touch x)\`\\%41 €+`,
  TOKEN_X_API_KEY: 'key-0815-4711',
};

function variableOf(name: string, value: string): string | undefined {
  const variable = `TOKEN_${name.toUpperCase().replaceAll('-', '_')}`;
  return environment[variable] === value ? variable : undefined;
}

interface Sent {
  readonly method?: string;
  /** Path and query. */
  readonly target?: string;
  readonly headers?: readonly Field[];
  readonly body?: string | Buffer | undefined;
}

const formHeaders: readonly Field[] = [
  ['User-Agent', 'token-conformance'],
  ['Accept', 'application/json'],
  ['Content-Type', formMediaType],
];

function commandLine(request: SentRequest, variables: typeof variableOf = variableOf): string {
  const redactor = new Redactor();
  redactor.learnRequest(request, secretNames);
  return exchangeOf({
    id: 'a#b',
    scenario: 'a',
    observation: { request, startedAt: 0, milliseconds: 0, response: undefined, failure: undefined },
    redactor,
    secretNames,
    variableOf: variables,
  }).curl;
}

interface Recorded {
  readonly line: string;
  readonly headers: readonly Field[];
  readonly body: Buffer;
}

/** Starts a server that records each request byte for byte, and takes it down after `run`. */
async function recording(run: (origin: string, requests: Recorded[]) => Promise<void>): Promise<void> {
  const requests: Recorded[] = [];
  const server = net.createServer((socket) => {
    eachRequest(socket, (request) => {
      const head = request.indexOf('\r\n\r\n');
      const [line = '', ...fields] = request.slice(0, head).split('\r\n');
      const headers = fields.map((field): Field => {
        const colon = field.indexOf(':');
        return [field.slice(0, colon), field.slice(colon + 1).trim()];
      });
      requests.push({ line, headers, body: Buffer.from(request.slice(head + 4), 'latin1') });
      socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await run(`http://127.0.0.1:${(server.address() as net.AddressInfo).port}`, requests);
  } finally {
    server.close();
  }
}

function missing(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
}

/** Names with values, sorted: curl puts Host, credentials, User-Agent and Accept first. Connection is its own matter. */
const fieldsOf = ({ headers }: Recorded): string[] =>
  headers
    .filter(([name]) => !/^connection$/i.test(name))
    .map((field) => field.join(': '))
    .sort();

/** A form field by field, decoded: curl may encode what needs no encoding. */
const meaning = (body: Buffer): string[] =>
  body
    .toString('latin1')
    .split('&')
    .map((field) => field.replaceAll('+', ' '))
    .map((field) => (/%(?![0-9a-f]{2})/i.test(field) ? field : unescape(field)));

test.describe('run by a person', () => {
  test.skip(missing('curl') || missing('bash'), 'curl or bash is not installed');

  const odd = `o'neil "$HOME" \`id\` $(id) \\ !! * ~ ü@=&;`;
  const cases: Record<string, Sent> = {
    'the valid request': {
      body: encodeForm([
        ['grant_type', 'password'],
        ['username', odd],
        ['password', environment.TOKEN_PASSWORD ?? ''],
        ['client_id', 'api'],
        ['client_secret', 's3cr3t-value'],
        ['empty', ''],
      ]),
    },
    'values that look like files': {
      body: encodeForm([
        ['scope', '@/etc/passwd'],
        ['a', '<x'],
      ]),
    },
    'fields without a name or a value': { body: 'a&=b&&c=&@/etc/passwd' },
    'repeated fields': { body: 'a=1&client_secret=s3cr3t-value&a=2' },
    'escapes that are not needed': { body: 'grant_typ%65=%70assword&client_secr%65t=s3cr3t-value' },
    'invalid escapes': { body: 'a=%zz&b=%' },
    'bytes that are not UTF-8': { body: Buffer.from('a=\xff\xfe&b=1', 'latin1') },
    'a null byte': { body: `a=x\0y&b=%00'%s` },
    'an encoded null byte': { body: 'a=x%00y&b=%00' },
    'line breaks and escape sequences': { body: 'a=1\r\nb\u001b[31m&c=%0D%0A' },
    'an empty body': { body: '' },
    'no body': { body: undefined },
    JSON: {
      headers: [['Content-Type', 'application/json']],
      body: `{"client_secret":"s3cr3t-value","a":"it's"}`,
    },
    multipart: {
      headers: [['Content-Type', 'multipart/form-data; boundary=b']],
      body: '--b\r\nContent-Disposition: form-data; name="client_secret"\r\n\r\ns3cr3t-value\r\n--b--\r\n',
    },
    XML: {
      headers: [['Content-Type', 'application/xml']],
      body: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    },
    'no header fields': { headers: [], body: 'a=1' },
    'header fields repeated, in odd case, empty, blank and secret': {
      headers: [
        ['x-ONE', '1'],
        ['X-One', `2 'q' "d" $HOME`],
        ['X-Empty', ''],
        ['X-Blank', '   '],
        ['X-Api-Key', 'key-0815-4711'],
        ['X-Latin', 'é'],
        ...formHeaders,
      ],
      body: 'a=1',
    },
    'Basic credentials': {
      headers: [['Authorization', basicCredentials('api', 's3cr3t-value')], ...formHeaders],
      body: 'a=1',
    },
    'Basic credentials of another client': {
      headers: [['Authorization', basicCredentials("o'neil", 's3cr3t-value')], ...formHeaders],
      body: 'a=1',
    },
    'another Host': { headers: [...formHeaders, ['Host', 'other.example']], body: 'a=1' },
    'GET with a query': {
      method: 'GET',
      target: '/oauth/token?a=b%20c&client_secret=s3cr3t-value&d=%zz&e[]={1,2}',
      body: undefined,
    },
    'GET with a body': { method: 'GET', body: 'a=1' },
    'a path with dots and quotes': {
      method: 'GET',
      target: `/a/../oauth/./token;x=$(id)'\`"`,
      body: undefined,
    },
    HEAD: { method: 'HEAD', body: undefined },
    OPTIONS: { method: 'OPTIONS', body: undefined },
    'DELETE with a body': { method: 'DELETE', body: 'a=1' },
    'a method of its own': { method: 'FOO!$', body: 'a=1' },
    'a long body': { body: encodeForm([['a', 'x'.repeat(5000)]]) },
  };

  for (const [name, sent] of Object.entries(cases))
    test(`sends the same again, and shows no secret: ${name}`, async () => {
      await recording(async (origin, requests) => {
        const transport = createTransport({ timeout: 5000 });
        const observation = await transport.send({
          method: sent.method ?? 'POST',
          url: origin + (sent.target ?? '/oauth/token'),
          headers: sent.headers ?? formHeaders,
          body: sent.body === undefined ? undefined : Buffer.from(sent.body),
        });
        transport.close();
        expect(observation.failure).toBeUndefined();

        const curl = commandLine(observation.request);
        for (const [variable, value] of Object.entries(environment))
          if (variable !== 'TOKEN_CLIENT_ID') expect(curl).not.toContain(value);
        expect(curl).not.toMatch(/[\u0000-\u001f]/);
        await promisify(execFile)('bash', ['-c', `${curl} --silent --max-time 10 --output /dev/null`], {
          env: { PATH: process.env.PATH, HOME: '/nonexistent', ...environment },
        });

        const [original, again] = requests;
        if (!original || !again) throw new Error('curl sent nothing');
        expect(again.line).toBe(original.line);
        const withoutLength = (fields: string[]) => fields.filter((field) => !/^content-length/i.test(field));
        expect(withoutLength(fieldsOf(again))).toEqual(withoutLength(fieldsOf(original)));
        expect(fieldsOf(again)).toHaveLength(fieldsOf(original).length);
        expect(meaning(again.body)).toEqual(meaning(original.body));
      });
    });
});

test.describe('read by a person', () => {
  const line = (sent: Sent & { readonly url?: string }, variables?: typeof variableOf): string =>
    commandLine(
      {
        method: sent.method ?? 'POST',
        url: sent.url ?? 'https://server.example/oauth/token',
        headers: sent.headers ?? formHeaders,
        body: Buffer.from(sent.body ?? ''),
      },
      variables,
    );

  test('names variables where they hold the value, and otherwise says what is missing', () => {
    expect(
      line({
        body: 'grant_type=password&username=bob&password=wrong-one&client_id=api&client_secret=s3cr3t-value',
      }),
    ).toBe(
      "curl --include --http1.1 -H 'User-Agent: token-conformance' -H 'Accept: application/json' " +
        `-H 'Content-Type: ${formMediaType}' --data-urlencode 'grant_type=password' --data-urlencode 'username=bob' ` +
        "--data-urlencode 'password=‹password›' --data-urlencode 'client_id=api' " +
        `--data-urlencode 'client_secret='"$TOKEN_CLIENT_SECRET" 'https://server.example/oauth/token'`,
    );
  });

  test('names variables for Basic credentials', () => {
    const authorization = (value: string) => line({ headers: [['Authorization', value]], body: 'a=1' });
    expect(authorization(basicCredentials('api', 's3cr3t-value'))).toContain(
      `-u "$TOKEN_CLIENT_ID"':'"$TOKEN_CLIENT_SECRET"`,
    );
    expect(authorization(basicCredentials('api', 'wrong'))).toContain(
      "-H 'Authorization: Basic ‹credentials›'",
    );
    expect(authorization('Bearer abc')).toContain("-H 'Authorization: Bearer ‹credentials›'");
    expect(authorization('abc')).not.toContain('abc');
  });

  test('puts nothing into the shell that is not the name of a variable', () => {
    const curl = line({ body: 'password=wrong-one' }, () => 'X" $(touch /tmp/x) "');
    expect(curl).toContain("'password=‹password›'");
    expect(curl).not.toContain('touch');
  });

  test('shows no user information of an address', () => {
    expect(line({ url: 'https://bob:hunter22@server.example/' })).toContain("'https://server.example/'");
  });
});
