/**
 * A token endpoint that repeats what it was told wherever a response has room for it, each time in another
 * disguise. It grants tokens all the same, so that a whole suite is sent to it.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type OnLoopback, onLoopback } from './on-loopback.js';

const unicodeEscaped = (text: string): string =>
  text.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const percentOfEach = (text: string, upperCase: boolean): string =>
  [...Buffer.from(text)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .map((pair) => `%${upperCase ? pair.toUpperCase() : pair}`)
    .join('');

const inLines = (text: string, length: number): string =>
  text.replace(new RegExp(`(.{${length}})`, 'gsu'), '$1\r\n');

/** Disguises of a text. */
export const disguises: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64, shifted by one': (text) => Buffer.from(`:${text}`).toString('base64'),
  'base64, shifted by two': (text) => Buffer.from(`a:${text}`).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'hexadecimal in upper case': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'percent-encoded': encodeURIComponent,
  'percent-encoded throughout': (text) => percentOfEach(text, true),
  'percent-encoded in lower case': (text) => percentOfEach(text, false),
  'form-encoded': (text) => new URLSearchParams([['', text]]).toString().slice(1),
  JSON: (text) => JSON.stringify(text),
  'JSON of escapes only': unicodeEscaped,
  'JSON within JSON': (text) => JSON.stringify(JSON.stringify(text)),
  'HTML of entities': (text) => [...text].map((character) => `&#${character.codePointAt(0)};`).join(''),
  'HTML of hexadecimal entities': (text) =>
    [...text].map((character) => `&#x${character.codePointAt(0)?.toString(16)};`).join(''),
  'in lines': (text) => inLines(text, 10),
  'base64 in lines': (text) => inLines(Buffer.from(text).toString('base64'), 76),
  'base64 of the form-encoded': (text) =>
    Buffer.from(new URLSearchParams([['', text]]).toString().slice(1)).toString('base64'),
};

/** What a header field or a status line can hold. */
const visible = (text: string): string => encodeURI(text).replace(/[^!-~]/g, '');

export interface EchoingServer extends OnLoopback {
  /** Every token that was issued. */
  readonly issued: readonly string[];
  requests(): number;
}

export interface EchoingOptions {
  /** Whether a request with these form fields gets a token. */
  grants(fields: URLSearchParams): boolean;
  /** How a refusal looks: an OAuth error, a page, a redirect, or bytes that are hardly HTTP. */
  readonly refusal?: 'error' | 'page' | 'redirect' | 'noise';
  /** Position of the disguise of the first response among all disguises. */
  readonly firstDisguise?: number;
}

interface Told {
  readonly body: string;
  /** The values of the form, one by one. */
  readonly values: readonly string[];
  /** Header lines as they came. */
  readonly headers: string;
}

async function told(request: IncomingMessage): Promise<Told> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const values = [...new URLSearchParams(body).values()].filter((value) => value.length > 8);
  return { body, values, headers: `${request.url} ${request.rawHeaders.join('\n')}` };
}

function echoHeaders({ body, values, headers }: Told, disguise: (text: string) => string): string[] {
  const [first = '', ...others] = values;
  return [
    ...['X-Echo', visible(disguise(body))],
    ...['X-Echo-Headers', visible(disguise(headers))],
    ...values.flatMap((value, index) => [`X-Value-${index}`, visible(disguise(value))]),
    ...['WWW-Authenticate', `Basic realm="${visible(disguise(first)).replaceAll('"', '')}"`],
    ...['Set-Cookie', `last=${visible(disguise(others.join('/'))).replaceAll(';', '')}; Path=/`],
    ...['Content-Location', `/token?seen=${visible(disguise(body))}`],
    ...['Link', `</${visible(disguise(others.join('/')))}>; rel="help"`],
  ];
}

const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function newTokens({ values }: Told): { access_token: string; refresh_token: string } {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    sub: 'user',
    iat: now,
    exp: now + 3600,
    jti: randomBytes(12).toString('hex'),
    saw: values,
  };
  const signature = randomBytes(64).toString('base64url');
  return {
    access_token: `${segment({ alg: 'HS512', typ: 'JWT' })}.${segment(claims)}.${signature}`,
    refresh_token: randomBytes(32).toString('base64url'),
  };
}

export async function startEchoingServer({
  grants,
  refusal = 'error',
  firstDisguise = 0,
}: EchoingOptions): Promise<EchoingServer> {
  const issued: string[] = [];
  /** A later response repeats a token of an earlier one, to whoever got that: not to another process. */
  const earlierTokens = new WeakMap<object, string>();
  const cast = Object.values(disguises);
  let requests = 0;

  const respond = (request: IncomingMessage, response: ServerResponse, heard: Told): void => {
    const disguise = cast[(firstDisguise + requests++) % cast.length] ?? ((text: string) => text);
    const headers = echoHeaders(heard, disguise);
    const reason = visible(disguise(heard.values.join(' '))).slice(0, 400);
    const echo = {
      seen: disguise(heard.body),
      values: heard.values.map(disguise),
      headers: disguise(heard.headers),
      trace: `at login(${disguise(heard.values.join(', '))})\n\tat main`,
    };
    const send = (status: number, type: string, body: string): void => {
      response.writeHead(status, reason, ['Content-Type', type, 'Cache-Control', 'no-store', ...headers]);
      // Every fourth body comes in chunks so short that each secret is split over some of them.
      if (requests % 4 === 0 && request.method !== 'HEAD') {
        for (const piece of body.match(/.{1,23}/gsu) ?? []) response.write(piece);
        response.end();
      } else response.end(request.method === 'HEAD' ? undefined : body);
    };
    if (request.method === 'POST' && grants(new URLSearchParams(heard.body))) {
      const tokens = newTokens(heard);
      issued.push(tokens.access_token, tokens.refresh_token);
      const earlier = disguise(earlierTokens.get(request.socket) ?? '');
      earlierTokens.set(request.socket, tokens.refresh_token);
      send(
        200,
        'application/json',
        JSON.stringify({ ...tokens, token_type: 'Bearer', expires_in: 3600, earlier, ...echo }),
      );
      return;
    }
    const earlier = disguise(earlierTokens.get(request.socket) ?? '');
    const text = `refused: ${disguise(heard.values.join(' '))} ${earlier}`;
    switch (refusal) {
      case 'error':
        send(
          400,
          'application/json',
          JSON.stringify({ error: 'invalid_grant', error_description: text, message: text, ...echo }),
        );
        break;
      case 'page':
        send(403, 'text/html', `<html><title>${text}</title><pre>${echo.seen}\n${echo.trace}</pre></html>`);
        break;
      case 'redirect':
        headers.push('Location', `/login/${heard.values.map(encodeURIComponent).join('/')}?${heard.body}`);
        send(302, 'text/html', text);
        break;
      case 'noise':
        request.socket.end(`HTTP/1.1 200 ${reason}\r\n${heard.values.join('\r\n')}\r\n\r\n${heard.body}`);
    }
  };

  const server = createServer((request, response) => {
    told(request).then(
      (heard) => respond(request, response, heard),
      () => response.destroy(),
    );
  });
  return { ...(await onLoopback(server)), issued, requests: () => requests };
}
