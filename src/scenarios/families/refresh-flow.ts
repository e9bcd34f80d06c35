/** What becomes of a refresh token: used, used again, changed, or presented by somebody else (RFC 6749 section 6). */
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import {
  basicCredentials,
  formInQuery,
  type RequestDraft,
  withHeader,
  without,
  withValue,
} from '../request.js';
import type { Need, Scenario, Step, StepContext } from '../scenario.js';
import { unknownScope, unknownSecret } from '../values.js';
import { concurrentRefresh } from './bursts.js';
import {
  hasClientSecret,
  hasParameters,
  issuingGrant,
  nameOf,
  parameterOf,
  realmHeaders,
  refreshGrant,
} from './grants.js';
import { refreshTokenLifetime } from './lifetimes.js';
import { narrowing, scopeValues } from './narrowing.js';
import { caseChanged, differing, paddedTrailing, tampered } from './near-miss.js';
import { garbage } from './refresh-garbage.js';
import { flow, newest, refresh, rotated, succeeded } from './refresh-steps.js';
import { roleValues } from './role-values.js';
import { usedAfter } from './token-use.js';
import { altered, type Build, scenariosOf, type ValidRequest, type Variation, when } from './variation.js';

const scopeSlot = { in: 'form', name: 'scope' } as const;
const secretSlot = { in: 'form', name: 'client_secret' } as const;

const first: Step = {
  name: 'first',
  probe: 'refresh/first',
  build: (context) => refresh(context, context.token('issue', 'refresh_token')),
};

const generations = ['issue', 'first', 'second', 'third'] as const;

/** True when each of the refreshes brought a refresh token of its own. */
function hasDescendants(context: StepContext): boolean {
  if (!generations.slice(1).every((step) => context.burst(step).length > 0 && succeeded(context, step)))
    return false;
  const tokens = generations.map((step) => newest(context, 'issue', step));
  return new Set(tokens).size === generations.length;
}

function chain(contract: Contract): Scenario {
  return flow(contract, 'chain', 'Three refreshes in a row, each with the newest refresh token', [
    first,
    {
      name: 'second',
      probe: 'refresh/second',
      build: (context) =>
        succeeded(context, 'first') ? refresh(context, newest(context, 'issue', 'first')) : undefined,
    },
    {
      name: 'third',
      probe: 'refresh/third',
      build: (context) =>
        succeeded(context, 'first') && succeeded(context, 'second')
          ? refresh(context, newest(context, 'issue', 'first', 'second'))
          : undefined,
    },
    {
      name: 'replay-ancestor',
      probe: 'refresh/replay-ancestor',
      build: (context) =>
        hasDescendants(context) ? refresh(context, context.token('issue', 'refresh_token')) : undefined,
    },
    {
      name: 'after-ancestor-replay',
      probe: 'refresh/after-ancestor-replay',
      build: (context) =>
        hasDescendants(context)
          ? refresh(context, newest(context, ...generations, 'replay-ancestor'))
          : undefined,
    },
  ]);
}

function replay(contract: Contract): Scenario {
  return flow(contract, 'replay', 'A refresh token that was already exchanged, then its successor', [
    first,
    {
      name: 'replay-rotated',
      probe: 'refresh/replay-rotated',
      build: (context) =>
        rotated(context) ? refresh(context, context.token('issue', 'refresh_token')) : undefined,
    },
    {
      name: 'after-replay',
      probe: 'refresh/after-replay',
      build: (context) =>
        rotated(context) ? refresh(context, newest(context, 'issue', 'first', 'replay-rotated')) : undefined,
    },
    ...usedAfter(contract, 'replay', (context) =>
      rotated(context) ? context.token('first', 'access_token') : undefined,
    ),
  ]);
}

/** The valid refresh with a wrong client secret, by the method that the contract documents. */
function withWrongSecret(grant: Grant): Build {
  return (valid, context) => {
    const id = context.value('client_id');
    const real = context.value('client_secret');
    if (id === undefined || real === undefined) return undefined;
    const wrong = differing(real, () => unknownSecret(context.random));
    return hasParameters(grant, 'client_secret')
      ? withValue(valid({ authentication: 'client_secret_post' }), secretSlot, wrong)
      : withHeader(
          valid({ authentication: 'client_secret_basic' }),
          'Authorization',
          basicCredentials(id, wrong),
        );
  };
}

