/** Messages that no HTTP client writes: framing, hosts, field lines and methods, byte by byte (RFC 9112). */
import type { Contract, Grant } from '../../contract/contract.js';
import type { Wire } from '../../http/observation.js';
import {
  asBytes,
  chunked,
  headBytes,
  isLineOf,
  type Message,
  messageBytes,
  messageOf,
  withLines,
  withoutLine,
} from '../message.js';
import { type RequestDraft, valuesOf, withValue } from '../request.js';
import type { StepContext } from '../scenario.js';
import { unknownUser } from '../values.js';
import { hasClientSecret, hasParameters, realmHeaders } from './grants.js';
import { roleValues } from './role-values.js';
import type { Build, ValidRequest, Variation } from './variation.js';

/** The valid request, spoilt as a message. */
function spoilt(change: (message: Message) => Message, options?: Omit<Wire, 'pieces'>): Build {
  return (valid) => {
    const draft = valid();
    return asBytes(draft, messageBytes(change(messageOf(draft))), options);
  };
}

/** Where a message ends is in question: who does not know that must close the connection. */
const awaitsClose = { awaitsClose: true } as const;

function withLine(
  name: string,
  value: (given: string) => readonly string[],
  options?: Omit<Wire, 'pieces'>,
): Build {
  return spoilt(
    (message) => ({
      ...message,
      lines: message.lines.flatMap((line) =>
        isLineOf(name)(line)
          ? value(line.slice(name.length + 1).trim()).map((one) => `${name}: ${one}`)
          : [line],
      ),
    }),
    options,
  );
}

const methods: readonly Variation[] = [
  { probe: 'wire/method/lower-case', title: 'The method post, in lower case', method: 'post' },
  { probe: 'wire/method/unknown', title: 'A method that nobody knows', method: 'FOO' },
].map(({ method, ...rest }) => ({
  ...rest,
  build: spoilt((message) => ({ ...message, requestLine: message.requestLine.replace(/^\S+/, method) })),
}));

/** Milliseconds between the parts of a body: a slow sender, far within the deadline. */
const drip = 40;

const inChunks: Variation = {
  probe: 'wire/chunked',
  title: 'The body in chunks that come one after the other',
  build(valid) {
    const draft = valid();
    const message = withLines(withoutLine(messageOf(draft), 'Content-Length'), 'Transfer-Encoding: chunked');
    // Between two parameters: a value in two parts would not be recognised in what is kept.
    const middle = message.body.indexOf('&') + 1;
    // With one parameter there is no such place, and a chunk without content would end the body.
    const parts = [message.body.subarray(0, middle), message.body.subarray(middle)];
    const chunks = chunked(...parts.filter(({ length }) => length > 0));
    return asBytes(draft, [
      { bytes: headBytes(message) },
      ...chunks.map((bytes) => ({ bytes, wait: { milliseconds: drip } })),
    ]);
  },
};

/** What a server that disagrees about the end of the first request would take for a second one. */
function harmlessRequest({ requestLine, lines }: Message): Buffer {
  const [, target = '/'] = requestLine.split(' ');
  return headBytes({
    requestLine: `GET ${target} HTTP/1.1`,
    lines: lines.filter(isLineOf('Host')),
    body: Buffer.alloc(0),
  });
}

/** Both length fields, the body as chunks: RFC 9112 section 6.1. */
function ambiguous(
  probe: string,
  title: string,
  body: (form: Buffer, message: Message) => { readonly bytes: Buffer; readonly length: number },
): Variation {
  return {
    probe,
    title,
    optIns: ['smuggling'],
    build: spoilt((message) => {
      const { bytes, length } = body(message.body, message);
      const lines = withoutLine(message, 'Content-Length');
      return { ...withLines(lines, `Content-Length: ${length}`, 'Transfer-Encoding: chunked'), body: bytes };
    }, awaitsClose),
  };
}

const ambiguousLengths: readonly Variation[] = [
  ambiguous(
    'wire/ambiguous-length/chunks-end-first',
    'Content-Length and Transfer-Encoding, where the chunks end before the length does',
    (form, message) => {
      const bytes = Buffer.concat([...chunked(form), harmlessRequest(message)]);
      return { bytes, length: bytes.length };
    },
  ),
  ambiguous(
    'wire/ambiguous-length/length-ends-first',
    'Content-Length and Transfer-Encoding, where the length ends before the chunks do',
    (form) => {
      // To a reader that goes by the length, the size of the chunk is a parameter that nobody knows.
      const [chunk = Buffer.alloc(0), last = Buffer.alloc(0)] = chunked(
        Buffer.concat([Buffer.from('&'), form]),
      );
      return { bytes: Buffer.concat([chunk, last]), length: chunk.length - 2 };
    },
  ),
  {
    probe: 'wire/ambiguous-length/unknown-coding',
    title: 'Content-Length and a Transfer-Encoding that nobody knows',
    optIns: ['smuggling'],
    build: spoilt((message) => withLines(message, 'Transfer-Encoding: xchunked'), awaitsClose),
  },
];

