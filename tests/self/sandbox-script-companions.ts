/** The endpoints beside the token endpoint, in the script: resource, introspection, revocation. */
import { encode, formType, type Pair, withField } from './sandbox-client.js';
import { accessToken, type Conversation, hint, refreshToken } from './sandbox-conversation.js';

export async function companions(conversation: Conversation): Promise<void> {
  const { the, note, clientOf, login, refresh, resource, about, get } = conversation;
  const { client } = the;

  const live = await login('login for the companions');
  const subject: Pair = ['token', accessToken(live)];
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${subject[1].split('.')[1]}.`;
  await resource('resource', subject[1]);
  await resource('resource, garbage', 'unknown');
  await resource('resource, unsigned', unsigned);
  const otherCase = Buffer.from('{"alg":"nOnE"}').toString('base64url');
  await resource('resource, unsigned in another case', unsigned.replace(/^[^.]*/, otherCase));
  await resource('resource, refresh token', refreshToken(live));
  await note('resource, no token', get('/userdetails'));
  await note(
    'resource, token in the query',
    get(`/userdetails?access_token=${encodeURIComponent(subject[1])}`),
  );
  await about('introspection', '/oauth/introspect', [subject, ...client]);
  await about('introspection, garbage', '/oauth/introspect', [['token', 'unknown'], ...client]);
  await about('introspection, refresh token', '/oauth/introspect', [
    ['token', refreshToken(live)],
    ...client,
  ]);
  await about('introspection, by nobody', '/oauth/introspect', [subject]);
  await about('introspection, foreign', '/oauth/introspect', [subject, ...clientOf('OTHER')]);
  const otherTenant = { headers: [['tenantId', the.value('OTHER_TENANT_ID')] as const, formType] };
  await note('resource, other tenant', the.resource(subject[1].trim(), the.value('OTHER_TENANT_ID')));
  for (const path of ['/oauth/introspect', '/oauth/revoke'] as const)
    await note(`${path}, other tenant`, the.about(path, [subject, ...client], otherTenant));
  await resource('resource after the other tenant', subject[1]);
  await about('revocation, by nobody', '/oauth/revoke', [subject]);
  await about('revocation, foreign', '/oauth/revoke', [subject, ...clientOf('OTHER')]);
  await resource('resource after foreign revocation', subject[1]);
  await about('revocation, garbage', '/oauth/revoke', [['token', 'unknown'], ...client]);
  await about('revocation, no token', '/oauth/revoke', client);
  await about('revocation, access token', '/oauth/revoke', [subject, ...client]);
  await about('revocation, access token again', '/oauth/revoke', [subject, ...client]);
  await resource('resource after revocation', subject[1]);
  const ended = await login('login to be revoked');
  const revocation: Pair[] = [['token', refreshToken(ended)], ...client];
  await about('revocation, refresh token', '/oauth/revoke', revocation);
  await about('revocation, again', '/oauth/revoke', revocation);
  await refresh('refresh after revocation', refreshToken(ended));
  await resource('resource after revocation of the login', accessToken(ended));
  await about('introspection after revocation', '/oauth/introspect', [subject, ...client]);
  await about('introspection after revocation of the login', '/oauth/introspect', revocation);

  const another = await login('login for hints and methods');
  const live2: Pair = ['token', accessToken(another)];
  const renewal: Pair = ['token', refreshToken(another)];
  await about('introspection, no token', '/oauth/introspect', client);
  await about('introspection, wrong secret', '/oauth/introspect', [
    live2,
    ...withField(client, 'client_secret', 'wrong'),
  ]);
  await about('introspection, wrong hint', '/oauth/introspect', [live2, hint('refresh_token'), ...client]);
  await about('introspection, unknown hint', '/oauth/introspect', [live2, hint('x_unknown'), ...client]);
  await note('introspection by GET', get(`/oauth/introspect?${encode([live2, ...client])}`));
  await note('revocation by GET', get(`/oauth/revoke?${encode([live2, ...client])}`));
  await resource('resource after revocation by GET', live2[1]);
  await about('revocation, foreign refresh token', '/oauth/revoke', [renewal, ...clientOf('OTHER')]);
  await about('revocation, unknown hint', '/oauth/revoke', [live2, hint('x_unknown'), ...client]);
  await resource('resource after revocation with an unknown hint', live2[1]);
  await about('revocation, wrong hint', '/oauth/revoke', [renewal, hint('access_token'), ...client]);
  await refresh('refresh after revocation with a wrong hint', renewal[1]);
}
