/** Messages byte by byte to the sandbox, and what came back in a form in which two servers can be compared. */
import type { Sandbox } from '../../sandbox/server.js';
import { basic, encode, type Pair, requestsOf, sendBytes, withField } from './sandbox-client.js';

interface Bytes {
  readonly text: string;
  /** The client closes its side after it. */
  readonly ends?: boolean;
}

/** Messages that end with the connection; no client writes most of them. */
function messages(sandbox: Sandbox): Readonly<Record<string, Bytes>> {
  const { value, headers, form } = requestsOf(sandbox);
  const standing = ['Host: sandbox', 'Connection: close', ...headers.map((field) => field.join(': '))];
  const length = /^Content-Length/;
  const sized = (content: string, lines: readonly string[] = standing) => [
    ...lines,
    `Content-Length: ${content.length}`,
  ];
  const message = (lines: readonly string[], content: string, requestLine = 'POST /oauth/token HTTP/1.1') =>
    `${[requestLine, ...lines].join('\r\n')}\r\n\r\n${content}`;
  const of = (fields: readonly Pair[], lines = standing) => {
    const content = encode(fields);
    return message(sized(content, lines), content);
  };

  const body = encode(form);
  const usual = sized(body);
  const spoilt = (pattern: RegExp, ...lines: readonly string[]) =>
    message(
      usual.flatMap((line) => (pattern.test(line) ? lines : [line])),
      body,
    );
  const inChunks = (...extra: readonly string[]) => [...standing, ...extra, 'Transfer-Encoding: chunked'];
  const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const credentials = basic(value('CLIENT_ID'), value('CLIENT_SECRET')).join(': ');
  const anonymous = form.filter(([name]) => !name.startsWith('client'));
  const hidden = (separator: string) => of(anonymous, [...standing, `X-Probe: 1${separator}${credentials}`]);
  const kept = standing.filter((line) => line !== 'Connection: close');
  const otherUser = withField(
    withField(form, 'username', value('OTHER_USERNAME')),
    'password',
    value('OTHER_PASSWORD'),
  );
  const injection = 'x\r\nX-Injected: 1';
  const tenant = `tenantId: ${value('TENANT_ID')}`;

  const texts: Readonly<Record<string, string>> = {
    'method in lower case': message(usual, body, 'post /oauth/token HTTP/1.1'),
    'method unknown': message(usual, body, 'FOO /oauth/token HTTP/1.1'),
    HEAD: message(['Host: sandbox', 'Connection: close'], '', 'HEAD /oauth/token HTTP/1.1'),
    'body in chunks': message(inChunks(), chunks),
    'body in two chunks': message(
      inChunks(),
      `14\r\n${body.slice(0, 20)}\r\n${(body.length - 20).toString(16)}\r\n${body.slice(20)}\r\n0\r\n\r\n`,
    ),
    'both lengths': message(inChunks(`Content-Length: ${chunks.length}`), chunks),
    'transfer coding unknown': message([...usual, 'Transfer-Encoding: xchunked'], body),
    'length with a letter': spoilt(length, `Content-Length: ${body.length}x`),
    'length that is a word': spoilt(length, 'Content-Length: many'),
    'length as a list': spoilt(length, `Content-Length: ${body.length}, 5`),
    'two lengths, right one first': spoilt(length, `Content-Length: ${body.length}`, 'Content-Length: 5'),
    'two lengths, right one last': spoilt(length, 'Content-Length: 5', `Content-Length: ${body.length}`),
    'no host': spoilt(/^Host/),
    'two hosts': spoilt(/^Host/, 'Host: sandbox', 'Host: other.example'),
    'space before the colon': message([...usual, 'X-Probe : 1'], body),
    'folded line': hidden('\r\n '),
    'lone carriage return': hidden('\r'),
    'lone line feeds': message(usual, body).replace(/\r\n/g, '\n'),
    'NUL in a header': spoilt(/^tenantId/, `${tenant}\0probe`),
    'header padded': spoilt(/^tenantId/, tenant.replace(' ', '  ')),
    'header too large': message([...usual, `X-Probe: ${'a'.repeat(64 * 1024)}`], body),
    'target too long': message(usual, body, `POST /oauth/token?x=${'a'.repeat(70 * 1024)} HTTP/1.1`),
    'body too large': of(withField(form, 'password', 'a'.repeat(1024 * 1024))),
    'user name too long': of(withField(form, 'username', 'a'.repeat(8192))),
    'client id too long': of(withField(form, 'client_id', 'a'.repeat(8192))),
    'scope too long': of(withField(form, 'scope', 'a'.repeat(8192))),
    'thousands of parameters': of([
      ...form,
      ...Array.from({ length: 5000 }, (_, at): Pair => [`x_${at}`, '1']),
    ]),
    expectation: message([...usual, 'Expect: 100-continue'], body),
    'one connection': of(form, kept) + of(withField(form, 'username', 'nobody'), kept) + of(otherUser),
    'two refusals':
      of(withField(form, 'username', 'nobody'), kept) + of(withField(form, 'username', 'nobody')),
    'line ends in the grant type': of(withField(form, 'grant_type', injection)),
    'line ends in the client id': of(withField(form, 'client_id', injection)),
    'line ends in a redirect URI': of([
      ...withField(form, 'username', 'nobody'),
      ['redirect_uri', 'x\u560d\u560aX-Injected-Wide: 1'],
    ]),
    'Basic with two spaces': of(anonymous, [...standing, credentials.replace('Basic ', 'Basic  ')]),
    'charset unknown': of(
      form,
      standing.map((line) => (line.startsWith('Content-Type') ? `${line}; charset=x-nonsense` : line)),
    ),
    'content coding gzip': of(form, [...standing, 'Content-Encoding: gzip']),
    'no coding taken': of(form, [...standing, 'Accept-Encoding: identity']),
    'codings of a browser': of(form, [...standing, 'Accept-Encoding: gzip, deflate, br']),
    'from an allowed origin': of(form, [...standing, `Origin: ${value('CORS_ORIGINS')}`]),
    'from an allowed origin, refused': of(withField(form, 'username', 'nobody'), [
      ...standing,
      `Origin: ${value('CORS_ORIGINS')}`,
    ]),
    preflight: message(
      [
        'Host: sandbox',
        'Connection: close',
        `Origin: ${value('CORS_ORIGINS')}`,
        'Access-Control-Request-Method: POST',
        'Access-Control-Request-Headers: content-type,tenantid',
      ],
      '',
      'OPTIONS /oauth/token HTTP/1.1',
    ),
  };
  return {
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, { text }])),
    'body cut short': { text: spoilt(length, `Content-Length: ${body.length + 20}`), ends: true },
  };
}

