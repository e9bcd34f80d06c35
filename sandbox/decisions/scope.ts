/** RFC 6749 section 3.3. */
import type { Client } from '../directory.js';
import type { Parameters, Server } from '../model.js';
import { invalidScope } from '../refusal.js';

const scopeToken = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

/** The distinct values of a scope; `undefined` when it violates the grammar. */
export function parseScope(text: string): string[] | undefined {
  const values = text.split(' ');
  return values.every((value) => scopeToken.test(value)) ? [...new Set(values)] : undefined;
}

export function isKnownScope(client: Client, value: string): boolean {
  return client.scopes.includes(value);
}

/** The scope the client asks for; `undefined`: it leaves that to the server. Throws `invalid_scope`. */
export function requestedScope(
  { policy }: Server,
  client: Client,
  parameters: Parameters,
): readonly string[] | undefined {
  const text = parameters.get('scope');
  if (text === undefined) return undefined;
  const values = policy.parseScope(text);
  if (!values?.every((value) => policy.isKnownScope(client, value))) throw invalidScope();
  return values;
}

export function defaultScope(client: Client): readonly string[] {
  return client.scopes.slice(0, 1);
}

/** Section 6: a refresh "MUST NOT include any scope not originally granted". */
export function mayNarrowTo(granted: readonly string[], requested: readonly string[]): boolean {
  return requested.every((value) => granted.includes(value));
}
