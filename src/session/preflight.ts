/**
 * The preflight: one valid request before anything else. When it does not bring a token, nothing that a run
 * could say would mean anything, and the page says what is probably wrong with the configuration.
 */
import { isSuccess } from '../checks/predicates.js';
import type { Contract, Grant } from '../contract/contract.js';
import { header } from '../http/answer.js';
import type { Observation, OutgoingRequest } from '../http/observation.js';
import { forLog } from '../reports/text.js';
import { presentedBy } from '../scenarios/families/grants.js';
import { encodeRequest, type RequestDraft, valuesOf } from '../scenarios/request.js';
import type { ValidRequestOptions } from '../scenarios/scenario.js';
import { settingTable } from '../settings/setting-table.js';
import type { Settings } from '../settings/settings.js';
import { variableName } from '../settings/variable-name.js';
import type { Connection } from './connection.js';
import { mayLackScope } from './controls.js';
import { type Diagnosis, diagnose, stages } from './preflight-diagnosis.js';
import { preflightPage } from './preflight-page.js';
import { NothingMoreIsSent } from './sending.js';
import { isUsedUpByOne, NothingToPresent, presentingNothing, type Supply } from './supply.js';
import { isWorthInspecting } from './tls-diagnosis.js';

export interface PreflightOptions {
  readonly contract: Contract;
  readonly settings: Settings;
  send(request: OutgoingRequest): Promise<Observation>;
  /** The complete valid request of a grant. */
  valid(grantType: string, options?: ValidRequestOptions): RequestDraft;
  /** Builds what needs a code or the like from elsewhere. Default: nothing does. */
  readonly stocked?: Supply['stocked'];
  /** Takes every known secret out of a text. */
  redact(text: string): string;
}

/** What a connection has of it. */
export function preflightOver(
  { sending, requests, supply, redact }: Connection,
  { contract, settings }: Pick<PreflightOptions, 'contract' | 'settings'>,
): Promise<PreflightReport> {
  const [send, valid, stocked] = [sending.send, requests.valid, supply.stocked];
  return preflight({ contract, settings, send, valid, stocked, redact });
}

export interface PreflightStep {
  readonly name: string;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  readonly seen: string;
  readonly likely?: string;
  readonly change?: string;
}

export interface PreflightReport {
  readonly ok: boolean;
  readonly steps: readonly PreflightStep[];
  /** For people: what was tried, what was seen, what to change; 80 columns, no secrets. */
  readonly page: string;
}

/** Tokens carry times in seconds; a few minutes of difference already make fresh ones look expired. */
const tolerableSkew = 5 * 60_000;

function clockStep({ response, startedAt, milliseconds }: Observation): PreflightStep {
  if (!response) return { name: 'clock', outcome: 'skipped', seen: 'not reached' };
  const skew = Date.parse(header(response, 'Date') ?? '') - (startedAt + milliseconds);
  if (Number.isNaN(skew)) return { name: 'clock', outcome: 'skipped', seen: 'the target tells no time' };
  const minutes = Math.round(Math.abs(skew) / 60_000);
  return Math.abs(skew) <= tolerableSkew
    ? { name: 'clock', outcome: 'ok', seen: 'agrees with this machine' }
    : {
        name: 'clock',
        outcome: 'ok',
        seen: `note: the target's clock is ${minutes} minutes ${skew > 0 ? 'ahead of' : 'behind'} this machine's; lifetimes of tokens will look wrong. Set the clock of this machine, if it is the wrong one`,
      };
}

/** Values that are not the user's own, and what was sent. With the embedded sandbox that is as it should be. */
function borrowedValues(contract: Contract, grant: Grant, settings: Settings): string[] {
  if (settings.baseUrl === undefined) return [];
  const unsigned =
    contract.clientAuthentication[0] === 'private_key_jwt' && settings.assertions.key === undefined
      ? [`${settingTable.assertionKey.variable} is not set: the client did not authenticate`]
      : [];
  const borrowed = [...contract.parameters, ...grant.parameters]
    .filter(({ name, required }) => required && name !== 'grant_type' && !name.startsWith('client_assertion'))
    .flatMap(({ name, documented }) => {
      const configured = settings.parameter(name, { grant: grant.type }) ?? settings.parameter(name);
      const variable = variableName(name);
      if (configured !== undefined)
        return configured === documented ? [`${variable} is set to the documented example`] : [];
      const sent = documented === undefined ? 'a generated value' : 'the documented example';
      return [`${variable} is not set: ${sent} was sent`];
    });
  return [...unsigned, ...borrowed];
}

/** What each stage shows when the request came past it. */
const passed: Record<(typeof stages)[number], string> = {
  connection: 'the target answers',
  endpoint: 'a token endpoint is there',
  credentials: 'client and grant are accepted',
  token: 'an access token came',
};

/** That of the connection also says how it is secured. */
function seenAt(name: keyof typeof passed, { tls }: Observation): string {
  if (name !== 'connection' || !tls) return passed[name];
  const until = tls.certificate?.validTo ?? Number.NaN;
  return Number.isNaN(until)
    ? `${passed.connection} over ${tls.protocol}`
    : `${passed.connection} over ${tls.protocol}, with a certificate until ${new Date(until).toISOString().slice(0, 10)}`;
}

