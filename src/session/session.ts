/**
 * A session with one target: sends scenarios, keeps what it observed in memory, has it judged, and hands out
 * results from which every secret is gone. One worker has one session.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Subject } from '../checks/check.js';
import { isSuccess, whatCame } from '../checks/predicates.js';
import type { Contract, Parameter } from '../contract/contract.js';
import type { Profile } from '../contract/profile.js';
import { accessToken, header, refreshToken } from '../http/answer.js';
import { exchangeOf } from '../http/evidence.js';
import type { Observation, OutgoingRequest } from '../http/observation.js';
import { printable, Redactor } from '../http/redaction.js';
import { createTransport, type Transport } from '../http/transport.js';
import { encodeRequest } from '../scenarios/request.js';
import { roles, type Scenario, type Step, type StepContext } from '../scenarios/scenario.js';
import { seededFaker } from '../scenarios/values.js';
import type { Settings } from '../settings/settings.js';
import { variableName } from '../settings/variable-name.js';
import type { Exchange, ScenarioResult, Verdict } from '../verdicts/verdict.js';
import { createIdentity } from './identity.js';
import {
  byCheck,
  checksFor,
  type Judged,
  judge,
  outcomeOf,
  unjudgedVerdict,
  verdictOf,
  worst,
} from './judge.js';
import { createRequestBuilder, type RequestBuilder } from './valid-request.js';

export interface Session {
  /** Sends one scenario and judges it. Never rejects for what the target does. */
  run(scenario: Scenario): Promise<ScenarioResult>;
  /** Sends one request; its secrets and those of the answer are known to `redact` afterwards. */
  send(request: OutgoingRequest): Promise<Observation>;
  readonly requests: RequestBuilder;
  /** Takes every known secret out of a text and makes unprintable characters visible. */
  redact(text: string): string;
  close(): void;
}

/** One observation of a scenario, with what it was made for. */
interface Made {
  readonly exchange: string;
  readonly name: string;
  readonly probe: string;
  readonly parameter: Parameter | undefined;
  readonly observation: Observation;
}

interface Sent {
  readonly made: readonly Made[];
  /** Steps that were not sent, and why. */
  readonly unsent: readonly {
    readonly step: Step;
    readonly kind: 'not-applicable' | 'inconclusive';
    readonly reason: string;
  }[];
}

/** An earlier step did not bring what a later one needs. */
class PrerequisiteMissing extends Error {}

/** Longer waits are for people to decide; the scenario is inconclusive then. */
const longestRetryAfter = 30;

/** After as many unanswered connections in a row the target counts as dead, and nothing more is sent. */
const deadAfter = 3;

function retryAfterSeconds(observation: Observation): number | undefined {
  const { response } = observation;
  if (response?.status !== 429 && response?.status !== 503) return undefined;
  const value = header(response, 'Retry-After')?.trim();
  if (value === undefined) return response.status === 429 ? 1 : undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return seconds <= longestRetryAfter ? Math.max(0, seconds) : undefined;
}

const secretNames = new Set([
  'client_secret',
  'password',
  'refresh_token',
  'access_token',
  'token',
  'assertion',
  'client_assertion',
  'code',
]);

export interface SessionOptions {
  readonly contract: Contract;
  readonly settings: Settings;
  readonly profile: Profile;
  readonly baseUrl: string;
  /** All scenarios of the contract: those that others are compared with are found here. */
  readonly scenarios: readonly Scenario[];
  /** Version of this tool, for the User-Agent. */
  readonly version: string;
  /** Default: a transport of its own by the settings. */
  readonly transport?: Transport;
}

