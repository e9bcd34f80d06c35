/** The usual scenario: the valid request of a grant, but one thing is different. */
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import type { OptIn } from '../opt-in.js';
import { type RequestDraft, valuesOf, withValue } from '../request.js';
import type { Family, Need, Scenario, Step, StepContext, ValidRequestOptions } from '../scenario.js';
import { issuingGrant, refreshGrant } from './grants.js';
import { roleValues } from './role-values.js';

/** The valid request of the scenario's grant; for the refresh grant with the token that was just issued. */
export type ValidRequest = (options?: ValidRequestOptions) => RequestDraft;

/** `undefined`: it does not apply to the values at hand. */
export type Build = (valid: ValidRequest, context: StepContext) => RequestDraft | undefined;

export interface Variation {
  readonly probe: string;
  /** One sentence: what differs from the valid request. */
  readonly title: string;
  readonly parameter?: Parameter | undefined;
  readonly needs?: readonly Need[];
  readonly optIns?: readonly OptIn[];
  /** Probes of the same grant, each sent by a variation of its own. */
  readonly comparedWith?: readonly string[];
  /** Changes the request that issues the token: for variations of the refresh grant. */
  readonly issue?: (draft: RequestDraft, context: StepContext) => RequestDraft;
  /** One request, or several by the names of their steps. */
  readonly build: Build | Readonly<Record<string, Build>>;
  /** Sent after it, each with a probe of its own. */
  readonly followedBy?: readonly Step[];
}

/** Hands out the tokens that the steps after it use. */
export function issueStep(
  contract: Contract,
  change?: (draft: RequestDraft, context: StepContext) => RequestDraft,
  grant = issuingGrant(contract),
): Step {
  return {
    name: 'issue',
    probe: 'issue',
    prerequisite: true,
    build(context) {
      const draft = grant && context.valid(grant.type);
      return draft && change ? change(draft, context) : draft;
    },
  };
}

export function tagsOf(family: Family, grant: string, parameter?: Parameter): string[] {
  return [`@${family}`, `@grant:${grant}`, ...(parameter ? [`@parameter:${parameter.name}`] : [])];
}

function validRequest(grant: string, context: StepContext): ValidRequest {
  if (grant !== refreshGrant) return (options) => context.valid(grant, options);
  return (options) =>
    context.valid(grant, {
      ...options,
      values: { refresh_token: context.token('issue', 'refresh_token'), ...options?.values },
    });
}

function scenarioOf(family: Family, contract: Contract, grant: Grant, variation: Variation): Scenario {
  const { probe, title, parameter, build } = variation;
  const builds = typeof build === 'function' ? { request: build } : build;
  const steps = Object.entries(builds).map(
    ([name, buildStep]): Step => ({
      name,
      probe,
      ...(parameter ? { parameter } : {}),
      build: (context) => buildStep(validRequest(grant.type, context), context),
    }),
  );
  return {
    id: `${grant.type}/${probe}`,
    family,
    grant: grant.type,
    title,
    tags: tagsOf(family, grant.type, parameter),
    needs: variation.needs ?? [],
    ...(variation.optIns ? { optIns: variation.optIns } : {}),
    steps: [
      ...(grant.type === refreshGrant ? [issueStep(contract, variation.issue)] : []),
      ...steps,
      ...(variation.followedBy ?? []),
    ],
    ...(variation.comparedWith
      ? { comparedWith: variation.comparedWith.map((other) => `${grant.type}/${other}`) }
      : {}),
  };
}

export function scenariosOf(
  family: Family,
  contract: Contract,
  grant: Grant,
  variations: readonly Variation[],
): Scenario[] {
  return variations.map((variation) => scenarioOf(family, contract, grant, variation));
}

/** Variations that only some contracts allow. */
export function when(condition: boolean, ...variations: readonly Variation[]): readonly Variation[] {
  return condition ? variations : [];
}

/** A server may lock an account after wrong passwords: one that is not the main one, where there is any. */
function sparing(context: StepContext, kind: 'user' | 'client', ...names: readonly string[]) {
  const role = context.takesWrong(kind);
  return role === undefined ? {} : roleValues(context, role, ...names);
}

/** A valid request that carries the parameter, to be changed; `undefined` when there is no value for it. */
export function carrying(
  parameter: Parameter,
  valid: ValidRequest,
  context: StepContext,
): RequestDraft | undefined {
  const { name } = parameter;
  const draft =
    name === 'password'
      ? valid({ values: sparing(context, 'user', 'username', 'password') })
      : name === 'client_secret'
        ? valid({
            authentication: 'client_secret_post',
            values: sparing(context, 'client', 'client_id', 'client_secret'),
          })
        : name === 'client_id'
          ? valid({ authentication: 'client_secret_post' })
          : valid();
  if (valuesOf(draft, parameter).length > 0) return draft;
  const value = context.value(name);
  return value === undefined ? undefined : withValue(draft, parameter, value);
}

/** A request that carries the parameter, changed in a way that takes its right value into account. */
export function changed(
  parameter: Parameter,
  change: (draft: RequestDraft, real: string, context: StepContext) => RequestDraft | undefined,
): Build {
  return (valid, context) => {
    const draft = carrying(parameter, valid, context);
    const real = draft && valuesOf(draft, parameter)[0];
    return draft && real !== undefined ? change(draft, real, context) : undefined;
  };
}

/** Another value for the parameter, never the right one. */
export function altered(
  parameter: Parameter,
  choose: (real: string, context: StepContext) => string | undefined,
): Build {
  return changed(parameter, (draft, real, context) => {
    const value = choose(real, context);
    return value === undefined || value === real ? undefined : withValue(draft, parameter, value);
  });
}
