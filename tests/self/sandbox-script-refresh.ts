/** The refresh tokens of the script: in a chain, replayed, changed, by others. */
import { withField, without } from './sandbox-client.js';
import { accessToken, type Conversation, refreshToken } from './sandbox-conversation.js';

export async function refreshes(conversation: Conversation): Promise<void> {
  const {
    the,
    note,
    change,
    header,
    extraHeader,
    clientOf,
    grantOnly,
    publicClient,
    login,
    refresh,
    resource,
  } = conversation;
  const { client, headers } = the;

  const chain = await login('login of the chain', ['scope', 'all read']);
  const second = await refresh('refresh', refreshToken(chain));
  await resource('resource, refreshed', accessToken(second));
  await resource('resource, token before the refresh', accessToken(chain));
  const third = await refresh('refresh, narrower', refreshToken(second), [...client, ['scope', 'read']]);
  const fourth = await refresh('refresh after narrowing', refreshToken(third));
  await refresh('replay', refreshToken(chain));
  await refresh('refresh after replay', refreshToken(fourth));
  await resource('resource after replay', accessToken(fourth));

  const bound = await login('login to be bound');
  const token = refreshToken(bound);
  await refresh('refresh, wider', token, [...client, ['scope', 'all read']]);
  await refresh('refresh, unknown token', 'unknown');
  await refresh('refresh, token as SQL', "' OR '1'='1");
  await refresh('refresh, token as a pattern', '%');
  await note(
    'refresh, token as an operator',
    the.login([['grant_type', 'refresh_token'], ['refresh_token[$ne]', 'x'], ...client]),
  );
  await note('refresh token as password', the.login(change(['password', token])));
  await note('access token as password', the.login(change(['password', accessToken(bound)])));
  await refresh('refresh, blank token', '   ');
  await refresh('refresh, padded token', `${token} `);
  await refresh('refresh, token continued', `${token}continued`);
  await refresh('refresh, end changed', `${token.slice(0, -6)}------`);
  await refresh(
    'refresh, other case',
    token.toLowerCase() === token ? token.toUpperCase() : token.toLowerCase(),
  );
  await refresh('refresh, access token', accessToken(bound));
  await refresh('refresh, other tenant', token, client, {
    headers: header('tenantId', the.value('OTHER_TENANT_ID')),
  });
  await refresh('refresh, no tenant', token, client, { headers: without(headers, 'tenantId') });
  await refresh('refresh, no device', token, client, { headers: without(headers, 'X-Device-Fingerprint') });
  await refresh('refresh, no secret', token, without(client, 'client_secret'));
  await refresh('refresh, wrong secret', token, withField(client, 'client_secret', 'wrong'));
  await note(
    'refresh, in the query',
    the.login([['grant_type', 'refresh_token'], ...client], { path: `/oauth/token?refresh_token=${token}` }),
  );
  const shapes = ['null', '%', '{"$ne":null}', "' OR '1'='1", 'ключ', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.'];
  for (const shape of shapes) await refresh(`refresh, token ${shape}`, shape);
  await refresh('refresh, half a token', token.slice(0, 21));
  await refresh('refresh, more than a token', `${token}x`);
  await refresh('refresh, token in quotes', `"${token}"`);
  await refresh('refresh, token after Bearer', `Bearer ${token}`);
  await note(
    'refresh, token in a header',
    the.login([['grant_type', 'refresh_token'], ...client], {
      ...extraHeader(['Authorization', `Bearer ${token}`]),
    }),
  );
  const after = await refresh('refresh after refusals', token);
  const narrow = await login('login of one scope', ['scope', 'read']);
  await refresh('refresh, wider at the start', refreshToken(narrow), [...client, ['scope', 'all read']]);
  const later = await refresh(
    'refresh of one scope',
    refreshToken(await login('login of one scope, again', ['scope', 'read'])),
  );
  await refresh('refresh, wider later', refreshToken(later), [...client, ['scope', 'read all']]);
  await refresh('replay by another client', token, clientOf('OTHER'));
  await refresh('refresh after a replay by another client', refreshToken(after));
  const foreign = await login('login for a foreign client');
  await refresh('refresh by another client', refreshToken(foreign), clientOf('OTHER'));
  await refresh('refresh after another client', refreshToken(foreign));

  const mobile = await note('login of a public client', the.login([...grantOnly, ...publicClient]));
  await refresh('refresh of a public client', refreshToken(mobile), publicClient);
}
