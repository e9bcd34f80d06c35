/** What the run says of each requirement of the catalogue, the untested ones with their reason. */
import type { Requirement, RequirementId } from '../requirements/catalogue.js';
import { optInFlag, optInOf } from '../scenarios/opt-in.js';
import type { Role } from '../scenarios/scenario.js';
import type { RunVerdict } from './aggregate.js';
import { grantTypeOf, settledByContract } from './capabilities.js';
import { compareOutcomes } from './outcomes.js';
import type { Outcome } from './verdict.js';

export interface RequirementOutcome {
  readonly id: RequirementId;
  readonly level: string;
  readonly outcome: Outcome | 'untested';
  /** Why it is not judged; `undefined` where it is. */
  readonly reason: string | undefined;
}

/** Preconditions that a configured role fulfils. */
const roleOf: Readonly<Record<string, Role>> = {
  second_client: 'OTHER',
  second_user: 'OTHER',
  special_char_client: 'SPECIAL',
  special_char_user: 'SPECIAL',
  unicode_user: 'SPECIAL',
  long_password_user: 'SPECIAL',
  disposable_client: 'DISPOSABLE',
  disposable_user: 'DISPOSABLE',
  public_client: 'PUBLIC',
  restricted_client: 'RESTRICTED',
  forbidden_scope: 'RESTRICTED',
  disabled_user: 'DISABLED',
  expired_client_secret: 'EXPIRED',
};

/** Preconditions that somebody has to arrange outside the contract and the settings. */
const arranged: Readonly<Record<string, string>> = {
  raw_socket: 'requests written as raw bytes',
  tls_probe: 'raw TLS connections',
  production_target: 'a target marked as production-like',
  cors_expected: 'a list of the browser origins that are allowed',
  callback_listener: 'a listener that the target can reach',
  auth_method_registered: "knowledge of the client's registered authentication method",
  'hook:change_password': 'a hook that changes the password of the user',
  'hook:disable_user': 'a hook that disables the user',
  'hook:deny_device': 'a hook that denies the device request',
};

function notApplicableReason(
  { grants, needs }: Requirement,
  capabilities: ReadonlySet<string>,
): string | undefined {
  if (!grants.includes('any') && !grants.some((grant) => capabilities.has(`grant:${grantTypeOf(grant)}`)))
    return `the contract has no grant ${grants.join(' or ')}`;
  const holds = (need: string): boolean =>
    need.startsWith('grant:')
      ? capabilities.has(`grant:${grantTypeOf(need.slice(6))}`)
      : capabilities.has(need);
  for (const need of needs) {
    const alternatives = need.split('|');
    if (!alternatives.every((one) => one in settledByContract) || alternatives.some(holds)) continue;
    const missing = alternatives.map((one) => settledByContract[one]).join(' or ');
    return need === 'https'
      ? 'the target is not reached by https'
      : `the contract does not declare ${missing}`;
  }
  return undefined;
}

function unmetCondition({ needs }: Requirement): string | undefined {
  for (const need of needs) {
    const optIn = optInOf[need];
    if (optIn !== undefined) return `needs ${optInFlag(optIn)}`;
    const role = roleOf[need];
    if (role !== undefined) return `role ${role} not configured`;
    if (arranged[need] !== undefined) return `needs ${arranged[need]}`;
  }
  return undefined;
}

function untestedReason(entry: Requirement, hasCheck: boolean): string {
  const condition = unmetCondition(entry);
  if (hasCheck) return condition ?? 'no response of this run could be judged by it';
  return condition?.startsWith('needs') ? `no check yet; ${condition}` : 'no check yet';
}

/**
 * The worst outcome of the checks that name a requirement; without any, whether it does not apply to this
 * contract or is untested, and why.
 * @param capabilities what the target offers, see `capabilities.ts`
 */
export function requirementOutcomes(options: {
  readonly requirements: readonly Requirement[];
  readonly checks: readonly { readonly requirements: readonly RequirementId[] }[];
  readonly verdicts: readonly RunVerdict[];
  readonly capabilities: readonly string[];
}): RequirementOutcome[] {
  const worst = new Map<RequirementId, RunVerdict>();
  for (const verdict of options.verdicts)
    for (const id of verdict.requirements) {
      const known = worst.get(id);
      if (!known || compareOutcomes(verdict.outcome, known.outcome) < 0) worst.set(id, verdict);
    }
  const checked = new Set(options.checks.flatMap(({ requirements }) => requirements));
  const capabilities = new Set(options.capabilities);

  return options.requirements.map((entry): RequirementOutcome => {
    const { id, level } = entry;
    const verdict = worst.get(id);
    if (verdict) {
      const judged = verdict.outcome !== 'inconclusive' && verdict.outcome !== 'not-applicable';
      return { id, level, outcome: verdict.outcome, reason: judged ? undefined : verdict.message };
    }
    const reason = notApplicableReason(entry, capabilities);
    return reason === undefined
      ? { id, level, outcome: 'untested', reason: untestedReason(entry, checked.has(id)) }
      : { id, level, outcome: 'not-applicable', reason };
  });
}
