/**
 * What the credentials of a client and a user open: which grants, by which client authentication, with which scope.
 * Each request is a valid one as far as anybody can know, and there are few of them.
 */
import { stringMember } from '../http/answer.js';
import type { Field, Observation } from '../http/observation.js';
import type { Redactor } from '../http/redaction.js';
import { basicCredentials } from '../scenarios/request.js';
import { directGrants } from './probe.js';
import type { Note } from './server-facts.js';

/** Configured values by parameter name: `client_id`, `client_secret`, `username`, `password`, `scope`. */
export type Credentials = (parameter: string, grant: string) => string | undefined;

export interface Trial {
  /** Grants that brought a token. Empty: nothing was tried, or nothing worked. */
  readonly grants: readonly string[];
  /** Grants that were refused to this client by name. */
  readonly refused: readonly string[];
  /** Grants that were not tried, because credentials of theirs are not configured. */
  readonly untried: readonly string[];
  /** Ways of client authentication that worked, the first one first. */
  readonly clientAuthentication: readonly string[];
  /** Whether the server wants to know the client. */
  readonly clientNamed: boolean;
  /** Whether a refresh token came; `undefined`: nothing worked. */
  readonly refreshes: boolean | undefined;
  /** The scope that was granted, or asked for with success. */
  readonly scope: string | undefined;
  /** Grants that are refused without a scope. */
  readonly scopeRequired: readonly string[];
  /** The userinfo endpoint answers 2xx to a token that came. */
  readonly resource: boolean;
  readonly notes: readonly Note[];
}

export interface TrialOptions {
  readonly credentials: Credentials;
  /** `undefined`: nothing says which. */
  readonly grants: readonly string[] | undefined;
  readonly clientAuthentication: readonly string[] | undefined;
  /** Scopes that the server lists: the first one is asked for where it insists on one and none is configured. */
  readonly scopes: readonly string[];
  readonly redactor: Redactor;
  /** GET of the userinfo endpoint with that token; `undefined`: there is none. */
  readonly userinfo: ((token: string) => Promise<Observation>) | undefined;
  post(form: readonly Field[], authorization: string | undefined): Promise<Observation>;
}

const methods = ['client_secret_basic', 'client_secret_post', 'none'] as const;
type Method = (typeof methods)[number];

const scopeSyntax = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/;

/** What the server says, where it is a code and none of our secrets. */
function saidBy({ response, failure }: Observation, redactor: Redactor): string {
  if (!response) return failure?.message ?? 'no answer';
  const error = stringMember(response, 'error');
  const code =
    error !== undefined && /^[\w.-]{1,60}$/.test(error) && redactor.text(error) === error ? ` ${error}` : '';
  return `HTTP ${response.status}${code}`;
}

const tokenOf = ({ response }: Observation): string | undefined =>
  response?.status === 200 ? stringMember(response, 'access_token') : undefined;

