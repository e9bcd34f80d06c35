/**
 * Wrong passwords may lock an account, and wrong secrets a client: every request passes here. One that carries the
 * name of a configured user or client and not its password or secret is an attempt. There are never more than two in
 * a row (many servers lock at the third) before that user or client has been seen to log in, and never more than
 * the budget in all, or twice the budget for a client: services retry with a stale secret, so that hardly any server
 * locks clients. The counts are those of one process: each of several workers gets its share of the budget, and one
 * attempt in a row, so that with more than three workers there may be more in a row than three.
 */
import { isSuccess, shielded, whatCame } from '../checks/predicates.js';
import type { Contract } from '../contract/contract.js';
import type { Observation, OutgoingRequest } from '../http/observation.js';
import { hasNoSecretToSend, issuingGrant } from '../scenarios/families/grants.js';
import type { OptIn } from '../scenarios/opt-in.js';
import { encodeRequest } from '../scenarios/request.js';
import { type Role, roles } from '../scenarios/scenario.js';
import type { Unmet } from '../verdicts/verdict.js';
import { type Attempt, attemptsOf } from './attempts.js';
import type { Identity } from './identity.js';
import type { Sending } from './sending.js';
import type { Supply } from './supply.js';
import type { RequestBuilder } from './valid-request.js';

type Kind = Attempt['kind'];

/** What is tried on purpose until the target reacts, and only with the role that may be locked out. */
const expendable: Role = 'DISPOSABLE';

/**
 * Who takes wrong passwords and secrets in place of the main user and client, the first one first. What is done to a
 * client concerns everybody who uses it, and not every client may use every grant: only one that may be locked out.
 */
const sacrificial: Readonly<Record<Kind, readonly Role[]>> = {
  user: [expendable, 'SPECIAL', 'OTHER'],
  client: [expendable],
};

const words: Record<Kind, { readonly what: string; readonly names: readonly [string, string] }> = {
  user: { what: 'passwords for the user', names: ['username', 'password'] },
  client: { what: 'secrets for the client', names: ['client_id', 'client_secret'] },
};

interface Account {
  readonly kind: Kind;
  /** `undefined`: the main identity. */
  readonly role: Role | undefined;
  readonly name: string;
  readonly rights: Set<string>;
  /** Attempts since the last successful login; `undefined`: none was seen yet. */
  row: number | undefined;
  total: number;
  /** Why nothing more is tried with it: it no longer works. */
  stopped: string | undefined;
  /** It worked before it was guessed at. */
  locked: boolean;
}

interface Named {
  readonly account: Account;
  readonly proof: 'right' | 'wrong' | 'none';
}

/** A request that was held back, and why. */
export class HeldBack extends Error {
  constructor(
    reason: string,
    /** What the settings would have to allow; `undefined`: the main user or client itself stopped working. */
    readonly unmet: Unmet | undefined,
    /** The account does not work: nothing that rests on it can be judged. */
    readonly ends: boolean,
    /** It had worked before, so what was refused in between may have been refused for that. */
    readonly lost: boolean,
  ) {
    super(reason);
  }
}

export interface LockoutGuard {
  /**
   * Sends the request, after a login where one is due.
   * @param optIns those of the scenario: guessing and measuring are not counted for the role DISPOSABLE
   * @throws HeldBack when it must not be sent
   */
  send(request: OutgoingRequest, optIns?: readonly OptIn[]): Promise<Observation>;
  /**
   * Whether one more attempt may be made with this user or client in a request that does not show it as one. Where it
   * is due, a login comes first; the attempt is counted.
   */
  admits(kind: Kind, name: string): Promise<boolean>;
  /** An attempt that was admitted was a login after all. */
  loggedIn(kind: Kind, name: string): void;
  /** The role whose user (or client) takes the next wrong password (or secret); `undefined`: the main one. */
  takes(kind: Kind): Role | undefined;
}

