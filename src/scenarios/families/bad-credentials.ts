/** Credentials that are not right, or that belong to somebody who must not get a token. */
import type { Faker } from '@faker-js/faker';
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import {
  basicCredentials,
  type RequestDraft,
  repeated,
  valuesOf,
  withHeader,
  without,
  withValue,
} from '../request.js';
import type { Scenario, StepContext } from '../scenario.js';
import { unknownClient, unknownSecret, unknownUser } from '../values.js';
import { claimedAddresses } from './claimed-address.js';
import { clientFirst } from './client-first.js';
import { clientGrant, hasClientSecret, parameterOf, refreshGrant } from './grants.js';
import {
  caseChanged,
  changedBeyond72Bytes,
  continuedAfterNull,
  differing,
  extended,
  type NearMiss,
  paddedLeading,
  paddedTrailing,
  truncated,
} from './near-miss.js';
import { roleValues } from './role-values.js';
import { altered, type Build, changed, scenariosOf, type Variation, when } from './variation.js';

interface Miss {
  readonly name: string;
  readonly title: (label: string) => string;
  readonly change: NearMiss;
}

const wrong: Miss = {
  name: 'wrong',
  title: (label) => `A wrong ${label}`,
  change: (real, random) => differing(real, () => unknownSecret(random)),
};

const otherCase: Miss = {
  name: 'case',
  title: (label) => `The ${label} in the other letter case`,
  change: caseChanged,
};

const withoutLast: Miss = {
  name: 'truncated',
  title: (label) => `The ${label} without its last character`,
  change: truncated,
};

const near: readonly Miss[] = [
  otherCase,
  withoutLast,
  { name: 'extended', title: (label) => `The ${label} with one more character`, change: extended },
  { name: 'padded-leading', title: (label) => `The ${label} after a space`, change: paddedLeading },
  {
    name: 'padded-trailing',
    title: (label) => `The ${label} followed by a space`,
    change: paddedTrailing,
  },
];

function unknown(choose: (random: Faker) => string): Miss {
  return {
    name: 'unknown',
    title: (label) => `A ${label} that nobody has`,
    change: (real, random) => differing(real, () => choose(random)),
  };
}

function misses(
  parameter: Parameter,
  label: string,
  list: readonly Miss[],
  comparedWith?: string,
): Variation[] {
  return list.map(({ name, title, change }) => ({
    probe: `credentials/${parameter.name}/${name}`,
    title: title(label),
    parameter,
    ...(comparedWith === undefined ? {} : { comparedWith: [comparedWith] }),
    build: altered(parameter, (real, { random }) => change(real, random)),
  }));
}

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

function userNames(username: Parameter): Variation[] {
  const padded: Miss = {
    name: 'padded',
    title: (label) => `The ${label} followed by a space`,
    change: paddedTrailing,
  };
  return misses(
    username,
    'user name',
    [unknown(unknownUser), otherCase, padded, withoutLast],
    'credentials/password/wrong',
  );
}

function passwords(password: Parameter): Variation[] {
  return [
    ...misses(password, 'password', [
      wrong,
      ...near,
      {
        name: 'null-byte',
        title: (label) => `The ${label} followed by a NUL and more text`,
        change: continuedAfterNull,
      },
    ]),
    otherOnes(password, 'The password of another user'),
    {
      probe: 'credentials/password/beyond-72-bytes',
      title: 'A long password whose last character is another one',
      parameter: password,
      needs: [{ role: 'SPECIAL', parameters: ['username', 'password'] }],
      build(valid, context) {
        const draft = valid({ values: roleValues(context, 'SPECIAL', 'username', 'password') });
        const value = changedBeyond72Bytes(valuesOf(draft, password)[0] ?? '', context.random);
        return value === undefined ? undefined : withValue(draft, password, value);
      },
    },
  ];
}

interface Injection {
  readonly name: string;
  readonly language: string;
  readonly into: 'username' | 'password';
  readonly value: string;
}

const injections: readonly Injection[] = [
  { name: 'sql-tautology', language: 'SQL', into: 'username', value: "' OR '1'='1" },
  { name: 'sql-comment', language: 'SQL', into: 'username', value: "admin'--" },
  { name: 'sql-password', language: 'SQL', into: 'password', value: '") OR ("1"="1' },
  { name: 'ldap-wildcard', language: 'LDAP', into: 'username', value: '*' },
  { name: 'ldap-filter', language: 'LDAP', into: 'username', value: '*)(uid=*' },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the target's language, not of ours
  { name: 'template', language: 'a template', into: 'username', value: '${7*7}{{7*7}}#{7*7}' },
];