const lengths: readonly Variation[] = [
  {
    probe: 'wire/content-length/not-a-number',
    title: 'A Content-Length that ends in a letter',
    build: withLine('Content-Length', (length) => [`${length}x`], awaitsClose),
  },
  {
    probe: 'wire/content-length/list',
    title: 'A Content-Length that is a list of two numbers',
    build: withLine('Content-Length', (length) => [`${length}, 5`], awaitsClose),
  },
  {
    probe: 'wire/content-length/differing',
    title: 'Two Content-Length lines that differ',
    build: withLine('Content-Length', (length) => [length, '5'], awaitsClose),
  },
  {
    probe: 'wire/truncated',
    title: 'A body that ends before its Content-Length',
    build(valid) {
      const draft = valid();
      const message = messageOf(draft);
      const longer = withLines(
        withoutLine(message, 'Content-Length'),
        `Content-Length: ${message.body.length + 20}`,
      );
      return asBytes(draft, messageBytes(longer), { ends: true });
    },
  },
];

const hosts: readonly Variation[] = [
  {
    probe: 'wire/host/missing',
    title: 'Without Host',
    build: spoilt((message) => withoutLine(message, 'Host')),
  },
  {
    probe: 'wire/host/twice',
    title: 'Two Host lines that differ',
    build: withLine('Host', (host) => [host, 'other.example']),
  },
];

/**
 * The client's credentials only where a server must not look for them: in a field that another one hides. Whoever
 * grants this request has read a field line that is none.
 */
function hidden(separator: string): Build {
  return (valid) => {
    const draft = valid({ authentication: 'client_secret_basic' });
    const [credentials] = valuesOf(draft, { in: 'header', name: 'Authorization' });
    if (credentials === undefined) return undefined;
    const message = withLines(
      withoutLine(messageOf(draft), 'Authorization'),
      `X-Probe: 1${separator}Authorization: ${credentials}`,
    );
    return asBytes(draft, messageBytes(message));
  };
}

function fieldLines(contract: Contract, grant: Grant): Variation[] {
  const [realm] = realmHeaders(contract).filter((parameter) => parameter.in === 'header');
  return [
    {
      probe: 'wire/space-before-colon',
      title: 'A field line with a space before the colon',
      build: spoilt((message) => withLines(message, 'X-Probe : 1')),
    },
    ...(hasClientSecret(contract, grant)
      ? [
          {
            probe: 'wire/folded-line',
            title: 'The credentials of the client in the continuation of a folded field line',
            comparedWith: ['basic/valid', 'missing/client-identification'],
            build: hidden('\r\n '),
          },
          {
            probe: 'wire/bare-cr',
            title: 'The credentials of the client after a lone carriage return within a field value',
            comparedWith: ['basic/valid', 'missing/client-identification'],
            build: hidden('\r'),
          },
        ]
      : []),
    {
      probe: 'wire/nul-in-field',
      title: realm ? `A NUL and more after the value of the header ${realm.name}` : 'A NUL in a field value',
      ...(realm ? { parameter: realm, comparedWith: [`unknown-header-value/${realm.name}`] } : {}),
      build: realm
        ? withLine(realm.name, (value) => [`${value}\0probe`])
        : spoilt((message) => withLines(message, 'X-Probe: 1\0probe')),
    },
  ];
}

/** Milliseconds that a client waits for permission to send the body, or for the first of several responses. */
const patience = 1000;

const expectation: Variation = {
  probe: 'wire/expect-continue',
  title: 'Expect: 100-continue, and the body when it is asked for',
  build(valid) {
    const draft = valid();
    const message = withLines(messageOf(draft), 'Expect: 100-continue');
    return asBytes(draft, [
      { bytes: headBytes(message) },
      { bytes: message.body, wait: { for: 'interim', milliseconds: patience } },
    ]);
  },
};

/** RFC 9112 section 9.3: the second request when the first one is answered, the third one on its heels. */
function oneConnection(grant: Grant): Variation {
  const users = hasParameters(grant, 'username', 'password');
  const refused = (valid: ValidRequest, { random }: StepContext): RequestDraft =>
    users
      ? withValue(valid(), { in: 'form', name: 'username' }, unknownUser(random))
      : withValue(valid(), { in: 'form', name: 'grant_type' }, 'urn:example:params:oauth:grant-type:none');
  const other = (valid: ValidRequest, context: StepContext): RequestDraft =>
    users && context.has('OTHER', 'username', 'password')
      ? valid({ values: roleValues(context, 'OTHER', 'username', 'password') })
      : valid();
  const bytes = (draft: RequestDraft) => messageBytes(messageOf(draft));
  return {
    probe: 'wire/one-connection',
    title:
      'A valid request of another user, one to be refused and the valid one, over one connection; the refused one alone',
    ...(users ? { comparedWith: ['valid/second-user'] } : {}),
    build: {
      request(valid, context) {
        const draft = other(valid, context);
        const rest = Buffer.concat([bytes(refused(valid, context)), bytes(valid())]);
        return asBytes(
          draft,
          [{ bytes: bytes(draft) }, { bytes: rest, wait: { for: 'response', milliseconds: 2 * patience } }],
          { requests: 3 },
        );
      },
      // On a connection that nobody used before.
      alone(valid, context) {
        const draft = refused(valid, context);
        return asBytes(draft, bytes(draft));
      },
    },
  };
}

export function onTheWire(contract: Contract, grant: Grant): Variation[] {
  return [
    ...methods,
    inChunks,
    ...ambiguousLengths,
    ...lengths,
    ...hosts,
    ...fieldLines(contract, grant),
    expectation,
    oneConnection(grant),
  ];
}
