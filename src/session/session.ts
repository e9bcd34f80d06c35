/**
 * A session with one target: sends scenarios, keeps what it observed in memory, has it judged, and hands out
 * results from which every secret is gone. One worker has one session.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Subject } from '../checks/check.js';
import { learnTokens } from '../checks/issued-tokens.js';
import { isSuccess, whatCame } from '../checks/predicates.js';
import { IssuedTokens } from '../checks/token-series.js';
import type { Profile } from '../contract/profile.js';
import { readTokenDocument, type TokenDocument } from '../contract/token-document.js';
import { type CallbackListener, listenForCallbacks } from '../http/callback-listener.js';
import { exchangeOf } from '../http/evidence.js';
import type { Observation } from '../http/observation.js';
import { issuingGrant } from '../scenarios/families/grants.js';
import { repeatedScenarios } from '../scenarios/repeated.js';
import { encodeRequest } from '../scenarios/request.js';
import { type Family, type GeneratedInputs, roles, type Scenario } from '../scenarios/scenario.js';
import type { StaticPart } from '../scenarios/static-part.js';
import { variableName } from '../settings/variable-name.js';
import { acrossRuns } from '../verdicts/flaky.js';
import { observedOnly } from '../verdicts/observed.js';
import type { Counterexample, Exchange, ScenarioResult, Unmet, Verdict } from '../verdicts/verdict.js';
import { dayOf, type Waiver, waive } from '../verdicts/waivers.js';
import { configurationOf } from './configuration.js';
import { type ConnectionOptions, createConnection } from './connection.js';
import { createControls } from './controls.js';
import type { GeneratedScenarios } from './fuzz/generated.js';
import { type Judged, judge, outcomeOf } from './judge.js';
import { judgeConfiguration, judgeDocument } from './judge-static.js';
import { createLockoutGuard } from './lockout-guard.js';
import { patienceForCallbacks } from './patience.js';
import { createPublications } from './publications.js';
import { NothingMoreIsSent } from './sending.js';
import { createSettlement } from './settlement.js';
import { createStepSender, type Made } from './steps.js';
import { NothingToPresent, presentingNothing } from './supply.js';
import { createUnsentResults } from './unsent-results.js';

export interface Session {
  /** Sends one scenario and judges it. Never rejects for what the target does. */
  run(scenario: Scenario): Promise<ScenarioResult>;
  close(): void;
}

export interface SessionOptions extends Omit<ConnectionOptions, 'onPause'> {
  readonly profile: Profile;
  /** Known deviations. Default: none. */
  readonly waivers?: readonly Waiver[];
  /** All scenarios of the contract: those that others are compared with are found here. */
  readonly scenarios: readonly Scenario[];
  /** Default true. False: results without exchanges, which take as long to redact as everything else together. */
  readonly keepsExchanges?: boolean;
  /** Told of each wait before it begins: for a moment (`--allow-waits`), or because the target asks for it. */
  readonly onWait?: (scenario: string, seconds: number) => void;
  /** Counterexamples of an earlier run: their scenarios send them again, and no other generated input. */
  readonly counterexamples?: readonly Counterexample[];
}

/** Nothing but the valid request. */
function isControl({ steps }: Scenario): boolean {
  return steps.every(({ probe }) => probe === 'control' || probe === 'issue');
}

const unreachable =
  'the target cannot reach a listener of the harness: set TOKEN_CALLBACK_HOST to the address of this machine';

