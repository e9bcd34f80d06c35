/** The scenarios of generated inputs: one sweep for each grant, told property by property. */
import type { Subject } from '../../checks/check.js';
import type { Contract } from '../../contract/contract.js';
import type { Observation } from '../../http/observation.js';
import { describeMutations } from '../../scenarios/fuzz/mutation.js';
import type { GeneratedInputs, Scenario } from '../../scenarios/scenario.js';
import type { Counterexample } from '../../verdicts/verdict.js';
import type { Identity } from '../identity.js';
import { type Judged, judge } from '../judge.js';
import type { Sending } from '../sending.js';
import type { RequestBuilder } from '../valid-request.js';
import { propertyOf } from './properties.js';
import { createFuzzSender, type FuzzSenderOptions } from './sender.js';
import { inputOf, type Sweep, type SweepOptions, sweep } from './sweep.js';

interface GeneratedResult {
  readonly judged: readonly Judged[];
  readonly counterexamples: readonly Counterexample[];
  /** Why it ended before all inputs were sent. */
  readonly stopped: string | undefined;
  readonly controlLost: boolean;
}

export interface GeneratedScenarios {
  run(scenario: Scenario, generated: GeneratedInputs): Promise<GeneratedResult>;
}

export interface GeneratedOptions {
  readonly contract: Contract;
  readonly seed: number;
  readonly large: boolean;
  readonly identity: Identity;
  readonly requests: RequestBuilder;
  readonly sending: Sending;
  readonly guard: FuzzSenderOptions['guard'];
  /** Counterexamples of an earlier run, to be sent again in place of a sweep. */
  readonly again: readonly Counterexample[];
  subjectOf(grant: string, probe: string, observation: Observation): Subject;
  isKnown(check: string): boolean;
  /** Why nothing more is sent. */
  end(): Promise<string | undefined>;
}

/** Answers whose tokens another answer may give away. */
const remembered = 50;

export function createGeneratedScenarios(options: GeneratedOptions): GeneratedScenarios {
  const { contract, seed, sending } = options;
  const recent: Observation[] = [];
  const sweeps = new Map<string, Promise<Sweep>>();

  const send: FuzzSenderOptions['send'] = async (request) => {
    const observation = await sending.sendUnlearned(request);
    recent.push(observation);
    if (recent.length > remembered) recent.shift();
    return observation;
  };

  function found(observation: Observation): void {
    for (const one of [...recent, observation]) sending.learn(one);
  }

  function sweepOptions(grantType: string, count: number): SweepOptions {
    const grant = contract.grants.find(({ type }) => type === grantType);
    if (!grant) throw new Error(`the contract has no grant ${grantType}`);
    return {
      contract,
      grant,
      count,
      seed,
      large: options.large,
      sender: createFuzzSender({ ...options, grant, send }),
      subjectOf: (probe, observation) => options.subjectOf(grantType, probe, observation),
      isKnown: options.isKnown,
      end: options.end,
      found,
    };
  }

  const exchangeId = (scenario: Scenario, check: string): string => `${scenario.id}#${check}`;

  async function whole(scenario: Scenario, { property, count }: GeneratedInputs): Promise<GeneratedResult> {
    const { grant } = scenario;
    const known = sweeps.get(grant) ?? sweep(sweepOptions(grant, count));
    sweeps.set(grant, known);
    const { judged, findings, stopped, controlLost } = await known;
    const mine = ({ check }: Judged): boolean => propertyOf(check) === property;
    return {
      judged: judged.filter(mine).map((one) => ({ ...one, exchange: exchangeId(scenario, one.check.id) })),
      counterexamples: findings
        .filter((finding) => mine(finding.judged))
        .map(({ judged: { check }, mutations, seed: drawnBy, path }) => ({
          scenario: scenario.id,
          check: check.id,
          exchange: exchangeId(scenario, check.id),
          input: describeMutations(mutations),
          seed: drawnBy,
          path,
        })),
      stopped,
      controlLost,
    };
  }

  async function sendAgain(scenario: Scenario, one: Counterexample): Promise<readonly Judged[]> {
    const using = sweepOptions(scenario.grant, 1);
    const mutations = inputOf(one, using);
    const tried = mutations && (await using.sender.send(mutations));
    if (!tried) return [];
    found(tried.observation);
    return judge(using.subjectOf(tried.probe, tried.observation), one.exchange);
  }

  return {
    async run(scenario, generated) {
      const again = options.again.filter((one) => one.scenario === scenario.id);
      if (again.length === 0) return whole(scenario, generated);
      const judged: Judged[] = [];
      for (const one of again) judged.push(...(await sendAgain(scenario, one)));
      return { judged, counterexamples: again, stopped: undefined, controlLost: false };
    },
  };
}
