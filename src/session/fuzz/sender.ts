/** Sends generated requests one by one: with a live refresh token, and sparing whoever exists. */
import { isSuccess, whatCame } from '../../checks/predicates.js';
import { isAssertionMethod } from '../../contract/client-authentication.js';
import type { Contract, Grant } from '../../contract/contract.js';
import { refreshToken } from '../../http/answer.js';
import type { Observation, OutgoingRequest } from '../../http/observation.js';
import { issuingGrant, refreshGrant } from '../../scenarios/families/grants.js';
import { type Generated, generate, type Knowledge, type User } from '../../scenarios/fuzz/apply.js';
import type { Mutation } from '../../scenarios/fuzz/mutation.js';
import { encodeRequest, type RequestDraft } from '../../scenarios/request.js';
import { type Role, roles } from '../../scenarios/scenario.js';
import type { Identity } from '../identity.js';
import type { LockoutGuard } from '../lockout-guard.js';
import type { RequestBuilder } from '../valid-request.js';

export interface Tried extends Generated {
  readonly observation: Observation;
}

export interface FuzzSender {
  /** Makes ahead what is to be sent next, where that needs nothing but what is known now. */
  prepare(mutations: readonly Mutation[]): void;
  /** `undefined`: it was not sent, to spare an account. */
  send(mutations: readonly Mutation[]): Promise<Tried | undefined>;
  /** Why the valid request does not work now; `undefined` when it does. */
  lost(): Promise<string | undefined>;
}

interface Ahead {
  readonly mutations: readonly Mutation[];
  /** The refresh token that it presents. */
  readonly token: string | undefined;
  readonly generated: Generated;
}

export interface FuzzSenderOptions {
  readonly contract: Contract;
  readonly grant: Grant;
  readonly identity: Identity;
  readonly requests: RequestBuilder;
  readonly guard: Pick<LockoutGuard, 'admits' | 'loggedIn'>;
  send(request: OutgoingRequest): Promise<Observation>;
}

function usersOf({ identity, grant }: FuzzSenderOptions): { readonly all: User[]; readonly triable: User[] } {
  const user = (role?: Role): User[] => {
    const query = { role, grant: grant.type };
    const username = identity.value('username', query);
    const password = identity.value('password', query);
    return username === undefined || password === undefined ? [] : [{ username, password }];
  };
  const ofRole = (role: Role): User[] => (identity.has(role, 'username', 'password') ? user(role) : []);
  const others = (['DISPOSABLE', 'SPECIAL', 'OTHER'] as const).flatMap(ofRole);
  return { all: [...user(), ...roles.flatMap(ofRole)], triable: others.length > 0 ? others : user() };
}

export function createFuzzSender(options: FuzzSenderOptions): FuzzSender {
  const { contract, grant, identity, requests, guard } = options;
  const { all, triable } = usersOf(options);
  const hasUser = grant.parameters.some(({ name }) => name === 'username');
  const refreshing = grant.type === refreshGrant;
  const issuing = issuingGrant(contract);
  const id = identity.value('client_id', { grant: grant.type });
  const secret = identity.value('client_secret', { grant: grant.type });
  /** The newest refresh token. */
  let token: string | undefined;
  let ahead: Ahead | undefined;

  // A server may take an assertion only once (RFC 7523 section 3).
  const repeatable = !isAssertionMethod(contract.clientAuthentication[0] ?? 'none');
  /** Those of each user, as long as the refresh token stays. */
  const known = new Map<string | undefined, RequestDraft>();
  let knownFor: string | undefined;

  const make = (user?: User): RequestDraft =>
    requests.valid(grant.type, {
      values: {
        ...(refreshing ? { refresh_token: token ?? '' } : {}),
        ...(hasUser && user ? { username: user.username, password: user.password } : {}),
      },
    });

  function valid(user?: User): RequestDraft {
    if (!repeatable) return make(user);
    if (knownFor !== token) known.clear();
    knownFor = token;
    const draft = known.get(user?.username) ?? make(user);
    known.set(user?.username, draft);
    return draft;
  }
  const knowledge: Knowledge = {
    contract,
    valid,
    triable,
    usernames: all.map(({ username }) => username),
    client: id !== undefined && secret !== undefined ? { id, secret } : undefined,
  };

  async function send(request: OutgoingRequest): Promise<Observation> {
    const observation = await options.send(request);
    // Rotation consumes a token with each success, expected or not.
    if (refreshing && isSuccess(observation.response)) token = refreshToken(observation) ?? token;
    return observation;
  }

  /** A refresh token at all; a used-up one is replaced by a new login. */
  async function renewToken(): Promise<Observation | undefined> {
    if (!issuing) return undefined;
    token = undefined;
    return send(encodeRequest(requests.valid(issuing.type)));
  }

  async function control(): Promise<Observation> {
    if (refreshing) {
      const issued = await renewToken();
      if (issued && token === undefined) return issued;
    }
    return send(encodeRequest(valid()));
  }

  function generated(mutations: readonly Mutation[]): Generated {
    const made = ahead;
    ahead = undefined;
    return made?.mutations === mutations && made.token === token
      ? made.generated
      : generate(mutations, knowledge);
  }

  return {
    prepare(mutations) {
      if (refreshing && token === undefined) return;
      ahead = { mutations, token, generated: generate(mutations, knowledge) };
    },
    async send(mutations) {
      if (refreshing && token === undefined) await renewToken();
      const made = generated(mutations);
      const { loginOf, clientTried } = made;
      const attempts = [
        ...(loginOf === undefined ? [] : [['user', loginOf] as const]),
        ...(clientTried && id !== undefined ? [['client', id] as const] : []),
      ];
      for (const [kind, name] of attempts) if (!(await guard.admits(kind, name))) return undefined;
      const observation = await send(made.request);
      if (isSuccess(observation.response)) for (const [kind, name] of attempts) guard.loggedIn(kind, name);
      return { ...made, observation };
    },
    async lost() {
      const observation = await control();
      return isSuccess(observation.response)
        ? undefined
        : `the valid request stopped working: ${whatCame(observation)}`;
    },
  };
}
