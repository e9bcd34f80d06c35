/** An access token in use: at the protected resource, else by introspection (RFC 6750, RFC 7662). */
import type { ClientAuthenticationMethod, Contract } from '../../contract/contract.js';
import {
  basicCredentials,
  formInQuery,
  type RequestDraft,
  withBody,
  withHeader,
  withValue,
} from '../request.js';
import type { Need, Role, Step, StepContext } from '../scenario.js';
import { unknownSecret } from '../values.js';
import { hasNoSecretToSend } from './grants.js';

const field = (name: string) => ({ in: 'form', name }) as const;

export function withBearer(draft: RequestDraft, token: string): RequestDraft {
  return withHeader(draft, 'Authorization', `Bearer ${token}`);
}

interface Caller {
  readonly role?: Role;
  /** In place of the right one. */
  readonly secret?: string;
  /** Default: HTTP Basic where the contract has it, else its first method. */
  readonly method?: ClientAuthenticationMethod;
}

/**
 * RFC 7009 section 2.1, RFC 7662 section 2.1: the client authenticates as at the token endpoint. A server that says nothing else
 * takes HTTP Basic there (RFC 8414 section 2), and perhaps nothing else.
 */
export function authenticated(draft: RequestDraft, context: StepContext, caller: Caller = {}): RequestDraft {
  const { contract, value } = context;
  if (hasNoSecretToSend(contract)) return context.authenticate(draft, caller.role);
  const id = value('client_id', caller.role);
  const secret = caller.secret ?? value('client_secret', caller.role);
  if (id === undefined) return draft;
  const [first = 'none', ...others] = contract.clientAuthentication;
  const basic = 'client_secret_basic';
  const method = caller.method ?? (others.includes(basic) ? basic : first);
  if (method === 'client_secret_basic' && secret !== undefined)
    return withHeader(draft, 'Authorization', basicCredentials(id, secret));
  const identified = withValue(draft, field('client_id'), id);
  return method === 'none' || secret === undefined
    ? identified
    : withValue(identified, field('client_secret'), secret);
}

type Endpoint = 'introspection' | 'revocation';

/** A request about a token, by nobody yet. */
export function about(context: StepContext, endpoint: Endpoint, token: string): RequestDraft {
  return withValue(context.companion(endpoint), field('token'), token);
}

export function asking(
  context: StepContext,
  endpoint: Endpoint,
  token: string,
  caller?: Caller,
): RequestDraft {
  return authenticated(about(context, endpoint, token), context, caller);
}

/** The same, and what kind of token it is said to be (RFC 7009 section 2.1, RFC 7662 section 2.1). */
export function hinted(context: StepContext, endpoint: Endpoint, token: string, hint: string): RequestDraft {
  return withValue(asking(context, endpoint, token), field('token_type_hint'), hint);
}

/** By GET, with everything in the query that would stand in the form. */
export function byGet(draft: RequestDraft): RequestDraft {
  return { ...withBody(formInQuery(draft), undefined), method: 'GET', contentType: undefined };
}

/** Says what a server cannot know. */
export const unknownHint = 'x_unknown_kind_of_token';

/**
 * What becomes of an access token when something else ended its login. No step when the contract describes neither
 * a resource nor introspection.
 * @param token `undefined`: the step does not apply after what came before
 */
export function usedAfter(
  { companions }: Contract,
  end: 'replay' | 'refresh-revocation' | 'foreign-revocation' | 'code-replay',
  token: (context: StepContext) => string | undefined,
): Step[] {
  const which = companions.resource ? 'resource' : 'introspection';
  if (!companions[which]) return [];
  return [
    {
      name: `${which}-after-${end}`,
      probe: `${which}/after/${end}`,
      build(context) {
        const used = token(context);
        if (used === undefined) return undefined;
        return which === 'resource'
          ? withBearer(context.companion(which), used)
          : asking(context, which, used);
      },
    },
  ];
}

export const issued = (context: StepContext): string => context.token('issue', 'access_token');
export const issuedRefresh = (context: StepContext): string => context.token('issue', 'refresh_token');
export const garbage = ({ random }: StepContext): string => unknownSecret(random, 43);

/** A scenario around a token. */
export interface Use {
  /** What the scenario is about; gives it its id. */
  readonly probe: string;
  readonly title: string;
  readonly needs?: readonly Need[];
  /** Probes of the same grant, each with a scenario of its own. */
  readonly comparedWith?: readonly string[];
  readonly steps: readonly Step[];
}

export const otherClient: readonly Need[] = [{ role: 'OTHER', parameters: ['client_id', 'client_secret'] }];

export function using(probe: string, build: Step['build'], name = 'request'): Step {
  return { name, probe, build };
}