function accountsOf(identity: Identity, kind: Kind): Account[] {
  const [nameOf, rightOf] = words[kind].names;
  const known = new Map<string, Account>();
  for (const role of [undefined, ...roles]) {
    if (role !== undefined && !identity.has(role, nameOf)) continue;
    const name = identity.value(nameOf, { role });
    if (name === undefined) continue;
    const account: Account = known.get(name) ?? {
      kind,
      role,
      name,
      rights: new Set(),
      row: undefined,
      total: 0,
      stopped: undefined,
      locked: false,
    };
    const right =
      role === undefined || identity.has(role, rightOf) ? identity.value(rightOf, { role }) : undefined;
    if (right !== undefined) account.rights.add(right);
    known.set(name, account);
  }
  // Without a secret there is nothing to guess.
  return [...known.values()].filter(({ rights }) => rights.size > 0);
}

export function createLockoutGuard(options: {
  readonly contract: Contract;
  readonly identity: Identity;
  readonly requests: RequestBuilder;
  readonly sending: Sending;
  stocked: Supply['stocked'];
  /** For each user and each client. */
  readonly budget: number;
  readonly workers: number;
}): LockoutGuard {
  const { contract, identity, requests, sending, budget, stocked } = options;
  const limits: Readonly<Record<Kind, number>> = { user: budget, client: 2 * budget };
  /** Attempts after which the account must be seen to work. */
  const longestRow = options.workers > 1 ? 1 : 2;
  // What proves a client by a key or a certificate cannot be guessed.
  const kinds: readonly Kind[] = hasNoSecretToSend(contract) ? ['user'] : ['user', 'client'];
  const accounts = kinds.flatMap((kind) => accountsOf(identity, kind));
  const loginGrant = contract.grants.find(({ parameters }) =>
    parameters.some(({ name }) => name === words.user.names[0]),
  )?.type;
  const grants: Record<Kind, string | undefined> = {
    user: loginGrant,
    client: loginGrant ?? issuingGrant(contract)?.type,
  };

  const title = ({ kind, role }: Account): string =>
    role === undefined ? `the main ${kind}` : `the ${kind} of the role ${role}`;

  /** Accounts of the request, and whether what it says of each is right. */
  function named(request: OutgoingRequest): Named[] {
    return attemptsOf(request).flatMap(({ kind, name, secrets }): Named[] => {
      const account = accounts.find((one) => one.kind === kind && one.name === name);
      if (!account) return [];
      if (secrets.length === 0) return [{ account, proof: 'none' }];
      const right = secrets.every((secret) => secret !== undefined && account.rights.has(secret));
      return [{ account, proof: right ? 'right' : 'wrong' }];
    });
  }

  function note(request: OutgoingRequest, observation: Observation): void {
    if (!isSuccess(observation.response)) return;
    const all = named(request);
    if (all.every(({ proof }) => proof === 'right')) for (const { account } of all) account.row = 0;
  }

  async function deliver(request: OutgoingRequest, insists: boolean): Promise<Observation> {
    const observation = await sending.send(request, { insists });
    note(request, observation);
    return observation;
  }

  async function logIn(...together: readonly Account[]): Promise<Observation | undefined> {
    const grant = together.map(({ kind }) => grants[kind]).find((type) => type !== undefined);
    if (grant === undefined) return undefined;
    const values = together.flatMap(({ kind, name, rights }): [string, string][] => {
      const [nameOf, rightOf] = words[kind].names;
      return [
        [nameOf, name],
        [rightOf, [...rights][0] ?? ''],
      ];
    });
    const request = await stocked(() => requests.valid(grant, { values: Object.fromEntries(values) }));
    return deliver(encodeRequest(request), true);
  }

  /** One login shows a user and a client to work, where both are due soon. */
  function companionOf({ kind }: Account): Account | undefined {
    return accounts.find(
      (one) =>
        one.kind !== kind &&
        one.role !== undefined &&
        sacrificial[one.kind].includes(one.role) &&
        one.stopped === undefined &&
        // One that may be locked out is about to be guessed at, too.
        (one.row ?? (one.role === expendable ? 1 : 0)) > 0,
    );
  }

  /** Throws when the account does not log in with what is right. */
  async function seeItWork(account: Account): Promise<void> {
    const { kind, role } = account;
    const [, right] = words[kind].names;
    const companion = companionOf(account);
    if (companion && isSuccess((await logIn(account, companion))?.response)) return;
    const observation = await logIn(account);
    if (observation === undefined) return;
    if (isSuccess(observation.response)) return;
    const blocked = shielded(observation);
    if (blocked !== undefined) throw new HeldBack(blocked, undefined, false, false);
    // A server that breaks down refuses nobody: what the matter is, the rest of the run shows.
    if ((observation.response?.status ?? 500) >= 500)
      throw new HeldBack(
        `${title(account)} could not be seen to work: ${whatCame(observation)}`,
        undefined,
        false,
        false,
      );
    const worked = account.row !== undefined;
    account.locked = worked;
    account.stopped = worked
      ? `${title(account)} stopped working after ${account.row} wrong ${right.replace('_', ' ')}s in a row, it may be locked: ${whatCame(observation)}`
      : `${title(account)} does not work: ${whatCame(observation)}`;
    // One that never worked is not tried again; others take its place.
    throw new HeldBack(account.stopped, role, worked || role === undefined, worked);
  }

  /** Throws when one more attempt is not to be made. */
  async function admit({ account, proof }: Named, optIns: readonly OptIn[]): Promise<void> {
    const { role, kind } = account;
    if (role === expendable && optIns.includes('brute-force')) {
      account.row = undefined; // whatever comes of it, it must be seen to work before it is used again
      return;
    }
    if (account.stopped !== undefined) throw new HeldBack(account.stopped, role, role === undefined, false);
    // Where another one was locked, so would be the one that everything else needs.
    const fallen =
      role === undefined && proof === 'wrong' && accounts.find((one) => one.kind === kind && one.locked);
    if (fallen)
      throw new HeldBack(`${fallen.stopped}; ${title(account)} is spared`, fallen.role, false, false);
    const counts = proof === 'wrong' && !(role === expendable && optIns.includes('timing'));
    if (counts && account.total >= limits[kind]) {
      const reason = `the lock-out budget of ${limits[kind]} wrong ${words[kind].what}${role === undefined ? '' : ` of the role ${role}`} is spent (--lockout-budget)`;
      throw new HeldBack(reason, 'lockout-budget', false, false);
    }
    // A disabled user never logs in: nothing would start the row anew.
    if (role === 'DISABLED' ? (account.row ?? 0) >= longestRow : (account.row ?? longestRow) >= longestRow) {
      if (role === 'DISABLED')
        throw new HeldBack(
          `${title(account)} had ${longestRow} wrong passwords in a row`,
          'lockout-budget',
          false,
          false,
        );
      await seeItWork(account);
    }
    if (counts) account.total++;
    account.row = (account.row ?? 0) + 1;
  }

  return {
    async send(request, optIns = []) {
      for (const one of named(request)) if (one.proof !== 'right') await admit(one, optIns);
      return deliver(request, !optIns.includes('brute-force'));
    },
    async admits(kind, name) {
      const account = accounts.find((one) => one.kind === kind && one.name === name);
      if (!account) return false;
      try {
        await admit({ account, proof: 'wrong' }, []);
        return true;
      } catch (problem) {
        if (problem instanceof HeldBack) return false;
        throw problem;
      }
    },
    loggedIn(kind, name) {
      for (const account of accounts) if (account.kind === kind && account.name === name) account.row = 0;
    },
    takes(kind) {
      const able = (role: Role): boolean =>
        identity.has(role, ...words[kind].names) &&
        accounts.some(
          (one) => one.kind === kind && one.role === role && one.total < limits[kind] && !one.stopped,
        );
      return sacrificial[kind].find(able);
    },
  };
}
