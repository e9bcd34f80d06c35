/** What a user's hook does, against the desk of the sandbox, without a process for each code. */
import type { Obtain } from '../../src/session/supply.js';

export const fromDesk: Obtain = async (wish, principal) => {
  const response = await fetch(`${wish.HOOK_BASE_URL}/oauth/desk`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: wish.HOOK_GRANT_TYPE ?? '',
      wanted: wish.HOOK_WANTED ?? '',
      client_id: wish.HOOK_CLIENT_ID ?? '',
      redirect_uri: wish.HOOK_REDIRECT_URI ?? '',
      code_challenge: wish.HOOK_CODE_CHALLENGE ?? '',
    }),
  });
  const text = await response.text();
  return text.startsWith('{') ? JSON.parse(text) : { [principal]: text };
};