export function createSession(options: SessionOptions): Session {
  const { contract, settings, profile, baseUrl, version } = options;
  const identity = createIdentity(contract, settings);
  const requests = createRequestBuilder({ contract, baseUrl, identity, version });
  const transport =
    options.transport ??
    createTransport({ timeout: settings.requestTimeout, interval: settings.requestInterval });
  const scenarios = new Map(options.scenarios.map((scenario) => [scenario.id, scenario]));

  const parameters = [...contract.parameters, ...contract.grants.flatMap((grant) => grant.parameters)];
  for (const parameter of parameters) if (parameter.secret) secretNames.add(parameter.name);
  const redactor = new Redactor();
  for (const { documented } of parameters) if (documented !== undefined) redactor.addPublic(documented);
  for (const name of secretNames)
    for (const scope of [undefined, ...roles, ...contract.grants.map((grant) => ({ grant: grant.type }))]) {
      const value = settings.parameter(name, scope);
      if (value !== undefined) redactor.addSecret(value, name);
    }
  const redact = (text: string): string => printable(redactor.text(text));

  /** The variable that holds this value: of the main identity, else of the role that has it. */
  const variableOf = (name: string, value: string): string | undefined => {
    const scope = [undefined, ...roles].find((role) => identity.value(name, { role }) === value);
    return scope === undefined && identity.value(name) !== value ? undefined : variableName(name, scope);
  };

  let sentCount = 0;
  let unanswered = 0;
  let dead: string | undefined;

  async function send(request: OutgoingRequest): Promise<Observation> {
    redactor.learnRequest(request, secretNames);
    let observation = await transport.send(request);
    sentCount++;
    const wait = retryAfterSeconds(observation);
    if (wait !== undefined) {
      await sleep(wait * 1000);
      observation = await transport.send(request);
      sentCount++;
    }
    if (observation.response) redactor.learnResponse(observation.response);
    unanswered =
      observation.failure?.kind === 'refused' || observation.failure?.kind === 'unresolved'
        ? unanswered + 1
        : 0;
    if (unanswered >= deadAfter)
      dead = `the target no longer answers (${redact(observation.failure?.message ?? '')})`;
    return observation;
  }

  /** The grant whose success hands out what the refresh grant needs. */
  const issuing = contract.grants.find(({ type }) => type !== 'refresh_token')?.type;

  /** Sends the valid request of a grant. For the refresh grant a token is issued first. */
  async function sendControl(grant: string): Promise<Observation> {
    if (grant !== 'refresh_token') return send(encodeRequest(requests.valid(grant)));
    if (issuing === undefined)
      throw new PrerequisiteMissing('no grant of the contract issues a refresh token');
    const issued = await send(encodeRequest(requests.valid(issuing)));
    const token = refreshToken(issued);
    if (token === undefined) return issued;
    return send(encodeRequest(requests.valid(grant, { values: { refresh_token: token } })));
  }

  const controls = new Map<string, { readonly observation: Observation; readonly fresh: boolean }>();
  const lastGood = new Map<string, Observation>();

  /** CONTROL before a group (family × grant): sent once for each. */
  async function controlBefore(scenario: Scenario): Promise<{ observation: Observation; fresh: boolean }> {
    const group = `${scenario.family}/${scenario.grant}`;
    const known = controls.get(group);
    if (known) return { ...known, fresh: false };
    const observation = await sendControl(scenario.grant);
    const made = { observation, fresh: true };
    controls.set(group, made);
    if (isSuccess(observation.response)) lastGood.set(scenario.grant, observation);
    return made;
  }

  /** Observations of this session by grant and probe, for comparisons across scenarios. */
  const observations = new Map<string, Observation>();
  const broken = new Set<string>();

  function contextOf(scenario: Scenario, made: readonly Made[]): StepContext {
    const observed = (name: string): Observation => {
      const found = made.find((candidate) => candidate.name === name);
      if (!found) throw new PrerequisiteMissing(`step ${name} was not sent`);
      return found.observation;
    };
    return {
      contract,
      random: seededFaker(settings.seed, scenario.id),
      valid: (grant, request) => requests.valid(grant, request),
      value: (name, role) => identity.value(name, { role, grant: scenario.grant }),
      has: (role, ...names) => identity.has(role, ...names),
      companion: (which) => requests.companion(which),
      observed,
      token(step, member) {
        const observation = observed(step);
        const token = member === 'access_token' ? accessToken(observation) : refreshToken(observation);
        if (token === undefined)
          throw new PrerequisiteMissing(
            `step ${step} brought no ${member.replace('_', ' ')}: ${whatCame(observation)}`,
          );
        return token;
      },
    };
  }

  async function sendSteps(scenario: Scenario): Promise<Sent> {
    const made: Made[] = [];
    const unsent: { step: Step; kind: 'not-applicable' | 'inconclusive'; reason: string }[] = [];
    const context = contextOf(scenario, made);
    let blocked: string | undefined;
    for (const step of scenario.steps) {
      blocked ??= dead;
      if (blocked !== undefined) {
        unsent.push({ step, kind: 'inconclusive', reason: blocked });
        continue;
      }
      try {
        const draft = step.build(context);
        if (draft === undefined) {
          unsent.push({
            step,
            kind: 'not-applicable',
            reason: 'nothing to send: the step does not apply to these values',
          });
          continue;
        }
        const observation = await send(encodeRequest(draft));
        made.push({
          exchange: `${scenario.id}#${step.name}`,
          name: step.name,
          probe: step.probe,
          parameter: step.parameter,
          observation,
        });
        if (step.prerequisite && !isSuccess(observation.response))
          blocked = `the request that prepares this scenario did not succeed: ${whatCame(observation)}`;
      } catch (problem) {
        if (!(problem instanceof PrerequisiteMissing)) throw problem;
        blocked = problem.message;
        unsent.push({ step, kind: 'inconclusive', reason: blocked });
      }
    }
    for (const { probe, observation } of made) {
      const key = `${scenario.grant} ${probe}`;
      if (!observations.has(key)) observations.set(key, observation);
    }
    return { made, unsent };
  }

  function subjectOf(scenario: Scenario, made: readonly Made[], current: Made): Subject {
    return {
      observation: current.observation,
      grant: scenario.grant,
      probe: current.probe,
      parameter: current.parameter,
      contract,
      control: lastGood.get(scenario.grant),
      step: (name) => made.find((candidate) => candidate.name === name)?.observation,
      peer: (probe) =>
        made.find((candidate) => candidate.probe === probe)?.observation ??
        observations.get(`${scenario.grant} ${probe}`),
      enforcement: (parameter) => profile.enforced[parameter.name] ?? parameter.enforced,
    };
  }

  const exchange = (scenario: Scenario, made: Made): Exchange =>
    exchangeOf({
      id: made.exchange,
      scenario: scenario.id,
      observation: made.observation,
      redactor,
      secretNames,
      variableOf,
    });

  function unjudged(
    scenario: Scenario,
    steps: readonly Step[],
    outcome: 'not-applicable' | 'inconclusive',
    reason: string,
  ): Verdict[] {
    const concerned = new Set(steps.flatMap((step) => checksFor(step.probe)));
    return [...concerned].map((check) => unjudgedVerdict(scenario.id, check, outcome, redact(reason)));
  }

  function withheld(
    scenario: Scenario,
    reason: string,
    made: readonly Made[],
    before: number,
  ): ScenarioResult {
    return {
      scenario: scenario.id,
      verdicts: unjudged(scenario, scenario.steps, 'inconclusive', reason),
      satisfied: [],
      inconclusive: redact(reason),
      controlLost: undefined,
      exchanges: made.map((one) => exchange(scenario, one)),
      requests: sentCount - before,
    };
  }

  function unmetNeed(scenario: Scenario): string | undefined {
    const need = scenario.needs.find(({ role, parameters: names }) => !identity.has(role, ...names));
    if (!need) return undefined;
    const missing = need.parameters
      .filter((name) => !identity.has(need.role, name))
      .map((name) => variableName(name, need.role));
    return `role ${need.role} is not configured: set ${missing.join(' and ')}`;
  }

  /** A valid request that stopped working explains a refusal, but never an acceptance or a crash. */
  async function withoutFalseAlarms(
    scenario: Scenario,
    judged: readonly Judged[],
  ): Promise<{ readonly judged: readonly Judged[]; readonly controlLost?: string }> {
    const explainable = ({ observation }: Judged): boolean =>
      !isSuccess(observation.response) && (observation.response?.status ?? 0) < 500;
    const suspects = judged.filter((one) => outcomeOf(one) === 'fail' && explainable(one));
    if (suspects.length === 0) return { judged };
    const control = await sendControl(scenario.grant);
    if (isSuccess(control.response)) return { judged };
    const reason = `the valid request stopped working: ${whatCame(control)}`;
    return {
      judged: judged.map((one) =>
        suspects.includes(one) ? { ...one, judgement: { kind: 'inconclusive', reason } } : one,
      ),
      controlLost: reason,
    };
  }

  async function run(scenario: Scenario): Promise<ScenarioResult> {
    const before = sentCount;
    const unmet = unmetNeed(scenario) ?? dead;
    if (unmet !== undefined) return withheld(scenario, unmet, [], before);

    const control = await controlBefore(scenario);
    const first: Made[] = control.fresh
      ? [
          {
            exchange: `${scenario.id}#control`,
            name: 'control-before',
            probe: 'control',
            parameter: undefined,
            observation: control.observation,
          },
        ]
      : [];
    if (!isSuccess(control.observation.response))
      return withheld(
        scenario,
        `the valid request does not work: ${whatCame(control.observation)}`,
        first,
        before,
      );

    for (const id of scenario.comparedWith ?? []) {
      const other = scenarios.get(id);
      const key = other && `${other.grant} ${other.steps.at(-1)?.probe}`;
      if (other && key !== undefined && !observations.has(key) && unmetNeed(other) === undefined)
        await sendSteps(other);
    }
    const { made: own, unsent } = await sendSteps(scenario);
    const made = [...first, ...own];

    const all = made.flatMap((one) => judge(subjectOf(scenario, made, one), one.exchange));
    const { judged, controlLost } = await withoutFalseAlarms(scenario, all);
    const failedControl = own.find(
      ({ probe, observation }) => probe === 'control' && !isSuccess(observation.response),
    );

    const verdicts: Verdict[] = [];
    const satisfied: string[] = [];
    for (const [check, group] of byCheck(judged)) {
      const decisive = worst(group);
      if (!decisive) continue;
      const outcome = outcomeOf(decisive);
      const invariant = 'every' in check.on;
      if (invariant && outcome === 'pass') satisfied.push(check.id);
      if (invariant && (outcome === 'pass' || outcome === 'not-applicable')) continue;
      verdicts.push(verdictOf(scenario.id, decisive, redact, invariant && broken.has(check.id)));
      if (invariant && decisive.judgement.kind === 'violation') broken.add(check.id);
    }
    for (const { step, kind, reason } of unsent) {
      const known = new Set(verdicts.map((verdict) => verdict.check));
      verdicts.push(
        ...unjudged(scenario, [step], kind, reason).filter((verdict) => !known.has(verdict.check)),
      );
    }
    const nothingJudged = own.length === 0 && unsent.some(({ kind }) => kind === 'inconclusive');
    return {
      scenario: scenario.id,
      verdicts,
      satisfied,
      controlLost:
        controlLost ??
        (failedControl &&
          `the valid request stopped working: ${redact(whatCame(failedControl.observation))}`),
      inconclusive: nothingJudged ? redact(unsent[0]?.reason ?? '') : undefined,
      exchanges: made.map((one) => exchange(scenario, one)),
      requests: sentCount - before,
    };
  }

  return { run, send, requests, redact, close: () => void transport.close() };
}
