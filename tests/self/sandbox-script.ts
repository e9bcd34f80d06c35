/** A fixed series of requests to the sandbox, and what came back in a form in which two servers can be compared. */
import type { Sandbox } from '../../sandbox/server.js';
import { conversationWith } from './sandbox-conversation.js';
import { companions } from './sandbox-script-companions.js';
import { guesses } from './sandbox-script-guesses.js';
import { logins } from './sandbox-script-logins.js';
import { refreshes } from './sandbox-script-refresh.js';
import { services } from './sandbox-script-services.js';
import { times } from './sandbox-script-times.js';

/** Sends the script. Same names, same order, whatever the server does. */
export async function transcriptOf(sandbox: Sandbox): Promise<ReadonlyMap<string, string>> {
  const conversation = conversationWith(sandbox);
  for (const part of [logins, refreshes, companions, services, guesses, times]) await part(conversation);
  return conversation.transcript;
}