function subjectOf(response: string): string {
  const payload = /"access_token":"[^".]+\.([^".]+)\./.exec(response)?.[1];
  if (payload === undefined) return 'no JWT';
  try {
    const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub?: unknown };
    return `subject ${String(sub)}`;
  } catch {
    return 'no JWT';
  }
}

/** Statuses, error codes, some fields, whose token, and whether the body is what Content-Length says. */
function outline(text: string): string {
  return text
    .split(/(?=HTTP\/1\.\d \d{3})/)
    .map((response) => {
      const [head = '', body = ''] = response.split('\r\n\r\n');
      const length = /^Content-Length: (\d+)/im.exec(head)?.[1];
      return [
        /^HTTP\S+ \d+/.exec(head)?.[0] ?? `other bytes: ${head.slice(0, 40)}`,
        ...(head.match(
          /^(Content-Encoding|Transfer-Encoding|Access-Control|X-Injected|Allow|Connection).*$/gim,
        ) ?? []),
        ...(body.match(/"error":"\w+"/) ?? []),
        subjectOf(response),
        length === undefined
          ? 'no length'
          : `${Number(length) - Buffer.byteLength(body, 'latin1')} bytes missing`,
      ].join('; ');
    })
    .join('\n');
}

/** Sends each over a connection of its own. Same names, same order, whatever the server does. */
export async function messageTranscriptOf(sandbox: Sandbox): Promise<ReadonlyMap<string, string>> {
  const transcript = new Map<string, string>();
  for (const [name, { text, ends }] of Object.entries(messages(sandbox)))
    transcript.set(name, outline(await sendBytes(sandbox, Buffer.from(text, 'latin1'), ends)));
  return transcript;
}
