/**
 * What strains a server or an account, on purpose: guessing until it reacts, and measuring how long it takes. Only with
 * the opt-ins for it, only with the role DISPOSABLE, and never more than thirty guesses.
 */
import { isIP } from 'node:net';
import type { Contract, Grant } from '../../contract/contract.js';
import { header } from '../../http/answer.js';
import type { Observation } from '../../http/observation.js';
import { isThrottled, reactionTo } from '../reaction.js';
import { encodeForm, type RequestDraft, withBody, withHeader, withValue } from '../request.js';
import type { Need, Scenario, Step, StepContext } from '../scenario.js';
import { unknownSecret } from '../values.js';
import { hasClientSecret, hasParameters, realmHeaders, refreshGrant, requiredHeaders } from './grants.js';
import { growths } from './growth.js';
import { reshaped } from './near-miss.js';
import { roleValues } from './role-values.js';
import { timing } from './timing.js';
import { tagsOf } from './variation.js';

/** With those that follow the reaction it stays below thirty. */
const mostGuesses = 24;

const numbered = (at: number): string => `wrong-${String(at).padStart(2, '0')}`;

/** The names of the guesses, in order. */
export const guesses: readonly string[] = Array.from({ length: mostGuesses }, (_, at) => numbered(at + 1));

interface Target {
  readonly name: 'password' | 'client' | 'revocation';
  readonly needs: readonly Need[];
  readonly wrong: (context: StepContext) => RequestDraft;
  readonly right: (context: StepContext) => RequestDraft;
}

function made(context: StepContext): Observation[] {
  return guesses.flatMap((name) => context.found(name) ?? []);
}

/** Until the first reaction. */
function guessing({ name, wrong }: Target): Step[] {
  return guesses.map((guess) => ({
    name: guess,
    probe: `abuse/${name}/wrong`,
    build: (context) => (reactionTo(made(context)) ? undefined : wrong(context)),
  }));
}

/** Sent only where the guesses were answered with 429. */
function whileThrottled(step: Step): Step {
  return {
    ...step,
    build(context) {
      const last = made(context).at(-1);
      return last && isThrottled(last) ? step.build(context) : undefined;
    },
  };
}

/** The headers by which callers may say where they come from, and what else the contract has them say of themselves. */
function disguises(
  contract: Contract,
): readonly ((draft: RequestDraft, context: StepContext) => RequestDraft)[] {
  const realms = realmHeaders(contract);
  const own = requiredHeaders(contract).filter((one) => one.in === 'header' && !realms.includes(one));
  return [
    (draft) =>
      Object.entries({
        Forwarded: 'for=198.51.100.23',
        'X-Real-IP': '198.51.100.23',
        'X-Client-IP': '198.51.100.23',
        'True-Client-IP': '198.51.100.23',
        ...(own.some(({ name }) => name.toLowerCase() === 'x-forwarded-for')
          ? {}
          : { 'X-Forwarded-For': '198.51.100.23' }),
      }).reduce((result, [name, value]) => withHeader(result, name, value), draft),
    ...own.map((parameter) => (draft: RequestDraft, context: StepContext) => {
      const real = context.value(parameter.name) ?? '';
      const other = isIP(real) === 4 ? '198.51.100.24' : reshaped(real, context.random);
      return other === undefined ? draft : withValue(draft, parameter, other);
    }),
  ];
}

function bruteForce(
  grant: Grant,
  target: Target,
  extra: { readonly before: readonly Step[]; readonly after: readonly Step[] },
): Scenario {
  const { name, needs, right } = target;
  return {
    id: `${grant.type}/abuse/${name}`,
    family: 'abuse',
    grant: grant.type,
    title: {
      password: 'Passwords of a user guessed until the server reacts',
      client: 'Secrets of a client guessed until the server reacts',
      revocation: 'Secrets of a client guessed at the revocation endpoint until the server reacts',
    }[name],
    tags: tagsOf('abuse', grant.type),
    needs,
    optIns: ['brute-force'],
    steps: [
      ...extra.before,
      ...guessing(target),
      ...extra.after,
      { name: 'right', probe: `abuse/${name}/right`, build: right },
      whileThrottled({ name: 'again', probe: `abuse/${name}/wrong`, build: target.wrong }),
    ],
  };
}

