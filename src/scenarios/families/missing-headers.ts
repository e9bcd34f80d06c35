/** Requests whose headers (or query parameters) are not those that the contract demands. */
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import { repeated, without, withValue } from '../request.js';
import type { Scenario, StepContext } from '../scenario.js';
import { admits } from '../text-schema.js';
import { violatingText } from '../values.js';
import { clientGrant, nameOf, presentedBy, realmHeaders, refreshGrant, requiredHeaders } from './grants.js';
import { reshaped } from './near-miss.js';
import { altered, changed, scenariosOf, type Variation, when } from './variation.js';

function missing(parameter: Parameter): Variation {
  const slots = parameter.alternative ? [parameter, parameter.alternative] : [parameter];
  return {
    probe: `missing-header/${parameter.name}`,
    title: `Without the ${slots.map(nameOf).join(' and the ')}`,
    parameter,
    build: changed(parameter, (draft) => without(draft, ...slots)),
  };
}

/** A value that differs from the real one: that of the role OTHER, else one of the same shape. */
function otherValue(parameter: Parameter, real: string, context: StepContext): string | undefined {
  const other = context.has('OTHER', parameter.name) ? context.value(parameter.name, 'OTHER') : undefined;
  return other !== undefined && other !== real ? other : reshaped(real, context.random);
}

function duplicated(parameter: Parameter, place: 'before' | 'after') {
  return changed(parameter, (draft, real, context) => {
    const other = otherValue(parameter, real, context);
    return other === undefined ? undefined : repeated(draft, parameter, other, place);
  });
}

/** No address, though it looks like one. */
const outOfRange = '999.1.1.1';

/** An address of the other kind, and a further one after it. */
const addresses = '2001:db8::7, 198.51.100.7';

/** What ends in a path, a query or a fixed column, in bytes that are no UTF-8 when they go by as Latin-1. */
const hostile = `../../x"';\u00e4${'x'.repeat(4000)}`;

function disfigured(parameter: Parameter): Variation[] {
  const { name, schema } = parameter;
  const violating = violatingText(schema);
  // A bare text takes anything: there an address is nothing special.
  const unusual = [hostile, addresses].find((value) => admits(schema, value));
  return [
    {
      probe: `empty-header/${name}`,
      title: `The ${nameOf(parameter)} without a value`,
      parameter,
      comparedWith: [`missing-header/${name}`],
      build: changed(parameter, (draft) => withValue(draft, parameter, '')),
    },
    {
      probe: `blank-header/${name}`,
      title: `The ${nameOf(parameter)} of spaces only`,
      parameter,
      comparedWith: [`missing-header/${name}`],
      build: changed(parameter, (draft) => withValue(draft, parameter, '   ')),
    },
    ...when(violating !== undefined, {
      probe: `malformed-header/${name}`,
      title: `The ${nameOf(parameter)} with a value that violates its schema`,
      parameter,
      // Whether the server enforces the header at all.
      comparedWith: [`missing-header/${name}`],
      build: {
        request: altered(parameter, () => violating),
        ...(unusual === addresses ? { 'out-of-range': altered(parameter, () => outOfRange) } : {}),
      },
    }),
    ...when(unusual !== undefined, {
      probe: `unusual-header/${name}`,
      title: `The ${nameOf(parameter)} with a value that its schema takes and that servers may not expect`,
      parameter,
      build: altered(parameter, () => unusual),
    }),
    {
      probe: `duplicate-header/${name}`,
      title: `The ${nameOf(parameter)} twice, with differing values`,
      parameter,
      build: { after: duplicated(parameter, 'after'), before: duplicated(parameter, 'before') },
    },
  ];
}

function foreign(parameter: Parameter, grant: Grant): Variation[] {
  const { name } = parameter;
  const needs = [{ role: 'OTHER', parameters: [name] }] as const;
  return [
    // A client may serve several realms; a user belongs to one.
    ...when(grant.type !== clientGrant, {
      probe: `other-header/${name}`,
      title: `The ${nameOf(parameter)} of another realm`,
      parameter,
      needs,
      build: altered(parameter, (_, context) => context.value(name, 'OTHER')),
    }),
    {
      probe: `unknown-header-value/${name}`,
      title: `The ${nameOf(parameter)} with a well-formed value that nobody has`,
      parameter,
      needs,
      build: altered(parameter, (real, context) => {
        const other = context.value(name, 'OTHER');
        let unknown = reshaped(real, context.random);
        while (unknown !== undefined && unknown === other) unknown = reshaped(real, context.random);
        return unknown;
      }),
    },
  ];
}

export function missingHeaders(contract: Contract, grant: Grant): Scenario[] {
  const required = requiredHeaders(contract);
  const realms = realmHeaders(contract);
  const variations =
    grant.type === refreshGrant || presentedBy(grant.type) !== undefined
      ? required.map(missing)
      : required.flatMap((parameter) => [
          missing(parameter),
          ...disfigured(parameter),
          ...(realms.includes(parameter) ? foreign(parameter, grant) : []),
        ]);
  return scenariosOf('missing-headers', contract, grant, variations);
}