function injected(username: Parameter, password: Parameter): Variation[] {
  const slots = { username, password };
  return [
    ...injections.map(
      ({ name, language, into, value }): Variation => ({
        probe: `credentials/injection/${name}`,
        title: `A ${into === 'username' ? 'user name' : 'password'} shaped like ${language}`,
        parameter: slots[into],
        comparedWith: ['credentials/password/wrong'],
        build: altered(slots[into], () => value),
      }),
    ),
    {
      probe: 'credentials/injection/nosql-operator',
      title: 'A comparison operator of NoSQL in place of the password',
      parameter: password,
      comparedWith: ['credentials/password/wrong'],
      build: changed(password, (draft) => ({
        ...draft,
        form: draft.form.map(([name, value]) =>
          name === password.name ? [`${name}[$ne]`, 'x'] : [name, value],
        ),
      })),
    },
  ];
}

function users(contract: Contract, grant: Grant): Variation[] {
  const username = parameterOf(grant, 'username');
  const password = parameterOf(grant, 'password');
  if (!username || !password) return [];
  const both = ['username', 'password'];
  return [
    ...passwords(password),
    ...userNames(username),
    ...injected(username, password),
    ...claimedAddresses(contract, password),
    {
      probe: 'credentials/disabled-user',
      title: 'The right credentials of a disabled user',
      needs: [{ role: 'DISABLED', parameters: both }],
      build: (valid, context) => valid({ values: roleValues(context, 'DISABLED', ...both) }),
    },
    {
      probe: 'credentials/disabled-user-wrong-password',
      title: 'A disabled user with a wrong password',
      needs: [{ role: 'DISABLED', parameters: both }],
      comparedWith: ['credentials/username/unknown'],
      build(valid, context) {
        const draft = valid({ values: roleValues(context, 'DISABLED', ...both) });
        const wrongOne = differing(valuesOf(draft, password)[0], () => unknownSecret(context.random));
        return withValue(draft, password, wrongOne);
      },
    },
  ];
}

function clients(contract: Contract, grant: Grant): Variation[] {
  const id = parameterOf(grant, 'client_id');
  const secret = parameterOf(grant, 'client_secret');
  const credentials = ['client_id', ...(secret ? ['client_secret'] : [])];
  return [
    ...(secret
      ? [
          ...misses(secret, 'client secret', [wrong, ...near]),
          otherOnes(secret, 'The secret of another client'),
          ...clientFirst(contract, grant, secret),
        ]
      : []),
    ...(id
      ? misses(
          id,
          'client id',
          [unknown(unknownClient), otherCase],
          secret && 'credentials/client_secret/wrong',
        )
      : []),
    ...when(id !== undefined, {
      probe: 'credentials/restricted-client',
      title: 'A client that must not use this grant',
      needs: [{ role: 'RESTRICTED', parameters: credentials }],
      build: (valid, context) => valid({ values: roleValues(context, 'RESTRICTED', ...credentials) }),
    }),
    // RFC 6749 section 4.4.
    ...when(
      grant.type === clientGrant,
      {
        probe: 'credentials/public-client',
        title: 'A client that has no secret',
        needs: [{ role: 'PUBLIC', parameters: ['client_id'] }],
        build: (valid) => valid({ role: 'PUBLIC' }),
      },
      // Where the form has a client secret, it is left out like every parameter.
      ...when(!secret, {
        probe: 'credentials/without-secret',
        title: 'The client id without the secret',
        build: (valid) =>
          without(valid({ authentication: 'client_secret_post' }), { in: 'form', name: 'client_secret' }),
      }),
    ),
  ];
}

interface Client {
  readonly id: string;
  readonly secret: string;
}

/** A request that is authenticated by HTTP Basic, changed with the client's right credentials at hand. */
function byBasic(change: (draft: RequestDraft, client: Client, context: StepContext) => RequestDraft): Build {
  return (valid, context) => {
    const id = context.value('client_id');
    const secret = context.value('client_secret');
    if (id === undefined || secret === undefined) return undefined;
    return change(valid({ authentication: 'client_secret_basic' }), { id, secret }, context);
  };
}

