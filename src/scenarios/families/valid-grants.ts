/** Requests that a conforming server grants, however unusual they look, and scopes that it may refuse. */
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import { encodeForm, form, valuesOf, withBody, without, withValue } from '../request.js';
import type { Role, Scenario } from '../scenario.js';
import { additions } from './additions.js';
import { concurrentLogins } from './bursts.js';
import {
  hasClientSecret,
  hasParameters,
  issuingGrant,
  nameOf,
  parameterOf,
  presentedBy,
  refreshGrant,
} from './grants.js';
import { basicValid, clients } from './right-clients.js';
import { roleValues } from './role-values.js';
import { scopes } from './scopes.js';
import { accepts, codings, spellings } from './spellings.js';
import { type Build, carrying, scenariosOf, type Variation, when } from './variation.js';

/** The user of a role, with everything else of the main identity. */
function user(role: Role): Build {
  return (valid, context) => valid({ values: roleValues(context, role, 'username', 'password') });
}

function basics(contract: Contract, grant: Grant): Variation[] {
  const optional = [...contract.parameters, ...grant.parameters].filter(({ required }) => !required);
  const issuing = issuingGrant(contract);
  return [
    { probe: 'valid/minimal', title: 'The required parameters only', build: (valid) => valid() },
    ...when(optional.length > 0, {
      probe: 'valid/every-optional',
      title: 'With each optional parameter',
      // A refresh may ask for no more scope than the token was issued for (RFC 6749 section 6).
      issue: (draft, { valid }) =>
        issuing === undefined ? draft : valid(issuing.type, { optional: 'every' }),
      build: (valid) => valid({ optional: 'every' }),
    }),
    ...when(grant.type !== refreshGrant, {
      probe: 'valid/reordered',
      title: 'The form parameters in reverse order',
      build(valid) {
        const draft = valid();
        return { ...draft, form: draft.form.toReversed() };
      },
    }),
    {
      probe: 'valid/unknown-parameter',
      title: 'With a form parameter that nobody knows',
      build: (valid, { random }) => withValue(valid(), form(`x_probe_${random.string.alphanumeric(8)}`), '1'),
    },
  ];
}

function documentedExample(contract: Contract, grant: Grant): Variation[] {
  const documented = [...contract.parameters, ...grant.parameters].filter(
    (parameter) => !parameter.secret && parameter.documented !== undefined,
  );
  if (documented.length === 0) return [];
  return [
    {
      probe: 'valid/documented-example',
      title: 'The example values of the document, secrets excepted',
      build(valid) {
        const draft = valid();
        const differs = ({ documented: example, ...parameter }: Parameter) =>
          parameter.required && valuesOf(draft, parameter).some((value) => value !== example);
        // Another user, client or realm is configured: the example's own would not fit the secrets.
        if (documented.some(differs)) return undefined;
        return documented
          .filter(({ required }) => !required)
          .reduce((result, parameter) => withValue(result, parameter, parameter.documented ?? ''), draft);
      },
    },
  ];
}

function alternatives(contract: Contract, grant: Grant): Variation[] {
  return [...contract.parameters, ...grant.parameters].flatMap((parameter): Variation[] => {
    const { alternative } = parameter;
    if (!alternative) return [];
    return [
      {
        probe: `valid/alternative/${parameter.name}`,
        title: `The ${nameOf(alternative)} in place of the ${nameOf(parameter)}`,
        parameter,
        build(valid, context) {
          const draft = carrying(parameter, valid, context);
          const value = draft && valuesOf(draft, parameter)[0];
          return draft && value !== undefined
            ? withValue(without(draft, parameter), alternative, value)
            : undefined;
        },
      },
    ];
  });
}

function users(grant: Grant): Variation[] {
  if (!hasParameters(grant, 'username', 'password')) return [];
  const parameters = ['username', 'password'];
  const special = user('SPECIAL');
  return [
    {
      probe: 'valid/special-user',
      title: 'A user whose name and password have reserved and non-ASCII characters',
      needs: [{ role: 'SPECIAL', parameters }],
      build: {
        plus: special,
        'percent-20': (valid, context) => {
          const draft = special(valid, context);
          // A plus sign of the value itself is encoded as %2B: each `+` stands for a space.
          return draft && withBody(draft, encodeForm(draft.form).replaceAll('+', '%20'));
        },
      },
    },
    {
      probe: 'valid/second-user',
      title: 'Another user',
      needs: [{ role: 'OTHER', parameters }],
      build: user('OTHER'),
    },
  ];
}

export function validGrants(contract: Contract, grant: Grant): Scenario[] {
  const scope = parameterOf(grant, 'scope');
  const variations =
    grant.type === refreshGrant || presentedBy(grant.type) !== undefined
      ? [
          ...basics(contract, grant),
          ...when(grant.type === refreshGrant && hasClientSecret(contract, grant), basicValid),
        ]
      : [
          ...basics(contract, grant),
          ...documentedExample(contract, grant),
          ...alternatives(contract, grant),
          ...additions(grant),
          ...spellings(contract),
          ...accepts,
          ...codings,
          ...clients(contract, grant),
          ...users(grant),
          ...(scope ? scopes(scope) : []),
        ];
  return [...scenariosOf('valid-grants', contract, grant, variations), ...concurrentLogins(contract, grant)];
}