/** The same by HTTP Basic, where the contract documents another method. */
const wrongSecretByBasic: Step = {
  name: 'by-basic',
  probe: 'basic/wrong-secret',
  build(context) {
    const [id, real] = [context.value('client_id'), context.value('client_secret')];
    if (id === undefined || real === undefined) return undefined;
    const wrong = differing(real, () => unknownSecret(context.random));
    return withHeader(
      context.valid(refreshGrant, {
        authentication: 'client_secret_basic',
        values: { refresh_token: context.token('issue', 'refresh_token') },
      }),
      'Authorization',
      basicCredentials(id, wrong),
    );
  },
};

function afterRefusal(contract: Contract, grant: Grant): Scenario[] {
  const valid = (context: StepContext): ValidRequest => {
    const token = context.token('issue', 'refresh_token');
    return (options) => context.valid(refreshGrant, { ...options, values: { refresh_token: token } });
  };
  const refusals: Step[] = [];
  if (hasClientSecret(contract, grant))
    refusals.push({
      name: 'wrong-secret',
      probe: 'refresh/wrong-secret',
      build: (context) => withWrongSecret(grant)(valid(context), context),
    });
  if (hasParameters(grant, 'scope'))
    refusals.push({
      name: 'unknown-scope',
      probe: 'refresh/wider-scope',
      build: (context) => withValue(valid(context)(), scopeSlot, unknownScope(context.random)),
    });
  const [realm] = realmHeaders(contract);
  if (realm)
    refusals.push({
      name: 'without-header',
      probe: `missing-header/${realm.name}`,
      parameter: realm,
      build: (context) => without(valid(context)(), realm, ...(realm.alternative ? [realm.alternative] : [])),
    });
  if (refusals.length === 0) return [];
  return [
    flow(contract, 'after-refusal', 'The right refresh, after refused ones with the same token', [
      ...refusals,
      {
        name: 'after-refusal',
        probe: 'refresh/after-refusal',
        // A server may grant less scope in place of refusing: then the token goes on from there.
        build: (context) => refresh(context, newest(context, 'issue', ...refusals.map(({ name }) => name))),
      },
    ]),
  ];
}

/** Scope of the issued token: a narrower one where the role OTHER configures it. */
function issuedScope(context: StepContext): string | undefined {
  return context.has('OTHER', 'scope') ? context.value('scope', 'OTHER') : context.value('scope');
}

function widerScope(context: StepContext): string {
  const issued = scopeValues(issuedScope(context));
  const main = scopeValues(context.value('scope'));
  const wider = main.filter((value) => !issued.includes(value));
  return [...issued, ...(wider.length > 0 ? wider : [unknownScope(context.random)])].join(' ');
}

function reordered(scope: string): string {
  const values = scopeValues(scope);
  return [values.at(-1), ...values.toReversed()].join(' ');
}

function scopes(scope: Parameter): Variation[] {
  const issue = (draft: RequestDraft, context: StepContext) => {
    const value = issuedScope(context);
    return value === undefined ? draft : withValue(draft, scope, value);
  };
  return [
    {
      probe: 'refresh/wider-scope',
      title: 'A scope that was not granted',
      parameter: scope,
      issue,
      build: {
        request: (valid, context) => withValue(valid(), scope, widerScope(context)),
        // What was not granted comes first and twice; a server that granted less before goes on with what it returned.
        reordered: (valid, context) =>
          withValue(
            valid({ values: { refresh_token: newest(context, 'issue', 'request') } }),
            scope,
            reordered(widerScope(context)),
          ),
      },
    },
    {
      probe: 'refresh/without-scope',
      title: 'Without a scope, after one was granted',
      parameter: scope,
      issue,
      build: (valid) => without(valid(), scope),
      followedBy: [
        {
          name: 'wider-later',
          probe: 'refresh/wider-scope',
          parameter: scope,
          build: (context) =>
            succeeded(context, 'request')
              ? withValue(refresh(context, newest(context, 'issue', 'request')), scope, widerScope(context))
              : undefined,
        },
      ],
    },
  ];
}

const places = { start: 'at its start', middle: 'in the middle', end: 'at its end' } as const;

function otherTokens(token: Parameter): Variation[] {
  return [
    {
      probe: 'refresh/garbage/random',
      title: 'A refresh token that was never issued',
      parameter: token,
      build: altered(token, (real, { random }) => differing(real, () => unknownSecret(random, 43))),
    },
    ...(['start', 'middle', 'end'] as const).map(
      (place): Variation => ({
        probe: `refresh/garbage/tampered-${place}`,
        title: `The refresh token changed ${places[place]}`,
        parameter: token,
        build: altered(token, (real) => tampered(real, place)),
      }),
    ),
    {
      probe: 'refresh/exact/case',
      title: 'The refresh token in the other letter case',
      parameter: token,
      build: altered(token, (real, { random }) => caseChanged(real, random)),
    },
    {
      probe: 'refresh/exact/padded',
      title: 'The refresh token followed by a space',
      parameter: token,
      build: altered(token, (real, { random }) => paddedTrailing(real, random)),
    },
    {
      probe: 'refresh/access-token',
      title: 'The access token in place of the refresh token',
      parameter: token,
      build: (valid, context) => withValue(valid(), token, context.token('issue', 'access_token')),
    },
    {
      probe: 'query/refresh-token',
      title: 'The refresh token in the query',
      parameter: token,
      comparedWith: ['missing/refresh_token'],
      build: (valid) => formInQuery(valid(), [token.name]),
    },
  ];
}

