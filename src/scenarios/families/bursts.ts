/** Requests at the same moment: logins of several users and clients, and one refresh token redeemed several times. */
import type { Contract, Grant } from '../../contract/contract.js';
import { accessToken, refreshToken } from '../../http/answer.js';
import type { RequestDraft } from '../request.js';
import type { Need, Role, Scenario, Step, StepContext } from '../scenario.js';
import { hasClientSecret, hasParameters, issuingGrant, refreshGrant } from './grants.js';
import { flow, refresh } from './refresh-steps.js';
import { roleValues } from './role-values.js';
import { asking, withBearer } from './token-use.js';
import { tagsOf } from './variation.js';

const userNames = ['username', 'password'];
const clientNames = ['client_id', 'client_secret'];

/** Copies of the burst of logins: each user with each client where there are two. */
const logins = 4;

/** Copies of the burst of refreshes. */
const refreshes = 6;

/** Copies of the burst of exchanges of a code. */
const exchanges = 6;

const isSecondUser = (copy: number): boolean => copy % 2 === 1;

function clientRole(context: StepContext, copy: number): Role | undefined {
  return copy % 4 >= 2 && context.has('OTHER', ...clientNames) ? 'OTHER' : undefined;
}

/** Asks whom each token belongs to: introspection knows user and client, the resource only the user. */
function owners({ companions }: Contract): Step[] {
  const which = companions.introspection ? 'introspection' : companions.resource ? 'resource' : undefined;
  if (which === undefined) return [];
  return [
    {
      name: 'owners',
      probe: `${which}/concurrent`,
      burst: logins,
      build(context, copy = 0) {
        const token = accessToken(context.burst('together')[copy]);
        if (token === undefined) return undefined;
        if (which === 'resource') return withBearer(context.companion(which), token);
        const role = clientRole(context, copy);
        return asking(context, which, token, role === undefined ? {} : { role });
      },
    },
  ];
}

/** Odd copies are of the user of the role OTHER, even ones of the main user. */
export function concurrentLogins(contract: Contract, grant: Grant): Scenario[] {
  if (grant !== issuingGrant(contract) || !hasParameters(grant, ...userNames)) return [];
  const hasClients = hasClientSecret(contract, grant);
  const needs: Need[] = [{ role: 'OTHER', parameters: userNames }];
  return [
    {
      id: `${grant.type}/concurrent/issue`,
      family: 'valid-grants',
      grant: grant.type,
      title: 'Logins of two users, by two clients where there are two, at the same moment',
      tags: tagsOf('valid-grants', grant.type),
      needs,
      optIns: ['bursts'],
      steps: [
        {
          name: 'together',
          probe: 'concurrent/issue',
          burst: logins,
          build(context, copy = 0) {
            const role = hasClients ? clientRole(context, copy) : undefined;
            return context.valid(grant.type, {
              values: {
                ...(isSecondUser(copy) ? roleValues(context, 'OTHER', ...userNames) : {}),
                ...(role === undefined ? {} : roleValues(context, role, ...clientNames)),
              },
            });
          },
        },
        ...owners(contract),
      ],
    },
  ];
}

/** RFC 6749 section 4.1.2: each copy presents the very same code. */
export function concurrentExchange({ type }: Grant): Scenario {
  const drafts = new WeakMap<StepContext, RequestDraft>();
  return {
    id: `${type}/concurrent/code`,
    family: 'bad-credentials',
    grant: type,
    title: 'One code presented several times at the same moment',
    tags: tagsOf('bad-credentials', type),
    needs: [],
    optIns: ['bursts'],
    steps: [
      {
        name: 'together',
        probe: 'concurrent/code',
        burst: exchanges,
        build(context) {
          const draft = drafts.get(context) ?? context.valid(type);
          drafts.set(context, draft);
          return draft;
        },
      },
    ],
  };
}

/** The distinct new refresh tokens that a burst of refreshes brought. */
function successors(context: StepContext): string[] {
  const presented = context.token('issue', 'refresh_token');
  const returned = context.burst('together').flatMap((observation) => refreshToken(observation) ?? []);
  return [...new Set(returned)].filter((token) => token !== presented);
}

/** "one token forks into N siblings": two of them are tried, where there are as many. */
export function concurrentRefresh(contract: Contract): Scenario {
  const trying = (name: string, at: number): Step => ({
    name,
    probe: 'concurrent/successor',
    build(context) {
      const siblings = successors(context);
      const token = siblings[at];
      return siblings.length > 1 && token !== undefined ? refresh(context, token) : undefined;
    },
  });
  return {
    ...flow(contract, 'concurrent', 'One refresh token redeemed several times at the same moment', [
      {
        name: 'together',
        probe: 'concurrent/refresh',
        burst: refreshes,
        build: (context) =>
          context.valid(refreshGrant, {
            values: { refresh_token: context.token('issue', 'refresh_token') },
          }),
      },
      trying('successor-1', 0),
      trying('successor-2', 1),
    ]),
    optIns: ['bursts'],
  };
}