function authorization(draft: RequestDraft, value: string): RequestDraft {
  return withHeader(draft, 'Authorization', value);
}

const base64 = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64');

const malformedBasic = {
  'no-credentials': ['Basic', 'without credentials'],
  'not-base64': ['Basic !!!', 'whose credentials are not Base64'],
  'no-colon': [`Basic ${base64('nocolon')}`, 'whose credentials have no colon'],
  'only-colon': [`Basic ${base64(':')}`, 'whose credentials are a colon only'],
  'invalid-utf8': [`Basic ${base64(Buffer.from([0xff, 0x3a, 0xfe]))}`, 'whose credentials are not UTF-8'],
} as const;

const otherSchemes = { digest: 'Digest', bearer: 'Bearer', unknown: 'Some_Key' } as const;

const id = { in: 'form', name: 'client_id' } as const;
const secret = { in: 'form', name: 'client_secret' } as const;

const basic: readonly Variation[] = [
  {
    probe: 'basic/wrong-secret',
    title: 'HTTP Basic with a wrong client secret',
    build: byBasic((draft, client, { random }) =>
      authorization(
        draft,
        basicCredentials(
          client.id,
          differing(client.secret, () => unknownSecret(random)),
        ),
      ),
    ),
  },
  {
    probe: 'basic/unknown-client',
    title: 'HTTP Basic with a client id of nobody',
    comparedWith: ['basic/wrong-secret'],
    build: byBasic((draft, client, { random }) =>
      authorization(
        draft,
        basicCredentials(
          differing(client.id, () => unknownClient(random)),
          client.secret,
        ),
      ),
    ),
  },
  ...Object.entries(malformedBasic).map(
    ([name, [value, what]]): Variation => ({
      probe: `basic/malformed/${name}`,
      title: `HTTP Basic ${what}`,
      build: byBasic((draft) => authorization(draft, value)),
    }),
  ),
  ...Object.entries(otherSchemes).map(
    ([name, scheme]): Variation => ({
      probe: `basic/other-scheme/${name}`,
      title: `The credentials of HTTP Basic under the scheme ${scheme}`,
      build: byBasic((draft, client) =>
        authorization(draft, basicCredentials(client.id, client.secret).replace('Basic', scheme)),
      ),
    }),
  ),
  {
    probe: 'basic/both-identical',
    title: 'The client authenticated by HTTP Basic and in the body',
    build: byBasic((draft, client) => withValue(withValue(draft, id, client.id), secret, client.secret)),
  },
  {
    probe: 'basic/both-conflicting',
    title: 'The right secret in HTTP Basic and a wrong one in the body',
    build: byBasic((draft, client, { random }) =>
      withValue(
        withValue(draft, id, client.id),
        secret,
        differing(client.secret, () => unknownSecret(random)),
      ),
    ),
  },
  {
    probe: 'basic/two-headers',
    title: 'Two Authorization headers, of HTTP Basic with the right secret and with a wrong one',
    build: byBasic((draft, client, { random }) =>
      repeated(
        draft,
        { in: 'header', name: 'Authorization' },
        basicCredentials(
          client.id,
          differing(client.secret, () => unknownSecret(random)),
        ),
        'after',
      ),
    ),
  },
  {
    probe: 'basic/mismatched-client-id',
    title: 'HTTP Basic and the id of another client in the body',
    build: byBasic((draft, client, context) => {
      const other = context.has('OTHER', 'client_id') ? context.value('client_id', 'OTHER') : undefined;
      return withValue(
        draft,
        id,
        other !== undefined && other !== client.id
          ? other
          : differing(client.id, () => unknownClient(context.random)),
      );
    }),
  },
].map(
  (variation): Variation => ({
    ...variation,
    // Whether the server takes Basic at all decides what a refusal means.
    comparedWith: ['basic/valid', ...(variation.comparedWith ?? [])],
  }),
);

export function badCredentials(contract: Contract, grant: Grant): Scenario[] {
  if (grant.type === refreshGrant) return [];
  return scenariosOf('bad-credentials', contract, grant, [
    ...users(contract, grant),
    ...clients(contract, grant),
    ...when(hasClientSecret(contract, grant), ...basic),
  ]);
}