function publicClient(contract: Contract): readonly Variation[] {
  const issuing = issuingGrant(contract);
  const needs: Need[] = [{ role: 'PUBLIC', parameters: ['client_id'] }];
  return when(issuing !== undefined && hasParameters(issuing, 'client_id'), {
    probe: 'refresh/public-client',
    title: 'The refresh token of a client that has no secret',
    needs,
    issue: (draft, context) => (issuing ? context.valid(issuing.type, { role: 'PUBLIC' }) : draft),
    build: (valid) => valid({ role: 'PUBLIC' }),
    followedBy: [
      {
        name: 'replay-by-public-client',
        probe: 'refresh/replay-by-public-client',
        build: (context) =>
          rotated(context, 'request')
            ? context.valid(refreshGrant, {
                role: 'PUBLIC',
                values: { refresh_token: context.token('issue', 'refresh_token') },
              })
            : undefined,
      },
    ],
  });
}

function clients(contract: Contract, grant: Grant): readonly Variation[] {
  const secret = parameterOf(grant, 'client_secret');
  const credentials = ['client_id', 'client_secret'];
  return when(
    hasClientSecret(contract, grant),
    {
      probe: 'refresh/without-client-authentication',
      title: `Without the ${secret ? 'client secret' : 'Authorization header'}`,
      build: (valid) =>
        secret
          ? without(valid({ authentication: 'client_secret_post' }), secret)
          : valid({ authentication: 'none' }),
    },
    {
      probe: 'refresh/wrong-secret',
      title: 'A wrong client secret',
      comparedWith: ['basic/valid'],
      build: withWrongSecret(grant),
      followedBy: hasParameters(grant, 'client_secret') ? [wrongSecretByBasic] : [],
    },
    {
      probe: 'refresh/other-client',
      title: 'The credentials of another client',
      needs: [{ role: 'OTHER', parameters: credentials }],
      build: (valid, context) => valid({ values: roleValues(context, 'OTHER', ...credentials) }),
      followedBy: [
        {
          name: 'after-other-client',
          probe: 'refresh/after-other-client',
          build: (context) => refresh(context, context.token('issue', 'refresh_token')),
        },
        {
          name: 'replay-by-other-client',
          probe: 'refresh/replay-by-other-client',
          build: (context) =>
            succeeded(context, 'after-other-client')
              ? context.valid(refreshGrant, {
                  values: {
                    refresh_token: context.token('issue', 'refresh_token'),
                    ...roleValues(context, 'OTHER', ...credentials),
                  },
                })
              : undefined,
        },
        {
          name: 'after-replay-by-other-client',
          probe: 'refresh/after-replay-by-other-client',
          build: (context) =>
            succeeded(context, 'after-other-client')
              ? refresh(context, newest(context, 'issue', 'after-other-client'))
              : undefined,
        },
      ],
    },
    ...publicClient(contract),
  );
}

function realms(contract: Contract): Variation[] {
  return realmHeaders(contract).map((parameter) => ({
    probe: `refresh/other-header/${parameter.name}`,
    title: `The ${nameOf(parameter)} of another realm`,
    parameter,
    needs: [{ role: 'OTHER', parameters: [parameter.name] }],
    build: altered(parameter, (_, context) => context.value(parameter.name, 'OTHER')),
  }));
}

export function refreshFlow(contract: Contract, grant: Grant): Scenario[] {
  const token = parameterOf(grant, refreshGrant);
  if (grant.type !== refreshGrant || !token) return [];
  const scope = parameterOf(grant, 'scope');
  return [
    chain(contract),
    garbage(contract),
    replay(contract),
    ...(scope ? [narrowing(contract, scope)] : []),
    ...scenariosOf('refresh-flow', contract, grant, [
      ...otherTokens(token),
      ...clients(contract, grant),
      ...realms(contract),
      ...(scope ? scopes(scope) : []),
    ]),
    ...afterRefusal(contract, grant),
    concurrentRefresh(contract),
    refreshTokenLifetime(contract),
  ];
}
