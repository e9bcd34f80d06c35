/** Clients that act for themselves, in the script, and what the server publishes. */
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { type Answer, basic, type Pair, withField } from './sandbox-client.js';
import { accessToken, type Conversation, hint } from './sandbox-conversation.js';

/** Whether a client that trusts the key set would trust the token. */
async function verifies(keySet: Answer, token: string): Promise<string> {
  try {
    const keys = createLocalJWKSet(keySet.json() as unknown as JSONWebKeySet);
    await compactVerify(token, keys);
    return 'verified';
  } catch {
    return 'not verified';
  }
}

export async function services(conversation: Conversation): Promise<void> {
  const { the, transcript, note, extraHeader, clientOf, publicClient, resource, about, get } = conversation;
  const { form } = the;

  await note('metadata', get('/.well-known/oauth-authorization-server'));
  const keySet = await note('key set', get('/oauth/jwks'));
  const service = clientOf('CLIENT_CREDENTIALS');
  const asking = (fields: readonly Pair[]) => the.login([['grant_type', 'client_credentials'], ...fields]);
  const ofClient = await note('client credentials of a service', asking(service));
  await resource('resource, token of a service', accessToken(ofClient));
  const verified = await verifies(keySet, accessToken(ofClient));
  transcript.set('key set, verifying the token of a service', verified);
  const ofService: Pair = ['token', accessToken(ofClient)];
  await about('introspection, token of a service', '/oauth/introspect', [ofService, ...service]);
  await note(
    'client credentials of a service by Basic',
    the.login(
      [['grant_type', 'client_credentials']],
      extraHeader(
        basic(the.value('CLIENT_CREDENTIALS_CLIENT_ID'), the.value('CLIENT_CREDENTIALS_CLIENT_SECRET')),
      ),
    ),
  );
  await note('password grant for a service', the.login([...form.slice(0, 3), ...service]));
  await note('client credentials, no secret', asking(service.slice(0, 1)));
  await note('client credentials, wrong secret', asking(withField(service, 'client_secret', 'wrong')));
  await note('client credentials of a public client', asking(publicClient));
  await about('revocation, service, unknown hint', '/oauth/revoke', [
    ofService,
    hint('x_unknown'),
    ...service,
  ]);
  await resource('resource, token of a service, after revocation', ofService[1]);
}
