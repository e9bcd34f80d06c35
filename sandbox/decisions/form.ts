/** Reading the form body: RFC 6749 section 3.2 and appendix B. */
import type { Field, IncomingRequest, Parameters, Server } from '../model.js';
import { invalidRequest } from '../refusal.js';

/** All others are unrecognised and ignored (section 3.2), repeated or not. */
const recognised = new Set([
  'grant_type',
  'username',
  'password',
  'client_id',
  'client_secret',
  'refresh_token',
  'scope',
  'client_assertion',
  'client_assertion_type',
  'code',
  'redirect_uri',
  'code_verifier',
  'device_code',
  'assertion',
  'subject_token',
  'subject_token_type',
  'actor_token',
  'actor_token_type',
  'token',
  'token_type_hint',
]);

export function isRecognised(name: string): boolean {
  return recognised.has(name);
}

/** The bytes that are parsed. Sound: the entity body and nothing else. */
export function formBytes(request: IncomingRequest): Buffer {
  return request.body ?? Buffer.alloc(0);
}

const invalidEncoding = () => invalidRequest('The form body is not encoded properly');

const percentTriplet = /^%[0-9A-Fa-f]{2}/;

/** `+` is a space, `%XX` a byte; a `%` that begins no triplet is malformed. Text is Latin-1: one character, one byte. */
export function decodeBytes(text: string): Buffer {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '+') bytes.push(0x20);
    else if (character !== '%') bytes.push(text.charCodeAt(at));
    else if (percentTriplet.test(text.slice(at, at + 3))) {
      bytes.push(Number.parseInt(text.slice(at + 1, at + 3), 16));
      at += 2;
    } else throw invalidEncoding();
  }
  return Buffer.from(bytes);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Appendix B: UTF-8. Over-long forms, lone surrogates and stray bytes are malformed. */
export function decodeText(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw invalidEncoding();
  }
}

/** One name or value of the form. */
export function decodeComponent(server: Server, text: string): string {
  return server.policy.decodeText(server.policy.decodeBytes(text));
}

export function formFields(server: Server, request: IncomingRequest): Field[] {
  const { policy } = server;
  return policy
    .formBytes(request)
    .toString('latin1')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): Field => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [policy.decodeComponent(server, name), policy.decodeComponent(server, value)];
    });
}

/** Appendix A admits a tab in user names and passwords, and no other control character anywhere. */
export function hasForbiddenCharacter(value: string): boolean {
  return /[\x00-\x08\x0A-\x1F\x7F]/.test(value);
}

/** Section 3.2: parameters must not be included more than once, be it with the same value. */
export function isRepeated(values: readonly string[]): boolean {
  return values.length > 1;
}

/** The value that counts. Sound: the only one. */
export function chosenValue(values: readonly string[]): string {
  return values[0] ?? '';
}

/** Section 3.2: a parameter without a value is treated as omitted. */
export function isOmitted(_name: string, value: string): boolean {
  return value === '';
}

export function parameters(server: Server, request: IncomingRequest): Parameters {
  const { policy } = server;
  const given = new Map<string, string[]>();
  for (const [name, value] of policy.formFields(server, request)) {
    if (!policy.isRecognised(name)) continue;
    if (policy.hasForbiddenCharacter(value)) throw invalidRequest('A parameter contains a control character');
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  const read = new Map<string, string>();
  for (const [name, values] of given) {
    if (policy.isRepeated(values)) throw invalidRequest('A parameter is repeated');
    const value = policy.chosenValue(values);
    if (!policy.isOmitted(name, value)) read.set(name, value);
  }
  return read;
}

/** Throws `invalid_request` when the parameter is missing. */
export function requiredParameter(given: Parameters, name: string): string {
  const value = given.get(name);
  if (value === undefined) throw invalidRequest('A required parameter is missing');
  return value;
}
