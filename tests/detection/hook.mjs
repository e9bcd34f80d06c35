/** What a user's hook does, against the desk of the sandbox: prints what the grant presents. */
import { request } from 'node:http';

const { HOOK_BASE_URL, ...wish } = process.env;
const form = new URLSearchParams({
  grant_type: wish.HOOK_GRANT_TYPE,
  wanted: wish.HOOK_WANTED,
  client_id: wish.HOOK_CLIENT_ID,
  redirect_uri: wish.HOOK_REDIRECT_URI,
  code_challenge: wish.HOOK_CODE_CHALLENGE,
});
request(`${HOOK_BASE_URL}/oauth/desk`, { method: 'POST' }, (response) => response.pipe(process.stdout)).end(
  form.toString(),
);
