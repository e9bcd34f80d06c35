/** Guessing, in the script: what many wrong attempts lead to. */
import type { Pair, Sent } from './sandbox-client.js';
import type { Conversation } from './sandbox-conversation.js';

export async function guesses(conversation: Conversation): Promise<void> {
  const { the, note, header, extraHeader, clientOf, userOf } = conversation;
  const { client, user } = the;

  const throwaway = userOf('DISPOSABLE');
  const kiosk = clientOf('DISPOSABLE');
  const guess = (what: string, fields: readonly Pair[], sent?: Sent) =>
    note(what, the.login([['grant_type', 'password'], ...fields], sent));
  const wrongOf = (fields: readonly Pair[]): Pair[] =>
    fields.map(([name, value], at) => [name, at === 1 ? 'wrong' : value]);
  const many = Array.from({ length: 22 });
  for (const _ of many) await guess('many wrong passwords', [...wrongOf(throwaway), ...client]);
  await guess('from another address', [...wrongOf(throwaway), ...client], {
    headers: header('X-Forwarded-For', '198.51.100.7'),
  });
  await guess('from another device', [...wrongOf(throwaway), ...client], {
    headers: header('X-Device-Fingerprint', 'another'),
  });
  await guess(
    'from another real address',
    [...wrongOf(throwaway), ...client],
    extraHeader(['X-Real-IP', '198.51.100.7']),
  );
  await guess('the right password after many', [...throwaway, ...client]);
  await guess('another user after many', [...userOf('OTHER'), ...client]);
  const revocationBy = (fields: readonly Pair[]) =>
    note(
      'many wrong secrets at the revocation',
      the.about('/oauth/revoke', [['token', 'unknown'], ...fields]),
    );
  for (const _ of many) await revocationBy(wrongOf(clientOf('RESTRICTED')));
  for (const _ of many) await guess('many wrong secrets', [...user, ...wrongOf(kiosk)]);
  await guess('the right secret after many', [...user, ...kiosk]);
}
