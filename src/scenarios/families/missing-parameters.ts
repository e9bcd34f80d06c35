/** Requests that lack what the contract demands in the form, or send a value that it excludes. */
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import { without, withValue } from '../request.js';
import type { Scenario } from '../scenario.js';
import { violatingText } from '../values.js';
import { hasParameters, nameOf, parameterOf, presentedBy, refreshGrant } from './grants.js';
import { altered, changed, scenariosOf, type Variation, when } from './variation.js';

function absences(parameter: Parameter): Variation[] {
  const { name } = parameter;
  return [
    {
      probe: `missing/${name}`,
      title: `Without the ${nameOf(parameter)}`,
      parameter,
      build: changed(parameter, (draft) => without(draft, parameter)),
    },
    {
      probe: `empty/${name}`,
      title: `The ${nameOf(parameter)} without a value`,
      parameter,
      build: changed(parameter, (draft) => withValue(draft, parameter, '')),
    },
    {
      probe: `blank/${name}`,
      title: `The ${nameOf(parameter)} of spaces only`,
      parameter,
      build: changed(parameter, (draft) => withValue(draft, parameter, '   ')),
    },
  ];
}

/** Other values of these two have probes of their own: `grant-type/…`, `scope/…`. */
const judgedElsewhere = ['grant_type', 'scope'];

function malformed(parameter: Parameter): readonly Variation[] {
  const value = judgedElsewhere.includes(parameter.name) ? undefined : violatingText(parameter.schema);
  return when(value !== undefined, {
    probe: `malformed/${parameter.name}`,
    title: `The ${nameOf(parameter)} with a value that violates its schema`,
    parameter,
    build: altered(parameter, () => value),
  });
}

/** Replaces the name where the parameter stands. */
function renamed(parameter: Parameter, probe: string, title: string, name: string): Variation {
  return {
    probe: `${probe}/${parameter.name}`,
    title,
    parameter,
    build: changed(parameter, (draft) => ({
      ...draft,
      form: draft.form.map(([given, value]) => [given === parameter.name ? name : given, value]),
    })),
  };
}

/** `grant_type` as `Grant_Type`. */
function capitalised(name: string): string {
  return name.replace(/(^|_)[a-z]/g, (start) => start.toUpperCase());
}

/** A client secret that HTTP Basic may replace is optional; without either of them the client is not authenticated. */
export function isExpected({ name, required }: Parameter, { clientAuthentication }: Contract): boolean {
  return required || (name === 'client_secret' && clientAuthentication.includes('client_secret_post'));
}

const sharedByAll = (name: string): boolean =>
  name === 'grant_type' || name === 'scope' || name.startsWith('client_');

export function missingParameters(contract: Contract, grant: Grant): Scenario[] {
  const identified =
    hasParameters(grant, 'client_id') || contract.clientAuthentication.includes('client_secret_basic');
  const grantType = parameterOf(grant, 'grant_type');
  const username = parameterOf(grant, 'username');
  const presented = presentedBy(grant.type) !== undefined;
  // What each request uses up is spent on what only this grant has.
  const own = grant.parameters.filter(({ name }) => !presented || !sharedByAll(name));
  const variations: Variation[] = [
    ...own
      .filter((parameter) => isExpected(parameter, contract))
      .flatMap(absences)
      .filter(({ probe }) => !presented || !probe.startsWith('blank/')),
    ...when(identified, {
      probe: 'missing/client-identification',
      title: 'Without client id, client secret and Authorization',
      build: (valid) => valid({ authentication: 'none' }),
    }),
  ];
  if (grant.type !== refreshGrant && !presented) {
    variations.push(...grant.parameters.flatMap(malformed));
    if (grantType)
      variations.push(
        renamed(
          grantType,
          'parameter-name-case',
          `The name of the ${nameOf(grantType)} in another letter case`,
          capitalised(grantType.name),
        ),
      );
    if (username)
      variations.push({
        ...renamed(
          username,
          'bracketed',
          `The ${nameOf(username)} named like an array`,
          `${username.name}[]`,
        ),
        comparedWith: [`missing/${username.name}`],
      });
  }
  return scenariosOf('missing-parameters', contract, grant, variations);
}
