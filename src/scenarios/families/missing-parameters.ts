/** Requests that lack what the contract demands in the form, or send a value that it excludes. */
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import { without, withValue } from '../request.js';
import type { Scenario } from '../scenario.js';
import { unknownUser, violatingText } from '../values.js';
import { fromAllowedOrigin } from './browser.js';
import { hasParameters, nameOf, parameterOf, presentedBy, refreshGrant } from './grants.js';
import { differing } from './near-miss.js';
import { altered, changed, scenariosOf, type Variation, when } from './variation.js';

function absences(parameter: Parameter, grant: Grant): Variation[] {
  const { name } = parameter;
  // For a refresh the client is left out together with its secret, and so identified by the token alone.
  if (grant.type === refreshGrant && name === 'client_id') return [];
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
    // What every grant has is tried with the issuing one.
    ...when(grant.type !== refreshGrant || name === refreshGrant, {
      probe: `blank/${name}`,
      title: `The ${nameOf(parameter)} of spaces only`,
      parameter,
      build: changed(parameter, (draft) => withValue(draft, parameter, '   ')),
    }),
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
      .flatMap((parameter) => absences(parameter, grant))
      .filter(({ probe }) => !presented || !probe.startsWith('blank/')),
    ...when(identified, {
      probe: 'missing/client-identification',
      title: 'Without client id, client secret and Authorization, from an allowed origin where there is one',
      build: (valid, context) => fromAllowedOrigin(valid({ authentication: 'none' }), context),
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
      variations.push(
        {
          ...renamed(
            username,
            'bracketed',
            `The ${nameOf(username)} named like an array`,
            `${username.name}[]`,
          ),
          comparedWith: [`missing/${username.name}`],
        },
        {
          probe: `bracketed-besides/${username.name}`,
          title: `The ${nameOf(username)}, and another one named like an array`,
          parameter: username,
          build: changed(username, (draft, real, { random }) => {
            const other = differing(real, () => unknownUser(random));
            return ['[]', '[0]'].reduce(
              (result, index) => withValue(result, { in: 'form', name: `${username.name}${index}` }, other),
              draft,
            );
          }),
        },
      );
  }
  return scenariosOf('missing-parameters', contract, grant, variations);
}