export function createSession(options: SessionOptions): Session {
  const { contract, settings, profile, keepsExchanges = true } = options;
  // Nothing is accepted where nothing is judged.
  const waivers = settings.observe ? [] : (options.waivers ?? []);
  const today = dayOf(new Date());
  /** The scenario that is being run. */
  let current = '';
  const { identity, supply, requests, redactor, secretNames, sending, redact, close } = createConnection({
    ...options,
    onPause: (seconds) => options.onWait?.(current, seconds),
  });
  const { settle, isBroken } = createSettlement({ waivers, today, redact });
  const { unjudged, nothingSent, unmetNeed, withoutRole, withoutOptIn, unsupplied } = createUnsentResults(
    identity,
    redact,
  );
  let closed = false;
  const scenarios = new Map(options.scenarios.map((scenario) => [scenario.id, scenario]));
  const guard = createLockoutGuard({
    contract,
    identity,
    requests,
    sending,
    stocked: supply.stocked,
    budget: settings.lockoutBudget,
    workers: settings.workers,
  });
  const controls = createControls({ contract, requests, send: guard.send, stocked: supply.stocked });
  const publications = createPublications({ contract, requests, send: sending.send });
  const steps = createStepSender({
    contract,
    seed: settings.seed,
    identity,
    requests,
    guard,
    sendTogether: sending.sendTogether,
    stocked: supply.stocked,
    callback(name) {
      if (!listener) throw new Error('there is no listener for callbacks');
      return listener.url(name);
    },
    leeway: settings.leeway,
    onWait: options.onWait ?? (() => {}),
    onDraw: options.onDraw ?? (() => {}),
    forlorn() {
      const doubt = sending.doubt();
      return doubt?.costly ? doubt.reason : undefined;
    },
  });

  const { type: opening } = issuingGrant(contract) ?? {};

  /** Where there is doubt whether the target still serves anybody, the valid request settles it. */
  async function over(): Promise<string | undefined> {
    if (sending.doubt() === undefined) return sending.assure(undefined);
    controls.disturbed();
    return sending.assure(opening === undefined ? undefined : encodeRequest(requests.valid(opening)));
  }

  const repeated = settings.repeat > 1 ? repeatedScenarios(options.scenarios, settings.seed) : new Set();

  /** Observations of this session by grant and probe, for comparisons across scenarios. */
  const observations = new Map<string, Observation>();
  /** Scenarios that were sent: one whose steps did not all apply is not sent again for a comparison. */
  const remembered = new Set<string>();
  const issued = new IssuedTokens();
  /** Started by the first scenario that needs it. */
  let listener: CallbackListener | undefined;
  /** Grants whose failed control was judged already. */
  const blamed = new Set<string>();
  /** Families in which a user or client stopped working. */
  const ended = new Map<Family, { readonly reason: string; readonly unmet: Unmet | undefined }>();

  /** The variable that holds this value: of the main identity, else of the role that has it. */
  const variableOf = (name: string, value: string): string | undefined => {
    const scope = [undefined, ...roles].find((role) => identity.value(name, { role }) === value);
    return scope === undefined && identity.value(name) !== value ? undefined : variableName(name, scope);
  };

  const evidence = (scenario: Scenario, made: readonly Made[]): Exchange[] =>
    keepsExchanges
      ? made.map(({ exchange: id, observation }) =>
          exchangeOf({ id, scenario: scenario.id, observation, redactor, secretNames, variableOf }),
        )
      : [];

  function subjectOf(
    scenario: Pick<Scenario, 'grant' | 'listens'>,
    made: readonly Made[],
    current: Pick<Made, 'step' | 'probe' | 'parameter' | 'observation'>,
  ): Subject {
    return {
      observation: current.observation,
      grant: scenario.grant,
      probe: current.probe,
      parameter: current.parameter,
      contract,
      control: controls.latest(scenario.grant),
      step: (name) => made.find((candidate) => candidate.name === name)?.observation,
      issued,
      callbacks: scenario.listens ? (listener?.hits() ?? []) : [],
      burst: made.filter(({ step }) => step === current.step).map(({ observation }) => observation),
      peer: (probe, grant) =>
        grant === undefined || grant === scenario.grant
          ? (made.find((candidate) => candidate.probe === probe)?.observation ??
            observations.get(`${scenario.grant} ${probe}`))
          : observations.get(`${grant} ${probe}`),
      published: publications.latest(),
      strictness: profile.strictness,
      enforcement: (parameter) => profile.enforced[parameter.name] ?? parameter.enforced,
    };
  }

  const judgeAll = (scenario: Scenario, made: readonly Made[]): Judged[] => {
    for (const { observation } of made) learnTokens(issued, observation);
    return made.flatMap((one) => judge(subjectOf(scenario, made, one), one.exchange));
  };

  /** The valid request of the group does not work: it is judged itself where the server is to blame, once. */
  function withoutControl(
    scenario: Scenario,
    control: Made,
    problem: string,
    blamedAs: string | undefined,
  ): Omit<ScenarioResult, 'requests'> {
    const judges = blamedAs !== undefined && !blamed.has(scenario.grant);
    if (judges) blamed.add(scenario.grant);
    const { verdicts, satisfied } = settle(
      scenario.id,
      judges ? judgeAll(scenario, [{ ...control, probe: blamedAs }]) : [],
    );
    const known = new Set(verdicts.map(({ check }) => check));
    const rest = unjudged(scenario, scenario, 'inconclusive', problem);
    return {
      scenario: scenario.id,
      verdicts: [...verdicts, ...rest.filter(({ check }) => !known.has(check))],
      satisfied,
      inconclusive: judges ? undefined : redact(problem),
      controlLost: undefined,
      exchanges: evidence(scenario, [control]),
    };
  }

  /** Why the valid request does not work (it is `lost`), or cannot be tried. */
  async function controlProblem(
    grant: string,
  ): Promise<{ readonly reason: string; readonly lost: boolean } | undefined> {
    try {
      const { problem: reason } = await controls.send(grant);
      return reason === undefined ? undefined : { reason, lost: true };
    } catch (problem) {
      if (problem instanceof NothingMoreIsSent) return { reason: problem.message, lost: !problem.byBudget };
      if (problem instanceof NothingToPresent) return { reason: problem.message, lost: false };
      throw problem;
    }
  }

  /** A valid request that stopped working explains a refusal, but never an acceptance or a crash. */
  async function withoutFalseAlarms(
    scenario: Scenario,
    judged: readonly Judged[],
  ): Promise<{ readonly judged: readonly Judged[]; readonly controlLost?: string }> {
    // Where the target is to be made to refuse us, a control that it refuses explains nothing.
    if (scenario.optIns?.includes('brute-force')) return { judged };
    const isExplainable = ({ check, observation: { response } }: Judged): boolean =>
      !isBroken(check.id) &&
      !isSuccess(response) &&
      // A server that is not available is not to anybody.
      ((response?.status ?? 0) < 500 || response?.status === 503);
    const suspects = new Set(judged.filter((one) => outcomeOf(one) === 'fail' && isExplainable(one)));
    if (suspects.size === 0) return { judged };
    const problem = await controlProblem(scenario.grant);
    if (problem === undefined) return { judged };
    const { reason, lost } = problem;
    return {
      judged: judged.map((one) =>
        suspects.has(one) ? { ...one, judgement: { kind: 'inconclusive', reason } } : one,
      ),
      ...(lost ? { controlLost: redact(reason) } : {}),
    };
  }

  async function sendAndRemember(scenario: Scenario): ReturnType<typeof steps.send> {
    const sent = await steps.send(scenario);
    remembered.add(scenario.id);
    for (const { probe, observation } of sent.made) {
      const key = `${scenario.grant} ${probe}`;
      if (!observations.has(key)) observations.set(key, observation);
    }
    return sent;
  }

  /** What this scenario is compared with, where it was not sent yet. */
  async function sendCompared({ comparedWith = [] }: Scenario): Promise<void> {
    for (const id of comparedWith) {
      const other = scenarios.get(id);
      if (!other || unmetNeed(other) !== undefined) continue;
      const known =
        remembered.has(id) || other.steps.every(({ probe }) => observations.has(`${other.grant} ${probe}`));
      if (!known) await sendAndRemember(other);
    }
  }

  let document: Promise<TokenDocument> | undefined;
  const tokenDocument = (): Promise<TokenDocument> => {
    document ??= readTokenDocument(contract.file, settings.operation);
    return document;
  };

  /** Judges what needs no request: nothing that was observed plays a part. */
  async function judgeStatically(scenario: Scenario, part: StaticPart): Promise<ScenarioResult> {
    const verdicts =
      part === 'configuration'
        ? judgeConfiguration(scenario.id, configurationOf(contract, settings, requests))
        : judgeDocument(scenario.id, part, await tokenDocument());
    const settled = verdicts.map((verdict) => {
      // The title of a check is ours: a secret that is also a word would only garble it.
      const isTitle = verdict.outcome === 'pass' || verdict.expected !== undefined;
      const redacted = {
        ...verdict,
        message: isTitle ? verdict.message : redact(verdict.message),
        expected: verdict.expected && redact(verdict.expected),
        actual: verdict.actual && redact(verdict.actual),
      };
      return waive(redacted, waivers, today);
    });
    return { ...nothingSent(scenario, ''), verdicts: settled, inconclusive: undefined };
  }

  /** Loaded when it is needed: the generator takes as long to load as all the rest of the session. */
  let generatedScenarios: Promise<GeneratedScenarios> | undefined;

  async function loadGeneratedScenarios(): Promise<GeneratedScenarios> {
    const { createGeneratedScenarios } = await import('./fuzz/generated.js');
    return createGeneratedScenarios({
      contract,
      seed: settings.seed,
      large: settings.allowed.has('large'),
      identity,
      requests,
      sending,
      guard,
      again: options.counterexamples ?? [],
      subjectOf: (grant, probe, observation) =>
        subjectOf({ grant }, [], { step: '', probe, parameter: undefined, observation }),
      isKnown: isBroken,
      end: async () => (closed ? 'the run was ended' : over()),
    });
  }

  async function runGenerated(
    scenario: Scenario,
    generated: GeneratedInputs,
    opening: readonly Made[],
  ): Promise<Omit<ScenarioResult, 'requests'>> {
    // What the valid request breaks itself needs no input to show it.
    const opened = settle(scenario.id, judgeAll(scenario, opening));
    generatedScenarios ??= loadGeneratedScenarios();
    const { judged, counterexamples, stopped, controlLost } = await (await generatedScenarios).run(
      scenario,
      generated,
    );
    const inputs = new Map(counterexamples.map(({ check, input }) => [check, redact(input)]));
    const { verdicts, satisfied } = settle(scenario.id, judged);
    const exchanges = judged.flatMap(({ check, exchange, observation }): Made[] =>
      inputs.has(check.id)
        ? [{ exchange, name: check.id, step: check.id, probe: '', parameter: undefined, observation }]
        : [],
    );
    const said = verdicts.map((verdict): Verdict => {
      const input = inputs.get(verdict.check);
      return verdict.actual !== undefined && input !== undefined
        ? { ...verdict, actual: `${verdict.actual} (sent: ${input})` }
        : verdict;
    });
    return {
      scenario: scenario.id,
      verdicts: [...opened.verdicts, ...said],
      satisfied: [...opened.satisfied, ...satisfied],
      inconclusive: stopped !== undefined && counterexamples.length === 0 ? redact(stopped) : undefined,
      controlLost: controlLost && stopped !== undefined ? redact(stopped) : undefined,
      exchanges: evidence(scenario, [...opening, ...exchanges]),
      counterexamples: counterexamples.map((one) => ({ ...one, input: redact(one.input) })),
    };
  }

  async function runIndependent(scenario: Scenario): Promise<ScenarioResult> {
    const before = sending.count();
    const { made, unsent, cutShort } = await sendAndRemember(scenario);
    const { verdicts, satisfied } = settle(scenario.id, judgeAll(scenario, made));
    const rest = unsent.flatMap(({ step, outcome, reason }) =>
      unjudged(scenario, { steps: [step] }, outcome, reason),
    );
    return {
      scenario: scenario.id,
      verdicts: [...verdicts, ...rest],
      satisfied,
      inconclusive: undefined,
      controlLost: undefined,
      exchanges: evidence(scenario, made),
      cutShort,
      requests: sending.count() - before,
    };
  }

  async function sendAndJudge(scenario: Scenario): Promise<ScenarioResult> {
    if (scenario.judges) return judgeStatically(scenario, scenario.judges);
    const need = unmetNeed(scenario);
    if (need) return withoutRole(scenario, need);
    const optIn = scenario.optIns?.find((one) => !settings.allowed.has(one));
    if (optIn) return withoutOptIn(scenario, optIn);
    if (scenario.listens && settings.callbackHost === undefined)
      return { ...nothingSent(scenario, unreachable), unmet: 'callback' };
    const end = await over();
    // A block page may have passed for a refusal.
    if (end !== undefined) return { ...nothingSent(scenario, end), cutShort: true, controlLost: redact(end) };

    if (scenario.independent) return runIndependent(scenario);

    const lostAccount = ended.get(scenario.family);
    // The closing control is of the main user and client.
    if (lostAccount && !(lostAccount.unmet !== undefined && isControl(scenario)))
      return { ...nothingSent(scenario, lostAccount.reason), unmet: lostAccount.unmet };

    const before = sending.count();
    const group = `${scenario.family}/${scenario.grant}`;
    const control = await controls.before(group, scenario.grant).catch(presentingNothing);
    if (control instanceof NothingToPresent) return unsupplied(scenario, control);
    const opening: Made = {
      exchange: `${scenario.id}#control-before`,
      name: 'control-before',
      step: 'control-before',
      probe: 'opening',
      parameter: undefined,
      observation: control.observation,
    };
    if (control.problem !== undefined)
      return {
        ...withoutControl(scenario, opening, control.problem, control.blamedAs),
        requests: sending.count() - before,
      };

    if (scenario.generated)
      return {
        ...(await runGenerated(scenario, scenario.generated, control.fresh ? [opening] : [])),
        requests: sending.count() - before,
      };

    if (scenario.listens && settings.callbackHost !== undefined)
      listener ??= await listenForCallbacks(settings.callbackHost);
    const controlsOnly = isControl(scenario);
    if (!controlsOnly) controls.disturbed();
    await publications.read();
    await sendCompared(scenario);
    const sent = await sendAndRemember(scenario);
    const { made: own, unsent, heldBack, cutShort } = sent;
    if (scenario.listens)
      await sleep(patienceForCallbacks(own.map(({ observation }) => observation.milliseconds)));
    const made = control.fresh ? [opening, ...own] : own;
    const { judged, controlLost } = await withoutFalseAlarms(scenario, judgeAll(scenario, made));
    const settled = settle(scenario.id, judged);
    const verdicts = [...settled.verdicts];
    for (const { step, outcome, reason } of unsent) {
      const known = new Set(verdicts.map(({ check }) => check));
      verdicts.push(
        ...unjudged(scenario, { steps: [step] }, outcome, reason).filter(({ check }) => !known.has(check)),
      );
    }
    const last = own.at(-1);
    if (controlsOnly && last && isSuccess(last.observation.response))
      controls.worked(scenario.grant, last.observation);
    const lost = own.find(
      ({ probe, observation }) => probe === 'control' && !isSuccess(observation.response),
    );
    if (heldBack?.ends) ended.set(scenario.family, { reason: heldBack.message, unmet: heldBack.unmet });
    const blocked = unsent.find(({ outcome }) => outcome === 'inconclusive');
    return {
      scenario: scenario.id,
      verdicts,
      satisfied: settled.satisfied,
      inconclusive: own.length === 0 && blocked ? redact(blocked.reason) : undefined,
      unmet: sent.unsupplied ? 'hook' : heldBack?.unmet,
      controlLost:
        controlLost ??
        (heldBack?.lost ? redact(heldBack.message) : undefined) ??
        (lost && redact(`the valid request stopped working: ${whatCame(lost.observation)}`)),
      exchanges: evidence(scenario, made),
      cutShort,
      requests: sending.count() - before,
    };
  }

  async function runOnce(scenario: Scenario): Promise<ScenarioResult> {
    current = scenario.id;
    const before = sending.count();
    try {
      return await sendAndJudge(scenario);
    } catch (problem) {
      if (!(problem instanceof NothingMoreIsSent)) throw problem;
      const requests = sending.count() - before;
      return { ...nothingSent(scenario, problem.message), cutShort: true, requests };
    }
  }

  async function run(scenario: Scenario): Promise<ScenarioResult> {
    const result = await runRepeated(scenario);
    return settings.observe ? observedOnly(result) : result;
  }

  /** What is in the sample of `--repeat` is run as often, until somebody has to arrange something first. */
  async function runRepeated(scenario: Scenario): Promise<ScenarioResult> {
    const results: [ScenarioResult, ...ScenarioResult[]] = [await runOnce(scenario)];
    if (!repeated.has(scenario.id) || results[0].unmet !== undefined) return results[0];
    while (results.length < settings.repeat) results.push(await runOnce(scenario));
    return results.length > 1 ? acrossRuns(results) : results[0];
  }

  return {
    run,
    close() {
      closed = true;
      listener?.close();
      close();
    },
  };
}
