/**
 * What some grants present comes from elsewhere and may be used once: a code, an assertion, a subject token. Requests are
 * built from a stock; where it is empty, the hook is asked for more and the request is built anew.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Contract, Grant } from '../contract/contract.js';
import type { Redactor } from '../http/redaction.js';
import { presentedBy } from '../scenarios/families/grants.js';
import type { Wanted } from '../scenarios/scenario.js';
import { settingTable } from '../settings/setting-table.js';
import type { Settings } from '../settings/settings.js';
import { variableName } from '../settings/variable-name.js';
import { HookFailure, runHook } from './hook.js';
import type { Identity } from './identity.js';

type Values = Readonly<Record<string, string>>;

/** What the hook does: `runHook` without its command. */
export type Obtain = (environment: Values, principal: string) => Promise<Values | undefined>;

/** The stock is empty: to be filled, and tried again. */
class OutOfStock extends Error {
  constructor(
    readonly grant: string,
    readonly wanted: Wanted,
  ) {
    super(`nothing is in stock for ${grant}`);
  }
}

/** There is nothing to present, and there will be nothing. */
export class NothingToPresent extends Error {
  constructor(
    reason: string,
    /** Nothing is configured that could supply it. */
    readonly unconfigured: boolean,
  ) {
    super(reason);
  }
}

/** For `catch`: it as a value, and everything else thrown on. */
export function presentingNothing(problem: unknown): NothingToPresent {
  if (problem instanceof NothingToPresent) return problem;
  throw problem;
}

export interface Supply {
  /**
   * The values that a request of the grant presents, taken out of the stock; `undefined`: it presents nothing of the kind, or
   * what is configured serves again and again.
   */
  take(grant: string, wanted: Wanted | undefined): Values | undefined;
  /** What goes with a presented value that is none of the stock. */
  accompanying(grant: string): Values;
  /**
   * Builds what needs the stock, as often as it takes to fill it.
   * @throws NothingToPresent
   */
  stocked<Result>(build: () => Result): Promise<Result>;
}

/** Parameters whose values a hook repeats or that are words of a standard: they are no secrets. */
const open = ['redirect_uri', 'client_id', 'scope', 'grant_type', 'subject_token_type', 'actor_token_type'];

/** Used up by the first request that succeeds, whoever supplied it. */
const oneTime = ['code', 'device_code'];

/** A code that is configured serves one request. */
export function isUsedUpByOne(grant: string, { parameter }: Settings): boolean {
  const principal = presentedBy(grant);
  return (
    principal !== undefined &&
    oneTime.includes(principal) &&
    (parameter(principal, { grant }) ?? parameter(principal)) !== undefined
  );
}

/** As long as RFC 7636 section 4.1 recommends. */
const newVerifier = (): string => randomBytes(32).toString('base64url');

