/** CONTROL: the complete valid request of a grant, against which everything else is measured. */
import { isSuccess, looksGranted, whatCame } from '../checks/predicates.js';
import type { Contract } from '../contract/contract.js';
import { jsonObject, refreshToken, stringMember } from '../http/answer.js';
import type { Observation, OutgoingRequest } from '../http/observation.js';
import { issuingGrant } from '../scenarios/families/grants.js';
import { encodeRequest, valuesOf } from '../scenarios/request.js';
import type { RequestBuilder } from './valid-request.js';

interface Control {
  readonly observation: Observation;
  /** Why it does not work; `undefined` when it does. */
  readonly problem: string | undefined;
  /**
   * What the failed control is a case of, when the server is to blame and not the configuration: its answer is
   * then judged as that probe. `undefined`: nothing can be said.
   */
  readonly blamedAs: string | undefined;
}

export interface Controls {
  /** Sends the control of a grant now. */
  send(grant: string): Promise<Control>;
  /** The control before a group: sent once for each; `fresh` the first time. */
  before(group: string, grant: string): Promise<Control & { readonly fresh: boolean }>;
  /** The valid request of a grant just worked, outside of any group: it opens the next group, too, until `disturbed`. */
  worked(grant: string, observation: Observation): void;
  /** Something else was sent. */
  disturbed(): void;
  /** The latest one that worked. */
  latest(grant: string): Observation | undefined;
}

/** The server says that it granted the request, or moves it elsewhere; the credentials are not the problem. */
function isAnsweredOddly({ response }: Observation): boolean {
  if (!response || response.status >= 400) return false;
  const body = jsonObject(response);
  return (
    response.status >= 300 || looksGranted(response) || (body !== undefined && !Object.hasOwn(body, 'error'))
  );
}

export function createControls(options: {
  readonly contract: Contract;
  readonly requests: RequestBuilder;
  send(request: OutgoingRequest): Promise<Observation>;
}): Controls {
  const { contract, requests } = options;
  const issuing = issuingGrant(contract)?.type;
  const groups = new Map<string, Control>();
  const latest = new Map<string, Observation>();
  /** Of the grants whose control was sent last, with nothing but controls since then. */
  const undisturbed = new Map<string, Observation>();

  /** RFC 6749 section 3.3: without scope the server applies a default, or fails with invalid_scope. */
  async function worksWithScope(grant: string, { response }: Observation): Promise<boolean> {
    if (!response || stringMember(response, 'error') !== 'invalid_request') return false;
    const parameters = contract.grants.find(({ type }) => type === grant)?.parameters;
    const scope = parameters?.find(({ name, required }) => name === 'scope' && !required);
    const [value] = scope ? valuesOf(requests.valid(grant, { optional: 'every' }), scope) : [];
    if (value === undefined) return false;
    const scoped = await options.send(encodeRequest(requests.valid(grant, { values: { scope: value } })));
    return isSuccess(scoped.response);
  }

  async function direct(grant: string): Promise<Control> {
    const observation = await options.send(encodeRequest(requests.valid(grant)));
    if (isSuccess(observation.response)) return { observation, problem: undefined, blamedAs: undefined };
    if (await worksWithScope(grant, observation))
      return {
        observation,
        problem: `the valid request works only with scope, which the document does not require: ${whatCame(observation)}`,
        blamedAs: 'valid/without-scope',
      };
    return {
      observation,
      problem: `the valid request does not work: ${whatCame(observation)}`,
      blamedAs: isAnsweredOddly(observation) ? 'control' : undefined,
    };
  }

  async function refreshed(): Promise<Control> {
    const issued = await direct(issuing ?? 'refresh_token');
    if (issued.problem !== undefined) return { ...issued, blamedAs: undefined };
    const token = refreshToken(issued.observation);
    if (token === undefined)
      return { ...issued, problem: `the grant ${issuing} issued no refresh token`, blamedAs: undefined };
    const request = requests.valid('refresh_token', { values: { refresh_token: token } });
    const observation = await options.send(encodeRequest(request));
    if (isSuccess(observation.response)) return { observation, problem: undefined, blamedAs: undefined };
    return {
      observation,
      problem: `a refresh token that was just issued does not work: ${whatCame(observation)}`,
      blamedAs: observation.response ? 'refresh/first' : undefined,
    };
  }

  async function send(grant: string): Promise<Control> {
    const control = await (grant === 'refresh_token' && issuing !== undefined ? refreshed() : direct(grant));
    if (control.problem === undefined) latest.set(grant, control.observation);
    return control;
  }

  return {
    send,
    async before(group, grant) {
      const known = groups.get(group);
      if (known) return { ...known, fresh: false };
      const observation = undisturbed.get(grant);
      if (observation) {
        const control = { observation, problem: undefined, blamedAs: undefined };
        groups.set(group, control);
        return { ...control, fresh: false };
      }
      const control = await send(grant);
      groups.set(group, control);
      return { ...control, fresh: true };
    },
    worked(grant, observation) {
      latest.set(grant, observation);
      undisturbed.set(grant, observation);
    },
    disturbed: () => undisturbed.clear(),
    latest: (grant) => latest.get(grant),
  };
}
