/** Client assertions that a server must tell apart (RFC 7523 section 3), and what it answers to each. */
import { createPrivateKey } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { SignJWT } from 'jose';
import { clients } from '../../sandbox/accounts.js';
import type { Sandbox } from '../../sandbox/server.js';
import { encode, formType, type Pair, send } from './sandbox-client.js';

const kind = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const now = (): number => Math.floor(Date.now() / 1000);

/** What is changed of the sound claims; `undefined` takes one away. */
const changes: Readonly<Record<string, () => JWTPayload>> = {
  sound: () => ({}),
  expired: () => ({ exp: now() - 3600 }),
  'without-expiry': () => ({ exp: undefined }) as unknown as JWTPayload,
  'for-another-server': () => ({ aud: 'https://another.example/token' }),
  'without-audience': () => ({ aud: undefined }) as unknown as JWTPayload,
  'of-another-issuer': () => ({ iss: 'somebody-else' }),
  'about-another-subject': () => ({ sub: 'somebody-else' }),
  'without-subject': () => ({ sub: undefined }) as unknown as JWTPayload,
  'not-yet-valid': () => ({ nbf: now() + 3600 }),
};

/** Names of the assertions, and the status and error code that each brings. */
export async function assertionsOf(sandbox: Sandbox): Promise<ReadonlyMap<string, string>> {
  const client = clients.find(({ key }) => key !== undefined);
  const variable = sandbox.environment.TOKEN_CLIENT_ASSERTION_KEY;
  if (!client || variable === undefined) throw new Error('no client of the sandbox has a key');
  const key = createPrivateKey({ key: JSON.parse(variable), format: 'jwk' });
  const algorithm = key.asymmetricKeyType === 'rsa' ? 'RS256' : 'ES256';
  const answers = new Map<string, string>();
  for (const [name, change] of Object.entries(changes)) {
    const claims = {
      ...{ iss: client.id, sub: client.id, aud: `${sandbox.url}/oauth/token`, jti: name },
      ...{ iat: now(), exp: now() + 300 },
      ...change(),
    };
    const assertion = await new SignJWT(claims).setProtectedHeader({ alg: algorithm }).sign(key);
    const body: Pair[] = [
      ['grant_type', 'client_credentials'],
      ['client_assertion_type', kind],
      ['client_assertion', assertion],
    ];
    const tenant: Pair[] = [
      ['tenantId', sandbox.environment.TOKEN_TENANT_ID ?? ''],
      ['X-Forwarded-For', '222.12.211.12'],
      ['X-Device-Fingerprint', 'device'],
    ];
    const { status, body: text } = await send(sandbox, {
      method: 'POST',
      path: '/oauth/token',
      headers: [formType, ...tenant],
      body: encode(body),
    });
    answers.set(name, `${status} ${/"error":"(\w+)"/.exec(String(text))?.[1] ?? ''}`);
  }
  return answers;
}
