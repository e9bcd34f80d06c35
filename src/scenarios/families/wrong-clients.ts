/** Clients with a wrong id or secret, by the body or by an assertion, and those that must not use the grant. */
import { isAssertionMethod } from '../../contract/client-authentication.js';
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import { form, without, withValue } from '../request.js';
import { unknownClient } from '../values.js';
import { assertionVariations } from './assertions.js';
import { clientFirst } from './client-first.js';
import { clientGrant, hasNoSecretToSend, parameterOf } from './grants.js';
import { injections } from './injection.js';
import { type Miss, misses, near, nullByte, otherCase, pattern, wrong } from './misses.js';
import { differing } from './near-miss.js';
import { roleValues } from './role-values.js';
import { altered, type Variation, when } from './variation.js';

const unknownId: Miss = {
  name: 'unknown',
  title: (label) => `A ${label} that nobody has`,
  change: (real, random) => differing(real, () => unknownClient(random)),
};

/** The right value of somebody else. */
function otherOnes(parameter: Parameter, title: string): Variation {
  return {
    probe: `credentials/${parameter.name}/other`,
    title,
    parameter,
    needs: [{ role: 'OTHER', parameters: [parameter.name] }],
    build: altered(parameter, (_, context) => context.value(parameter.name, 'OTHER')),
  };
}

/** RFC 7521 section 4.2: nobody is authenticated by an assertion that is none. */
const assertions: readonly Variation[] = (
  [
    ['unknown-type', 'of a type that nobody knows', 'urn:example:client-assertion-type:unknown', 'x'],
    ['malformed-jwt', 'that is no JWT', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', 'a.b.c'],
  ] as const
).map(([name, what, type, assertion]) => ({
  probe: `credentials/client_assertion/${name}`,
  title: `A client assertion ${what}, in place of the client secret`,
  build(valid, { value }) {
    const named = value('client_id');
    const draft = valid({ authentication: 'none' });
    return [
      ...(named === undefined ? [] : [['client_id', named] as const]),
      ['client_assertion_type', type] as const,
      ['client_assertion', assertion] as const,
    ].reduce((result, [field, text]) => withValue(result, form(field), text), draft);
  },
}));

function publicClient(grant: Grant): readonly Variation[] {
  // RFC 6749 section 4.4.
  return when(grant.type === clientGrant, {
    probe: 'credentials/public-client',
    title: 'A client that has no secret',
    needs: [{ role: 'PUBLIC', parameters: ['client_id'] }],
    build: (valid) => valid({ role: 'PUBLIC' }),
  });
}

export function wrongClients(contract: Contract, grant: Grant): Variation[] {
  const [method] = contract.clientAuthentication;
  if (isAssertionMethod(method)) return [...assertions, ...assertionVariations, ...publicClient(grant)];
  // A certificate authenticates each request, whatever else it says.
  if (hasNoSecretToSend(contract)) return [];
  const id = parameterOf(grant, 'client_id');
  const secret = parameterOf(grant, 'client_secret');
  const credentials = ['client_id', ...(secret ? ['client_secret'] : [])];
  return [
    ...injections(contract, grant, 'client'),
    ...(secret
      ? [
          ...misses(secret, 'client secret', [wrong, ...near, nullByte, pattern]),
          otherOnes(secret, 'The secret of another client'),
          ...clientFirst(contract, grant, secret),
        ]
      : []),
    ...(id
      ? misses(id, 'client id', [unknownId, otherCase], secret && 'credentials/client_secret/wrong')
      : []),
    ...when(id !== undefined && secret !== undefined, {
      probe: 'credentials/expired-client',
      title: 'A client whose secret has expired',
      needs: [{ role: 'EXPIRED', parameters: ['client_id', 'client_secret'] }],
      build: (valid, context) =>
        valid({ values: roleValues(context, 'EXPIRED', 'client_id', 'client_secret') }),
    }),
    // Who need not authenticate is no less known for a parameter that the server must ignore (RFC 6749 section 3.2).
    ...when(method !== 'none', ...assertions),
    ...when(id !== undefined, {
      probe: 'credentials/restricted-client',
      title: 'A client that must not use this grant',
      needs: [{ role: 'RESTRICTED', parameters: credentials }],
      build: (valid, context) => valid({ values: roleValues(context, 'RESTRICTED', ...credentials) }),
    }),
    ...publicClient(grant),
    ...when(
      grant.type === clientGrant,
      // Where the form has a client secret, it is left out like every parameter.
      ...when(!secret, {
        probe: 'credentials/without-secret',
        title: 'The client id without the secret',
        build: (valid) => without(valid({ authentication: 'client_secret_post' }), form('client_secret')),
      }),
    ),
  ];
}