export async function tryCredentials(options: TrialOptions): Promise<Trial> {
  const { credentials, redactor } = options;
  const notes: Note[] = [];
  const offered = (grant: string): boolean => options.grants?.includes(grant) ?? true;
  const direct = directGrants.filter((grant) => grant !== 'refresh_token' && offered(grant));
  const tried = direct.filter((grant) =>
    (grant === 'client_credentials'
      ? ['client_id', 'client_secret']
      : // Without a client, too: there are servers that have users only.
        ['username', 'password']
    ).every((name) => credentials(name, grant) !== undefined),
  );

  function usable(grant: string): Method[] {
    const hasSecret = credentials('client_secret', grant) !== undefined;
    const named = options.clientAuthentication;
    const some = methods.filter((method) => (method === 'none') !== hasSecret);
    // A server that lists other ways only is taken at its word, unless the client's values say otherwise.
    const listed = some.filter((method) => named?.includes(method) ?? true);
    return listed.length > 0 ? listed : some;
  }

  async function attempt(
    grant: string,
    method: Method,
    scope: string | undefined,
    isNamed = true,
  ): Promise<Observation> {
    const id = credentials('client_id', grant);
    const secret = credentials('client_secret', grant) ?? '';
    const form: Field[] = [['grant_type', grant]];
    if (grant === 'password')
      for (const name of ['username', 'password']) form.push([name, credentials(name, grant) ?? '']);
    if (method !== 'client_secret_basic' && id !== undefined && isNamed) form.push(['client_id', id]);
    if (method === 'client_secret_post') form.push(['client_secret', secret]);
    if (scope !== undefined) form.push(['scope', scope]);
    const authorization = method === 'client_secret_basic' ? basicCredentials(id ?? '', secret) : undefined;
    const observation = await options.post(form, authorization);
    if (observation.response) redactor.learnResponse(observation.response);
    return observation;
  }

  const grants: string[] = [];
  const refused: string[] = [];
  let working: Method[] = [];
  let refreshes: boolean | undefined;
  let scope: string | undefined;
  const scopeRequired: string[] = [];
  let resource = false;
  let clientNamed = true;

  const said = (grant: string, method: string, observation: Observation): void => {
    const what = tokenOf(observation) === undefined ? saidBy(observation, redactor) : 'brought a token';
    notes.push({ kind: 'found', text: `Your credentials, tried with ${grant} and ${method}: ${what}.` });
  };

  async function tryMethod(grant: string, method: Method): Promise<boolean> {
    let observation = await attempt(grant, method, undefined);
    const error = observation.response && stringMember(observation.response, 'error');
    const asked = credentials('scope', grant) ?? options.scopes[0];
    if (asked !== undefined && (error === 'invalid_scope' || error === 'invalid_request')) {
      const scoped = await attempt(grant, method, asked);
      if (tokenOf(scoped) !== undefined) {
        observation = scoped;
        scope = asked;
        if (!scopeRequired.includes(grant)) scopeRequired.push(grant);
      }
    }
    said(grant, method, observation);
    if (error === 'unauthorized_client' || error === 'unsupported_grant_type') refused.push(grant);
    const { response } = observation;
    if (!response || tokenOf(observation) === undefined) return false;
    const granted = stringMember(response, 'scope');
    // A hostile server may put anything there, a secret of ours among it.
    if (granted !== undefined && scopeSyntax.test(granted) && redactor.text(granted) === granted)
      scope ??= granted;
    const token = tokenOf(observation);
    if (!resource && token !== undefined && options.userinfo)
      resource = (await options.userinfo(token)).response?.status === 200;
    refreshes = refreshes === true || stringMember(response, 'refresh_token') !== undefined;
    if (method === 'none') await tryUnnamed(grant);
    return true;
  }

  /** RFC 6749 sections 4.3.2 and 6: a client that does not authenticate need not name itself; section 2.4: it may be unregistered. */
  async function tryUnnamed(grant: string): Promise<void> {
    const isGranted =
      credentials('client_id', grant) === undefined ||
      tokenOf(await attempt(grant, 'none', scopeRequired.includes(grant) ? scope : undefined, false)) !==
        undefined;
    if (!isGranted) return;
    clientNamed = false;
    notes.push({
      kind: 'found',
      text: 'client_id is left out: the server grants the same to a request that names no client.',
    });
  }

  for (const grant of tried) {
    const worked: Method[] = [];
    for (const method of working.length > 0 ? working.slice(0, 1) : usable(grant)) {
      if (await tryMethod(grant, method)) worked.push(method);
      else if (refused.includes(grant)) break;
    }
    if (worked.length > 0) grants.push(grant);
    if (working.length === 0) working = worked;
  }
  return {
    ...{ grants, refused, clientAuthentication: working, clientNamed },
    untried: direct.filter((grant) => !tried.includes(grant)),
    ...{ refreshes, scope, scopeRequired, resource, notes },
  };
}
