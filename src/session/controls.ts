/** CONTROL: the complete valid request of a grant, against which everything else is measured. */
import { isSuccess, looksGranted, whatCame } from '../checks/predicates.js';
import type { Contract } from '../contract/contract.js';
import { jsonObject, refreshToken, stringMember } from '../http/answer.js';
import type { Observation, OutgoingRequest, ReceivedResponse } from '../http/observation.js';
import { issuingGrant, presentedBy } from '../scenarios/families/grants.js';
import { encodeRequest } from '../scenarios/request.js';
import { variableName } from '../settings/variable-name.js';
import type { Supply } from './supply.js';
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
  /**
   * Sends the control of a grant now.
   * @throws NothingToPresent
   */
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

/** RFC 6749 section 5.2, `unauthorized_client`: a client may be registered for some grants only. */
function notAllowed(grant: string, observation: Observation): string | undefined {
  const { response } = observation;
  if (!response || stringMember(response, 'error') !== 'unauthorized_client') return undefined;
  const variable = variableName('client_id', { grant });
  return `the client is not allowed to use the grant ${grant}: ${whatCame(observation)}; set ${variable} to one that is`;
}

/** The server says that it granted the request, or moves it elsewhere; the credentials are not the problem. */
function isAnsweredOddly({ response, failure }: Observation): boolean {
  if (failure?.framing) return true;
  if (!response || response.status >= 400) return false;
  const body = jsonObject(response);
  return (
    response.status >= 300 || looksGranted(response) || (body !== undefined && !Object.hasOwn(body, 'error'))
  );
}

/** A refusal that need not be about the credentials, so that the same request is tried once more with a scope. */
export function mayLackScope(response: ReceivedResponse): boolean {
  const error = stringMember(response, 'error');
  return (
    response.status === 500 ||
    error === 'invalid_request' ||
    error === 'invalid_scope' ||
    // Some say nothing at all.
    (response.status === 400 && error === undefined)
  );
}

export function createControls(options: {
  readonly contract: Contract;
  readonly requests: RequestBuilder;
  send(request: OutgoingRequest): Promise<Observation>;
  stocked: Supply['stocked'];
}): Controls {
  const { contract, requests } = options;
  const issuing = issuingGrant(contract)?.type;
  const groups = new Map<string, Control>();
  const latest = new Map<string, Observation>();
  /** Of the grants whose control was sent last, with nothing but controls since then. */
  const undisturbed = new Map<string, Observation>();

  /**
   * RFC 6749 section 3.3: a server without a default scope refuses a request that names none. Where that is all it
   * misses, each valid request names one from now on; what the refusal is worth shows `valid/without-scope`.
   *
   * @param sendWith sends the request anew, with this scope
   */
  async function withScope(
    grant: string,
    { response }: Observation,
    sendWith: (scope: string) => Promise<Observation | undefined>,
  ): Promise<Observation | undefined> {
    if (!response || !mayLackScope(response)) return undefined;
    const parameters = contract.grants.find(({ type }) => type === grant)?.parameters;
    const scope = parameters?.find(({ name, required }) => name === 'scope' && !required);
    const value = scope && requests.optionalValue(grant, scope.name);
    const scoped = value === undefined ? undefined : await sendWith(value);
    if (!isSuccess(scoped?.response)) return undefined;
    requests.nameScope(grant);
    return scoped;
  }

  async function direct(grant: string): Promise<Control> {
    const ask = async (values: Readonly<Record<string, string>> = {}): Promise<Observation> =>
      options.send(await options.stocked(() => encodeRequest(requests.valid(grant, { values }))));
    const observation = await ask();
    const granted = isSuccess(observation.response)
      ? observation
      : await withScope(grant, observation, (scope) => ask({ scope }));
    if (granted) return { observation: granted, problem: undefined, blamedAs: undefined };
    const forbidden = notAllowed(grant, observation);
    return {
      observation,
      problem: forbidden ?? `the valid request does not work: ${whatCame(observation)}`,
      blamedAs: isAnsweredOddly(observation) ? 'control' : undefined,
    };
  }

  async function refreshed(): Promise<Control> {
    const issued = await direct(issuing ?? 'refresh_token');
    if (issued.problem !== undefined) return { ...issued, blamedAs: undefined };
    const token = refreshToken(issued.observation);
    if (token === undefined)
      return { ...issued, problem: `the grant ${issuing} issued no refresh token`, blamedAs: undefined };
    const ask = (values: Readonly<Record<string, string>>): Promise<Observation> =>
      options.send(encodeRequest(requests.valid('refresh_token', { values })));
    const observation = await ask({ refresh_token: token });
    const granted = isSuccess(observation.response)
      ? observation
      : await withScope('refresh_token', observation, async (scope) => {
          const again = refreshToken((await direct(issuing ?? 'refresh_token')).observation);
          return again === undefined ? undefined : ask({ refresh_token: again, scope });
        });
    if (granted) return { observation: granted, problem: undefined, blamedAs: undefined };
    const forbidden = notAllowed('refresh_token', observation);
    return {
      observation,
      problem: forbidden ?? `a refresh token that was just issued does not work: ${whatCame(observation)}`,
      blamedAs:
        (observation.response && !forbidden) || observation.failure?.framing ? 'refresh/first' : undefined,
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
      // What may be used once is not used up for another control: one that worked shows that the configuration is right.
      const observation = presentedBy(grant) === undefined ? undisturbed.get(grant) : latest.get(grant);
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
