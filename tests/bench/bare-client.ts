/** A bare keep-alive client: the least that the requests of a session cost anybody, with the same answers. */
import http from 'node:http';
import { type RecordedExchange, tokenMembers } from './recorded-session.js';
import { startSandboxProcess } from './sandbox-process.js';

/** Share of the answers that must be those of the session: the time of a client that is answered otherwise says nothing. */
const leastAlike = 0.95;

type Form = (token: string) => string;

const inHex: Form = (token) =>
  [...Buffer.from(token)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** As generated inputs write a value. */
const forms: readonly Form[] = [
  (token) => token,
  encodeURIComponent,
  inHex,
  (token) => inHex(token).toUpperCase(),
];

interface Presented {
  readonly token: string;
  readonly form: Form;
}

interface Prepared {
  readonly method: string;
  readonly path: string;
  readonly headers: RecordedExchange['request']['headers'];
  readonly body: string;
  /** Tokens of the recorded session that it presents. */
  readonly presents: readonly Presented[];
  readonly issued: RecordedExchange['tokens'];
  readonly status: number | undefined;
}

/** Everything that is no part of sending and receiving is done before the time is taken. */
function prepared(exchanges: readonly RecordedExchange[]): Prepared[] {
  /** By the word that presents it. */
  const issued = new Map<string, Presented>();
  return exchanges.map(({ request, status, tokens }) => {
    const { pathname, search } = new URL(request.url);
    const body = request.body?.toString('latin1') ?? '';
    const values = [body, ...request.headers.map(([, value]) => value)];
    const presents = values.flatMap((value) =>
      value.split(/[&=\s"]/).flatMap((word) => issued.get(word) ?? []),
    );
    for (const token of tokens) for (const form of forms) issued.set(form(token), { token, form });
    return {
      ...{ method: request.method, path: pathname + search, headers: request.headers, body },
      ...{ presents, issued: tokens, status },
    };
  });
}

/**
 * The same requests to a fresh sandbox, one after the other, with its tokens in place of those of the session. Seconds. Rejects when
 * they are not answered alike.
 */
export async function replayBare(exchanges: readonly RecordedExchange[]): Promise<number> {
  const requests = prepared(exchanges);
  const sandbox = await startSandboxProcess();
  const { hostname, port } = new URL(sandbox.url);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const tokens = new Map<string, string>();
  let alike = 0;

  const current = (text: string, presents: readonly Presented[]): string =>
    presents.reduce((result, { token, form }) => {
      const own = tokens.get(token) ?? token;
      return result.replaceAll(form(token), form(own));
    }, text);

  function learn(text: string, issued: readonly string[]): void {
    const body = JSON.parse(text);
    issued.forEach((token, index) => {
      const name = tokenMembers.filter((member) => body[member] !== undefined)[index];
      if (name !== undefined) tokens.set(token, body[name]);
    });
  }

  const send = ({ method, path, headers, body, presents, issued, status }: Prepared): Promise<void> =>
    new Promise((done) => {
      const content = current(body, presents);
      // As a flat list, in which a field may come twice; Node.js adds nothing to it.
      const fields = [
        ...['Host', `${hostname}:${port}`, 'Connection', 'keep-alive'],
        ...(content === '' ? [] : ['Content-Length', String(content.length)]),
        ...headers.flatMap(([name, value]) => [name, current(value, presents)]),
      ];
      const request = http.request({ agent, hostname, port, method, path, headers: fields }, (response) => {
        if (response.statusCode === status) alike++;
        if (issued.length === 0 || response.statusCode !== 200) {
          response.resume().on('end', done).on('error', done);
          return;
        }
        let text = '';
        response
          .on('data', (chunk) => {
            text += chunk;
          })
          .on('end', () => {
            learn(text, issued);
            done();
          })
          .on('error', done);
      });
      request.on('error', () => done()).end(content, 'latin1');
    });

  const start = performance.now();
  for (const request of requests) await send(request);
  const elapsed = (performance.now() - start) / 1000;
  agent.destroy();
  await sandbox.close();
  if (alike < leastAlike * requests.length)
    throw new Error(`the bare client got ${alike} of ${requests.length} answers as the session did`);
  return elapsed;
}