export function createSupply(options: {
  readonly contract: Contract;
  readonly settings: Settings;
  readonly identity: Identity;
  readonly baseUrl: string;
  readonly redactor: Redactor;
  /** Default: the command of the settings is run. */
  readonly obtain?: Obtain | undefined;
}): Supply {
  const { contract, settings, identity, baseUrl, redactor } = options;
  const { hook } = settings;
  const obtain: Obtain | undefined =
    options.obtain ?? (hook && ((environment, principal) => runHook(hook, environment, principal)));
  const stock = new Map<string, Values[]>();
  let taken: { readonly key: string; readonly values: Values }[] = [];
  const failures = new Map<string, { readonly reason: string; readonly count: number }>();

  const keyOf = (grant: string, wanted: Wanted): string => `${wanted} ${grant}`;
  const grantOf = (type: string): Grant | undefined => contract.grants.find((grant) => grant.type === type);
  const has = (grant: Grant | undefined, name: string): boolean =>
    grant?.parameters.some((parameter) => parameter.name === name) === true;
  const configured = (name: string, grant: string): string | undefined =>
    settings.parameter(name, { grant }) ?? settings.parameter(name);

  // What is configured is a stock of one where it can be used once.
  for (const { type } of contract.grants) {
    const principal = presentedBy(type);
    const value =
      principal && !obtain && oneTime.includes(principal) ? configured(principal, type) : undefined;
    if (principal && value !== undefined) stock.set(keyOf(type, 'approved'), [{ [principal]: value }]);
  }

  const redirection = (type: string): Values => {
    const uri = has(grantOf(type), 'redirect_uri')
      ? identity.value('redirect_uri', { grant: type })
      : undefined;
    return uri === undefined ? {} : { redirect_uri: uri };
  };

  function unsupplied(type: string, principal: string, wanted: Wanted): NothingToPresent {
    const variable = variableName(principal);
    const command = settingTable.hook.variable;
    if (wanted !== 'approved')
      return new NothingToPresent(`only a command of ${command} could supply one that is ${wanted}`, true);
    return configured(principal, type) === undefined
      ? new NothingToPresent(
          `nothing can be presented for the grant ${type}: set ${command} to a command that prints a fresh ${principal}, or ${variable}`,
          true,
        )
      : new NothingToPresent(
          `${variable} was used: set ${command} to a command that prints a fresh ${principal} each time`,
          true,
        );
  }

  async function restock(type: string, wanted: Wanted): Promise<void> {
    const principal = presentedBy(type) ?? '';
    if (!obtain) throw unsupplied(type, principal, wanted);
    const key = keyOf(type, wanted);
    const failed = failures.get(key);
    if (failed && failed.count > 1) throw new NothingToPresent(failed.reason, false);
    const verifier =
      has(grantOf(type), 'code_verifier') && wanted !== 'without-challenge' ? newVerifier() : undefined;
    const given = redirection(type);
    const environment: Record<string, string> = {
      HOOK_GRANT_TYPE: type,
      HOOK_WANTED: wanted,
      HOOK_CLIENT_ID: identity.value('client_id', { grant: type }) ?? '',
      HOOK_REDIRECT_URI: given.redirect_uri ?? '',
      HOOK_SCOPE: configured('scope', type) ?? '',
      HOOK_CODE_CHALLENGE:
        verifier === undefined ? '' : createHash('sha256').update(verifier).digest('base64url'),
      HOOK_CODE_CHALLENGE_METHOD: verifier === undefined ? '' : 'S256',
      HOOK_BASE_URL: baseUrl,
      HOOK_SEED: String(settings.seed),
    };
    try {
      const values = await obtain(environment, principal);
      // Whoever supplies a verifier had a challenge sent with it.
      const hadChallenge = wanted === 'without-challenge' && values?.code_verifier !== undefined;
      if (values?.[principal] === undefined || hadChallenge)
        throw new HookFailure(
          wanted === 'approved' ? `printed no ${principal}` : `supplies no ${principal} that is ${wanted}`,
          wanted !== 'approved',
        );
      const proof: Values = verifier === undefined ? {} : { code_verifier: verifier };
      for (const [name, value] of Object.entries({ ...proof, ...values }))
        if (!open.includes(name) && value !== '') redactor.addSecret(value, name);
      stock.set(key, [...(stock.get(key) ?? []), { ...given, ...proof, ...values }]);
      failures.delete(key);
    } catch (problem) {
      if (!(problem instanceof HookFailure)) throw problem;
      const count = problem.lasting ? 2 : (failed?.count ?? 0) + 1;
      failures.set(key, { reason: problem.message, count });
      throw new NothingToPresent(problem.message, false);
    }
  }

  return {
    take(type, wanted = 'approved') {
      const principal = presentedBy(type);
      if (principal === undefined) return undefined;
      const key = keyOf(type, wanted);
      const [first, ...rest] = stock.get(key) ?? [];
      if (first) {
        stock.set(key, rest);
        taken.push({ key, values: first });
        return first;
      }
      const serves = !obtain && wanted === 'approved' && !oneTime.includes(principal);
      if (serves && configured(principal, type) !== undefined) return undefined;
      throw new OutOfStock(type, wanted);
    },
    accompanying: (type) => ({
      ...redirection(type),
      ...(has(grantOf(type), 'code_verifier') ? { code_verifier: newVerifier() } : {}),
    }),
    async stocked(build) {
      for (;;) {
        taken = [];
        try {
          return build();
        } catch (problem) {
          for (const { key, values } of taken.toReversed())
            stock.set(key, [values, ...(stock.get(key) ?? [])]);
          if (!(problem instanceof OutOfStock)) throw problem;
          await restock(problem.grant, problem.wanted);
        }
      }
    },
  };
}
