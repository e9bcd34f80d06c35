/** Tokens until they expire: what is waited for, and no longer than a few minutes (RFC 6749 section 5.1, RFC 7662 section 2.2). */
import { decodeJwt } from 'jose';
import type { Contract, Grant } from '../../contract/contract.js';
import { member, refreshToken } from '../../http/answer.js';
import type { Observation } from '../../http/observation.js';
import type { RequestDraft } from '../request.js';
import type { Scenario, Step, StepContext } from '../scenario.js';
import { issuingGrant } from './grants.js';
import { flow, refresh } from './refresh-steps.js';
import { asking, issued, withBearer } from './token-use.js';
import { issueStep, tagsOf } from './variation.js';

/** Servers count whole seconds: a moment is certainly past this many milliseconds later. */
const certainly = 1500;

/** The fraction of its lifetime for which a token is expected to work. */
const early = 0.9;

function seconds(observation: Observation, name: string): number | undefined {
  const value = observation.response && member(observation.response, name);
  return typeof value === 'number' && value > 0 ? value : undefined;
}

/** Milliseconds since the epoch at which a token that lives for so long has expired. */
function expiry({ startedAt, milliseconds }: Observation, lifetime: number): number {
  return startedAt + milliseconds + lifetime * 1000 + certainly;
}

function accessExpiry(context: StepContext): number | undefined {
  const observation = context.observed('issue');
  const lifetime = seconds(observation, 'expires_in');
  return lifetime === undefined ? undefined : expiry(observation, lifetime);
}

/** Late in its life, but not so late that a rounded second has ended it. */
function lateInLife(context: StepContext): number | undefined {
  const observation = context.observed('issue');
  const lifetime = seconds(observation, 'expires_in');
  if (lifetime === undefined) return undefined;
  return observation.startedAt + Math.max(0, Math.min(lifetime * early, lifetime - 2) * 1000);
}

type Endpoint = 'resource' | 'introspection';

const accepts = ({ response }: Observation): boolean =>
  response !== undefined && response.status < 300 && member(response, 'active') !== false;

function usesOf(endpoint: Endpoint): { readonly early: Step; readonly late: readonly Step[] } {
  const use = (context: StepContext): RequestDraft =>
    endpoint === 'resource'
      ? withBearer(context.companion(endpoint), issued(context))
      : asking(context, endpoint, issued(context));
  return {
    early: {
      name: `${endpoint}-before`,
      probe: `${endpoint}/before-expiry`,
      after: lateInLife,
      build: use,
    },
    late: [
      {
        name: `${endpoint}-expired`,
        probe: `${endpoint}/expired`,
        after: accessExpiry,
        build: use,
      },
      {
        name: `${endpoint}-beyond-leeway`,
        probe: `${endpoint}/expired-beyond-leeway`,
        // What is refused already need not be waited for.
        after(context) {
          const expired = accessExpiry(context);
          return expired === undefined || !accepts(context.observed(`${endpoint}-expired`))
            ? undefined
            : expired + context.leeway;
        },
        build: use,
      },
    ],
  };
}

export function accessTokenLifetime(contract: Contract, grant: Grant): Scenario[] {
  const endpoints = (['resource', 'introspection'] as const).filter((name) => contract.companions[name]);
  if (grant !== issuingGrant(contract) || endpoints.length === 0) return [];
  const uses = endpoints.map(usesOf);
  // All that is asked at one moment is asked before the next wait begins.
  const late = [0, 1].flatMap((at) => uses.flatMap((use) => use.late[at] ?? []));
  return [
    {
      id: `${grant.type}/lifetime`,
      family: 'companions',
      grant: grant.type,
      title: 'An access token before and after its expiry',
      tags: tagsOf('companions', grant.type),
      needs: [],
      optIns: ['waits'],
      steps: [issueStep(contract), ...uses.map((use) => use.early), ...late],
    },
  ];
}

/** When the refresh token of the step `issue` has expired: by `refresh_expires_in`, else by its own `exp`. */
function refreshExpiry(context: StepContext): number | undefined {
  const observation = context.observed('issue');
  const lifetime =
    seconds(observation, 'refresh_expires_in') ?? seconds(observation, 'refresh_token_expires_in');
  if (lifetime !== undefined) return expiry(observation, lifetime);
  try {
    const { exp } = decodeJwt(refreshToken(observation) ?? '');
    return typeof exp === 'number' ? exp * 1000 + certainly : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 9700 section 4.14.2: refresh tokens "SHOULD expire if the client has been inactive for some time". */
export function refreshTokenLifetime(contract: Contract): Scenario {
  return {
    ...flow(contract, 'lifetime', 'A refresh token after its expiry', [
      {
        name: 'expired',
        probe: 'refresh/expired',
        after: refreshExpiry,
        build: (context) => refresh(context, context.token('issue', 'refresh_token')),
      },
    ]),
    optIns: ['waits'],
  };
}
