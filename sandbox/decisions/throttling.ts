/** Protection against guessing: RFC 6749 sections 2.3.1 and 4.3.2, RFC 6585 section 4. */
import type { IncomingRequest, Server } from '../model.js';
import { Refusal } from '../refusal.js';

/** Failures in a row after which an account is left alone for a while. */
export function attemptsAllowed(): number {
  return 20;
}

export function pauseSeconds(): number {
  return 3;
}

/** By the account and not by the caller: the addresses of callers are what they say they are. Known or not, alike. */
export function userAttempts(_request: IncomingRequest, tenant: string, username: string): string {
  return JSON.stringify(['user', tenant, username]);
}

export function clientAttempts(_request: IncomingRequest, id: string): string {
  return JSON.stringify(['client', id]);
}

export function tooManyAttempts(seconds: number): Refusal {
  return new Refusal('slow_down', 'There were too many failed attempts', {
    status: 429,
    headers: [['Retry-After', String(seconds)]],
  });
}

/** Throws while the account pauses, whatever is presented. */
export function refuseTooMany(server: Server, key: string): void {
  const remaining = server.attempts.of(key).pausedUntil - Date.now();
  if (remaining > 0) throw server.policy.tooManyAttempts(Math.ceil(remaining / 1000));
}

export function countFailure(server: Server, key: string): void {
  const attempts = server.attempts.of(key);
  attempts.failures++;
  if (attempts.failures < server.policy.attemptsAllowed()) return;
  attempts.failures = 0;
  attempts.pausedUntil = Date.now() + server.policy.pauseSeconds() * 1000;
}

export function countSuccess(server: Server, key: string): void {
  server.attempts.forget(key);
}
