/** Who a request says it is, and what it presents as proof: as a lenient server might read it. */
import type { OutgoingRequest } from '../http/observation.js';

export interface Attempt {
  readonly kind: 'user' | 'client';
  readonly name: string;
  /**
   * What is presented for the name; `undefined` stands for something that is no text and thus never right. Nothing at
   * all: no guess, though some servers count it as a failure.
   */
  readonly secrets: readonly (string | undefined)[];
}

/** A document may want them in headers of these names. */
const credentials = new Set(['username', 'password', 'client_id', 'client_secret']);

type Values = readonly (readonly [name: string, value: string | undefined])[];

function jsonValues(text: string): Values {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).map(([name, one]) => [name, typeof one === 'string' ? one : undefined]);
  } catch {
    return [];
  }
}

function multipartValues(text: string): Values {
  return [...text.matchAll(/name="([^"]*)"[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\n(.*?)\r?\n--/gs)].map(
    (match) => [match[1] ?? '', match[2] ?? ''],
  );
}

function parametersOf({ url, body, headers }: OutgoingRequest): Values {
  const text = body?.toString('utf8') ?? '';
  const multipart = headers.some(
    ([name, value]) => name.toLowerCase() === 'content-type' && /^multipart\//i.test(value),
  );
  return [
    ...new URL(url).searchParams,
    ...headers.filter(([name]) => credentials.has(name)),
    ...(text.startsWith('{')
      ? jsonValues(text)
      : multipart
        ? multipartValues(text)
        : new URLSearchParams(text)),
  ];
}

/** Values of a parameter; `password[$ne]` counts as one that is no text. */
function valuesOf(parameters: Values, name: string): (string | undefined)[] {
  return parameters
    .filter(([given]) => given === name || given.startsWith(`${name}[`))
    .map(([given, value]) => (given === name || given === `${name}[]` ? value : undefined));
}

function pairs(kind: Attempt['kind'], parameters: Values, nameOf: string, secretOf: string): Attempt[] {
  const secrets = valuesOf(parameters, secretOf);
  return valuesOf(parameters, nameOf).flatMap((name) =>
    name === undefined ? [] : [{ kind, name, secrets }],
  );
}

function formDecoded(text: string): string {
  return new URLSearchParams(`x=${text.replaceAll('&', '%26')}`).get('x') ?? '';
}

function basicAttempts({ headers }: OutgoingRequest): Attempt[] {
  return headers.flatMap(([name, value]): Attempt[] => {
    const token = name.toLowerCase() === 'authorization' ? /^basic +(\S+)$/i.exec(value)?.[1] : undefined;
    const text = Buffer.from(token ?? '', 'base64').toString('utf8');
    const colon = text.indexOf(':');
    if (colon < 0) return [];
    return [
      {
        kind: 'client',
        name: formDecoded(text.slice(0, colon)),
        secrets: [formDecoded(text.slice(colon + 1))],
      },
    ];
  });
}

/** A client that proves nothing fails to authenticate like one with a wrong secret; a user without password is not tried. */
export function attemptsOf(request: OutgoingRequest): Attempt[] {
  const parameters = parametersOf(request);
  const authorized = request.headers.some(([name]) => name.toLowerCase() === 'authorization');
  return [
    ...pairs('user', parameters, 'username', 'password').filter(({ secrets }) => secrets.length > 0),
    ...pairs('client', parameters, 'client_id', 'client_secret')
      // A client that authenticates by the header may name itself in the body.
      .filter(({ secrets }) => secrets.length > 0 || !authorized)
      .map((client) => ({ ...client, secrets: client.secrets.filter((secret) => secret !== '') })),
    ...basicAttempts(request),
  ];
}
