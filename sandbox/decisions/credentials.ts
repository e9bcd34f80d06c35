/** Whether a user or client is the one it says. Unknown names cost the same work as known ones. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Client, User } from '../directory.js';
import type { IncomingRequest, Parameters, Server } from '../model.js';
import { invalidGrant } from '../refusal.js';

type DigestKey = Pick<Server, 'digestKey'>;

function digest({ digestKey }: DigestKey, text: string): Buffer {
  return createHmac('sha256', digestKey).update(text).digest();
}

/** The form in which a password is kept and compared: all of it, exactly as received. */
export function passwordDigest(server: DigestKey, password: string): Buffer {
  return digest(server, password);
}

export function secretDigest(server: DigestKey, secret: string): Buffer {
  return digest(server, secret);
}

/** Compared with when there is nobody to compare with; equals no digest of anything. */
const nobody = Buffer.alloc(32);

export function findUser(server: Server, tenant: string, username: string): User | undefined {
  return server.directory.users.find((user) => user.tenant === tenant && user.username === username);
}

export function passwordMatches(server: Server, user: User | undefined, password: string): boolean {
  const presented = server.policy.passwordDigest(server, password);
  return timingSafeEqual(presented, user?.passwordDigest ?? nobody);
}

export function isActive(user: User): boolean {
  return user.disabled !== true;
}

/** Why a login failed is not said: one refusal for an unknown user, a wrong password and a disabled account. */
export function loginRefusal(_user: User | undefined, _passwordMatches: boolean) {
  return invalidGrant();
}

/** The resource owner that the credentials belong to. Throws `invalid_grant`. */
export function authenticateUser(
  server: Server,
  request: IncomingRequest,
  tenant: string,
  parameters: Parameters,
): User {
  const { policy } = server;
  const username = policy.requiredParameter(parameters, 'username');
  const attempts = policy.userAttempts(request, tenant, username);
  policy.refuseTooMany(server, attempts);
  const user = policy.findUser(server, tenant, username);
  const matches = policy.passwordMatches(server, user, policy.requiredParameter(parameters, 'password'));
  if (!user || !matches || !policy.isActive(user)) {
    policy.countFailure(server, attempts);
    throw policy.loginRefusal(user, matches);
  }
  policy.countSuccess(server, attempts);
  return user;
}

export function findClient(server: Server, id: string): Client | undefined {
  return server.directory.clients.find((client) => client.id === id);
}

export function secretMatches(server: Server, client: Client | undefined, secret: string): boolean {
  const presented = server.policy.secretDigest(server, secret);
  return timingSafeEqual(presented, client?.secretDigest ?? nobody);
}
