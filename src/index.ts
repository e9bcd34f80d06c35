/** What programs may import: running, reading a contract, judging one exchange, and declaring checks of one's own. */
export { judge, type RecordedExchange } from './api/judge.js';
export { type RunOptions, run } from './api/run.js';
export {
  type Check,
  inconclusive,
  type Judgement,
  notApplicable,
  pass,
  type Subject,
  violation,
} from './checks/check.js';
export type { Contract, Grant, Parameter } from './contract/contract.js';
export { ContractError, DocumentError } from './contract/document-error.js';
export { readContract } from './contract/read-contract.js';
export { header, jsonObject, member, stringMember } from './http/answer.js';
export type { Field, Observation, ReceivedResponse, SentRequest } from './http/observation.js';
export type { Result, Results } from './reports/results.js';
export { type RequestDraft, withHeader, without, withValue } from './scenarios/request.js';
export type { Scenario, Step, StepContext } from './scenarios/scenario.js';
export type { Extension, OwnRequirement } from './session/extension.js';
export { SettingsError } from './settings/settings-error.js';
export type { Exchange, Outcome, ScenarioResult, Verdict } from './verdicts/verdict.js';