function stageSteps(diagnosis: Diagnosis, observation: Observation): PreflightStep[] {
  const end = diagnosis.stage === undefined ? stages.length : stages.indexOf(diagnosis.stage);
  return stages.map((name, index): PreflightStep => {
    if (index < end) return { name, outcome: 'ok', seen: seenAt(name, observation) };
    if (index > end) return { name, outcome: 'skipped', seen: 'not reached' };
    const { seen, likely = '', change = '' } = diagnosis;
    return { name, outcome: 'failed', seen, likely, change };
  });
}

/** Longer than any text of ours; what a target says is quoted up to here. */
const longestText = 600;

const shortened = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText)}…` : text;

/** What would only explain more is left out where the budget of requests is spent. */
async function sendWithin(
  send: PreflightOptions['send'],
  request: OutgoingRequest,
): Promise<Observation | undefined> {
  try {
    return await send(request);
  } catch (problem) {
    if (problem instanceof NothingMoreIsSent) return undefined;
    throw problem;
  }
}

/**
 * Whether the request is granted once it names a scope, which the document leaves open: then the configuration is right,
 * and that the server insists is for the checks to judge (RFC 6749 section 3.3).
 */
async function insistsOnScope(
  { send, valid, stocked = unaided }: PreflightOptions,
  grant: Grant,
  { response }: Observation,
): Promise<boolean> {
  const scope = grant.parameters.find(({ name, required }) => name === 'scope' && !required);
  if (!scope || !response || !mayLackScope(response)) return false;
  const every = await stocked(() => valid(grant.type, { optional: 'every' }));
  const [value] = valuesOf(every, scope);
  if (value === undefined) return false;
  const scoped = await sendWithin(
    send,
    await stocked(() => encodeRequest(valid(grant.type, { values: { scope: value } }))),
  );
  return isSuccess(scoped?.response);
}

const unaided: Supply['stocked'] = async (build) => build();

/** Sends one valid request of the first grant that needs no earlier token, and explains what came back. */
export async function preflight(options: PreflightOptions): Promise<PreflightReport> {
  const { contract, settings, stocked = unaided } = options;
  // Shortened last: a secret that is cut in two would no longer be recognised.
  const clean = (text: string): string => shortened(forLog(options.redact(text)));
  const candidates = contract.grants.filter(({ type }) => type !== 'refresh_token');
  // One that needs nothing from elsewhere, where there is any. A code that is configured would be used up.
  const grant =
    candidates.find(({ type }) => presentedBy(type) === undefined) ??
    candidates.find(({ type }) => settings.hook !== undefined || !isUsedUpByOne(type, settings));
  if (!grant) {
    const seen = 'the document offers no grant that can be tried without using up a token';
    const steps: PreflightStep[] = [{ name: 'connection', outcome: 'skipped', seen }];
    return { ok: true, steps, page: preflightPage({ tried: 'nothing', ok: true, steps, borrowed: [] }) };
  }
  const draft = await stocked(() => options.valid(grant.type)).catch(presentingNothing);
  if (draft instanceof NothingToPresent) {
    const change = `${settingTable.hook.variable}: a command that prints it before the deadline; run it by hand first.`;
    const likely = `The grant ${grant.type} presents something that comes from elsewhere, and nothing supplies it.`;
    const seen = clean(draft.message);
    const steps: PreflightStep[] = [{ name: 'connection', outcome: 'failed', seen, likely, change }];
    return { ok: false, steps, page: preflightPage({ tried: 'nothing', ok: false, steps, borrowed: [] }) };
  }
  const observation = await options.send(encodeRequest(draft));
  const inspection = isWorthInspecting(draft.url, observation)
    ? await sendWithin(options.send, {
        ...encodeRequest({ ...draft, form: [] }),
        url: draft.url.replace(/^http:/i, 'https:'),
        handshake: { kind: 'inspect' },
      })
    : undefined;
  const { connection } = settings;
  const diagnosis: Diagnosis = (await insistsOnScope(options, grant, observation))
    ? { stage: undefined, seen: 'a token came, but only for a request that names a scope' }
    : diagnose({ contract, grant, url: draft.url, observation, inspection, connection });
  const borrowed = observation.response ? borrowedValues(contract, grant, settings) : [];
  const steps = [...stageSteps(diagnosis, observation), clockStep(observation)].map(
    (step): PreflightStep => ({
      ...step,
      seen: clean(step.seen),
      ...(step.likely === undefined ? {} : { likely: clean(step.likely) }),
      ...(step.change === undefined ? {} : { change: clean(step.change) }),
    }),
  );
  const ok = diagnosis.stage === undefined;
  const tried = clean(`${draft.method} ${draft.url} (grant ${grant.type}), one valid request`);
  return { ok, steps, page: preflightPage({ tried, ok, steps, borrowed }) };
}