/** Seconds after which the target says to come back; `undefined`: it does not say. */
function retryAfter(observation: Observation | undefined): number | undefined {
  const value = observation?.response && header(observation.response, 'Retry-After');
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** Seconds from one look to the next, where the target does not say how long. */
const looks = [5, 25, 90];

/** A lock that others can bring about must end by itself. */
function recovery(grant: Grant, target: Target): Scenario {
  const { right } = target;
  const refused = (given: Observation | undefined) =>
    given !== undefined && (given.response?.status ?? 0) >= 400;
  const names = ['locked', ...looks.map((_, at) => `look-${at + 1}`)];
  return {
    id: `${grant.type}/abuse/recovery`,
    family: 'abuse',
    grant: grant.type,
    title: 'A user whose passwords were guessed, some time later',
    tags: tagsOf('abuse', grant.type),
    needs: target.needs,
    optIns: ['brute-force', 'waits'],
    steps: [
      ...guessing({ ...target, name: 'password' }),
      { name: 'locked', probe: 'abuse/password/locked', build: right },
      ...looks.map(
        (seconds, at): Step => ({
          name: `look-${at + 1}`,
          probe: 'abuse/password/recovered',
          after(context) {
            const last = context.found(names[at] ?? '');
            return refused(last) ? Date.now() + (retryAfter(last) ?? seconds) * 1000 : undefined;
          },
          // What was announced is waited for twice at most.
          build: (context) =>
            at > 1 && retryAfter(context.found('locked')) !== undefined ? undefined : right(context),
        }),
      ),
    ],
  };
}

const secret = (context: StepContext): string => unknownSecret(context.random);

export function abuse(contract: Contract, grant: Grant): Scenario[] {
  if (grant.type === refreshGrant) return [];
  const client = ['client_id', 'client_secret'];
  const user = ['username', 'password'];
  const clientNeeds = [{ role: 'DISPOSABLE', parameters: client }] as const;
  const userNeeds = [{ role: 'DISPOSABLE', parameters: user }] as const;
  const asClient = (context: StepContext, values: Readonly<Record<string, string>> = {}) =>
    context.valid(grant.type, {
      authentication: 'client_secret_post',
      values: { ...roleValues(context, 'DISPOSABLE', ...client), ...values },
    });
  const asUser = (context: StepContext, values: Readonly<Record<string, string>> = {}) =>
    context.valid(grant.type, { values: { ...roleValues(context, 'DISPOSABLE', ...user), ...values } });
  const revoking = (context: StepContext, client_secret: string): RequestDraft =>
    withBody(
      context.companion('revocation'),
      encodeForm([
        ['token', secret(context)],
        ['client_id', context.value('client_id', 'DISPOSABLE') ?? ''],
        ['client_secret', client_secret],
      ]),
      'application/x-www-form-urlencoded',
    );
  const login = (build: Step['build']): Step => ({
    name: 'issue',
    probe: 'issue',
    prerequisite: true,
    build,
  });

  const password: Target = {
    name: 'password',
    needs: userNeeds,
    wrong: (context) => asUser(context, { password: secret(context) }),
    right: (context) => asUser(context),
  };
  const clientTarget: Target = {
    name: 'client',
    needs: clientNeeds,
    wrong: (context) => asClient(context, { client_secret: secret(context) }),
    right: (context) => asClient(context),
  };
  const revocation: Target = {
    name: 'revocation',
    needs: clientNeeds,
    wrong: (context) => revoking(context, secret(context)),
    right: (context) => revoking(context, context.value('client_secret', 'DISPOSABLE') ?? ''),
  };
  const hasUsers = hasParameters(grant, ...user);
  const hasSecrets = hasClientSecret(contract, grant);
  return [
    ...(hasUsers ? [timing(grant)] : []),
    ...growths(grant),
    ...(hasSecrets
      ? [bruteForce(grant, clientTarget, { before: [login((context) => asClient(context))], after: [] })]
      : []),
    ...(hasSecrets && contract.companions.revocation
      ? [bruteForce(grant, revocation, { before: [], after: [] })]
      : []),
    ...(hasUsers
      ? [
          bruteForce(grant, password, {
            before: [login((context) => asUser(context))],
            after: [
              ...disguises(contract).map((disguise, at) =>
                whileThrottled({
                  name: `disguised-${at + 1}`,
                  probe: 'abuse/password/disguised',
                  build: (context) => disguise(password.wrong(context), context),
                }),
              ),
              whileThrottled({ name: 'still', probe: 'abuse/password/wrong', build: password.wrong }),
            ],
          }),
          recovery(grant, password),
        ]
      : []),
  ];
}
