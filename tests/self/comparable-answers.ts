/** Answers without what differs between two runs of the same server. */
import { createHmac } from 'node:crypto';
import { type Answer, without } from './sandbox-client.js';

interface Jwt {
  readonly header: unknown;
  readonly claims: Record<string, unknown>;
  readonly signed: boolean;
  /** Signed with a key that anybody could guess. */
  readonly guessable: boolean;
}

function readJwt(token: string): Jwt | undefined {
  try {
    const [header = '', claims = '', signature] = token.split('.');
    const part = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString());
    const guesses = ['secret', '', 'changeit', part(claims).sub, Buffer.from('secret', 'base64')].map((key) =>
      createHmac('sha512', key).update(`${header}.${claims}`).digest('base64url'),
    );
    return {
      header: part(header),
      claims: part(claims),
      signed: Boolean(signature),
      guessable: guesses.includes(signature ?? ''),
    };
  } catch {
    return undefined;
  }
}

/** What kind of character stands where: a time is told by none of them. */
const formOf = (text: string): string =>
  text.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/\d/g, '0');

/** Replaces what differs between two runs of the same server: tokens and times; relations between them stay. */
export function normaliser(url: string) {
  const tokens = new Map<string, string>();
  const started = Math.floor(Date.now() / 1000);
  // Times are counted from the start in steps that are longer than a run.
  const relative = (value: unknown): unknown =>
    typeof value === 'number' && Math.abs(value - started) < 1e8 ? Math.round((value - started) / 60) : value;
  const named = (token: string): string => {
    const known = tokens.get(token);
    if (known !== undefined) return known;
    const name = `token ${tokens.size + 1}`;
    tokens.set(token, name);
    const jwt = readJwt(token);
    if (!jwt) return `${name}: ${token.length} characters, ${/^[\w-]+$/.test(token) ? 'base64url' : 'other'}`;
    const claims = Object.fromEntries(
      Object.entries(jwt.claims).map(([claim, value]) => [
        claim,
        claim === 'jti' ? named(String(value)) : relative(value),
      ]),
    );
    return `${name}: ${JSON.stringify({ ...jwt, claims })}`;
  };
  const hideTokens = (text: string): string => {
    let result = text;
    for (const [token, name] of tokens)
      if (token !== '') result = result.replaceAll(token, name.replaceAll(' ', '-'));
    return result;
  };
  const keys = new Map<string, string>();
  /** Keys and their ids are new with each start, and so is the port. */
  const hideKeys = (text: string): string =>
    text.replace(/(\\*")(kid|x|y|d)\1:\1([^"\\]+)\1/g, (_, quote: string, name: string, value: string) => {
      if (!keys.has(value)) keys.set(value, `${name} ${keys.size + 1}`);
      return `${quote}${name}${quote}:${quote}${keys.get(value)}${quote}`;
    });
  return (answer: Answer): string => {
    let body = answer.body;
    try {
      const members = Object.entries(answer.json()).map(([name, value]): [string, unknown] => [
        name,
        name.endsWith('_token') && typeof value === 'string'
          ? named(value)
          : name === 'jti'
            ? named(String(value))
            : relative(value),
      ]);
      // The text itself, too: repeated members and the notation of numbers are in no parsed form.
      body = `${JSON.stringify(members)} ${body.replace(/(?<![\w-])\d{7,}(?![\w-])/g, 'N')}`;
    } catch {
      body = answer.body;
    }
    const fields = without(answer.fields, 'Content-Length').map(([name, value]) =>
      name === 'Date' ? `Date: ${formOf(value)}` : `${name}: ${value}`,
    );
    const text = hideKeys(hideTokens([`${answer.status}`, ...fields, body].join('\n')));
    return text.replaceAll(new URL(url).host, 'sandbox.test');
  };
}
