/** Credentials that are not right, or that belong to somebody who must not get a token. */
import { isAssertionMethod } from '../../contract/client-authentication.js';
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
import { admits } from '../text-schema.js';
import { generateValid, unknownClient, unknownSecret, unknownUser } from '../values.js';
import { assertionVariations } from './assertions.js';
import { concurrentExchange } from './bursts.js';
import { claimedAddresses } from './claimed-address.js';
import { clientFirst } from './client-first.js';
import {
  clientGrant,
  codeGrant,
  deviceGrant,
  hasClientSecret,
  hasNoSecretToSend,
  parameterOf,
  presentedBy,
  refreshGrant,
} from './grants.js';
import { injections } from './injection.js';
import {
  caseChanged,
  changedBeyond72Bytes,
  continuedAfterNull,
  decomposed,
  differing,
  extended,
  fullWidth,
  likePattern,
  type NearMiss,
  paddedLeading,
  paddedTab,
  paddedTrailing,
  questionMarked,
  reshaped,
  truncated,
  unaccented,
} from './near-miss.js';
import { presentedVariations } from './presented.js';
import { roleValues } from './role-values.js';
import { tokensAsPassword } from './tokens-as-password.js';
import { altered, type Build, scenariosOf, type Variation, when } from './variation.js';

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

const nullByte: Miss = {
  name: 'null-byte',
  title: (label) => `The ${label} followed by a NUL and more text`,
  change: continuedAfterNull,
};

const pattern: Miss = {
  name: 'pattern',
  title: (label) => `The ${label} with a wildcard of SQL as its last character`,
  change: likePattern,
};

const wide: Miss = {
  name: 'full-width',
  title: (label) => `The ${label} in full-width characters`,
  change: fullWidth,
};

/** Of values with letters outside ASCII. */
const unicode: readonly Miss[] = [
  {
    name: 'decomposed',
    title: (label) => `The ${label} in another canonical form of Unicode`,
    change: decomposed,
  },
  { name: 'unaccented', title: (label) => `The ${label} without its accents`, change: unaccented },
  {
    name: 'question-marked',
    title: (label) => `The ${label} with question marks for the letters outside ASCII`,
    change: questionMarked,
  },
];

const unknownId: Miss = {
  name: 'unknown',
  title: (label) => `A ${label} that nobody has`,
  change: (real, random) => differing(real, () => unknownClient(random)),
};

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

/** In the form that the document or the real name shows: a server may look nobody up by a name of another form. */
function unknownName(username: Parameter): NearMiss {
  return (real, random) => {
    const usual = unknownUser(random);
    if (admits(username.schema, usual) && !/^\+?\d+$/.test(real)) return usual;
    return [reshaped(real, random), generateValid(username.schema, random)].find(
      (name) => name !== undefined && name !== real && admits(username.schema, name),
    );
  };
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
  const unknownOne: Miss = {
    name: 'unknown',
    title: (label) => `A ${label} that nobody has`,
    change: unknownName(username),
  };
  const padded: Miss = {
    name: 'padded',
    title: (label) => `The ${label} followed by a space`,
    change: paddedTrailing,
  };
  return misses(
    username,
    'user name',
    [
      unknownOne,
      otherCase,
      padded,
      withoutLast,
      wide,
      { name: 'dotted', title: (label) => `The ${label} followed by a dot`, change: (real) => `${real}.` },
      {
        name: 'tagged',
        title: (label) => `The ${label} with a tag as mail addresses may have one`,
        change: (real) => real.replace(/(?=@[^@]*$)|(?<!@.*)$/, '+probe'),
      },
    ],
    'credentials/password/wrong',
  );
}

function ofSpecialUser(password: Parameter, name: string, title: string, change: NearMiss): Variation {
  return {
    probe: `credentials/password/${name}`,
    title,
    parameter: password,
    needs: [{ role: 'SPECIAL', parameters: ['username', 'password'] }],
    build(valid, context) {
      const draft = valid({ values: roleValues(context, 'SPECIAL', 'username', 'password') });
      const value = change(valuesOf(draft, password)[0] ?? '', context.random);
      return value === undefined ? undefined : withValue(draft, password, value);
    },
  };
}

/** One attempt for the main user, whoever else may be locked out: what holds for the role DISPOSABLE need not hold for all. */
function ofMainUser(password: Parameter): Variation {
  return {
    probe: 'credentials/password/other',
    title: 'The password of another user',
    parameter: password,
    needs: [{ role: 'OTHER', parameters: [password.name] }],
    build(valid, context) {
      const draft = valid();
      const other = context.value(password.name, 'OTHER');
      return other === undefined || valuesOf(draft, password)[0] === other
        ? undefined
        : withValue(draft, password, other);
    },
  };
}

function passwords(password: Parameter): Variation[] {
  return [
    ...misses(password, 'password', [
      wrong,
      ...near,
      { name: 'padded-tab', title: (label) => `The ${label} followed by a tab`, change: paddedTab },
      nullByte,
      pattern,
      wide,
    ]),
    ...unicode.map(({ name, title, change }) =>
      ofSpecialUser(
        password,
        name,
        `${title('password')}, of a user whose password has such letters`,
        change,
      ),
    ),
    ofMainUser(password),
    ofSpecialUser(
      password,
      'beyond-72-bytes',
      'A long password whose last character is another one',
      changedBeyond72Bytes,
    ),
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
    ...injections(contract, grant, 'user'),
    ...claimedAddresses(contract, password),
    ...when(hasClientSecret(contract, grant), ...swapped(username, password)),
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
    ].reduce((result, [field, text]) => withValue(result, { in: 'form', name: field }, text), draft);
  },
}));

/** A user is no client, and a client no user, whatever table they are kept in. */
function swapped(username: Parameter, password: Parameter): Variation[] {
  const values = (context: StepContext, names: readonly [string, string], take: readonly [string, string]) =>
    Object.fromEntries(names.map((name, at) => [name, context.value(take[at] ?? name) ?? '']));
  const user = [username.name, password.name] as const;
  const client = ['client_id', 'client_secret'] as const;
  return [
    {
      probe: 'credentials/swapped/client-as-user',
      title: 'Client id and secret in place of user name and password',
      build: (valid, context) =>
        context.value('client_secret') === undefined
          ? undefined
          : valid({ values: values(context, user, client) }),
    },
    {
      probe: 'credentials/swapped/user-as-client',
      title: 'User name and password in place of client id and secret',
      build: (valid, context) =>
        context.value('client_secret') === undefined
          ? undefined
          : valid({ authentication: 'client_secret_post', values: values(context, client, user) }),
    },
  ];
}

function publicClient(grant: Grant): readonly Variation[] {
  // RFC 6749 section 4.4.
  return when(grant.type === clientGrant, {
    probe: 'credentials/public-client',
    title: 'A client that has no secret',
    needs: [{ role: 'PUBLIC', parameters: ['client_id'] }],
    build: (valid) => valid({ role: 'PUBLIC' }),
  });
}

function clients(contract: Contract, grant: Grant): Variation[] {
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
function byBasic(
  change: (draft: RequestDraft, client: Client, context: StepContext) => RequestDraft | undefined,
): Build {
  return (valid, context) => {
    const role = context.takesWrong('client');
    const id = context.value('client_id', role);
    const secret = context.value('client_secret', role);
    if (id === undefined || secret === undefined) return undefined;
    const values = { client_id: id, client_secret: secret };
    return change(valid({ authentication: 'client_secret_basic', values }), { id, secret }, context);
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
  'empty-id': [`Basic ${base64(':nobody')}`, 'whose client id is empty'],
  long: [`Basic ${'A'.repeat(7000)}`, 'of thousands of bytes'],
  'invalid-utf8': [`Basic ${base64(Buffer.from([0xff, 0x3a, 0xfe]))}`, 'whose credentials are not UTF-8'],
} as const;

const otherSchemes = { digest: 'Digest', bearer: 'Bearer', unknown: 'Some_Key' } as const;

const id = { in: 'form', name: 'client_id' } as const;
const secret = { in: 'form', name: 'client_secret' } as const;

/** Whether the body authenticates a client decides what its credentials mean there. */
const inBody = 'valid/client-in-body';

const ways: readonly Variation[] = [
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
  {
    probe: 'basic/other-secret',
    title: 'HTTP Basic with the secret of another client',
    needs: [{ role: 'OTHER', parameters: ['client_secret'] }],
    build: byBasic((draft, client, context) => {
      const other = context.value('client_secret', 'OTHER');
      return other === undefined || other === client.secret
        ? undefined
        : authorization(draft, basicCredentials(client.id, other));
    }),
  },
  {
    probe: 'basic/empty-secret',
    title: 'HTTP Basic with an empty client secret',
    build: byBasic((draft, client) => authorization(draft, basicCredentials(client.id, ''))),
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
    comparedWith: [inBody],
    build: byBasic((draft, client) => withValue(withValue(draft, id, client.id), secret, client.secret)),
  },
  {
    probe: 'basic/both-conflicting',
    title: 'The right secret in HTTP Basic and a wrong one in the body, and the other way round',
    comparedWith: [inBody],
    build: {
      request: byBasic((draft, client, { random }) =>
        withValue(
          withValue(draft, id, client.id),
          secret,
          differing(client.secret, () => unknownSecret(random)),
        ),
      ),
      reversed: byBasic((draft, client, { random }) =>
        withValue(
          withValue(
            authorization(
              draft,
              basicCredentials(
                client.id,
                differing(client.secret, () => unknownSecret(random)),
              ),
            ),
            id,
            client.id,
          ),
          secret,
          client.secret,
        ),
      ),
    },
  },
  {
    probe: 'basic/two-clients',
    title: 'One client in HTTP Basic and another one in the body, both with the right secret',
    comparedWith: [inBody],
    needs: [{ role: 'OTHER', parameters: ['client_id', 'client_secret'] }],
    build: byBasic((draft, client, context) => {
      const other = context.value('client_id', 'OTHER');
      return other === undefined || other === client.id
        ? undefined
        : withValue(withValue(draft, id, other), secret, context.value('client_secret', 'OTHER') ?? '');
    }),
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
];

function basic({ clientAuthentication }: Contract): Variation[] {
  // Where the body is the usual place, every grant shows that it works.
  const shownAnyway = clientAuthentication[0] === 'client_secret_post' ? [inBody] : [];
  return ways.map((variation) => ({
    ...variation,
    // Whether the server takes Basic at all decides what a refusal means.
    comparedWith: [
      'basic/valid',
      ...(variation.comparedWith ?? []).filter((probe) => !shownAnyway.includes(probe)),
    ],
  }));
}

/** So that one login shows that the user and the client, of which either had its wrong credentials, still work. */
function alternating(...lists: readonly (readonly Variation[])[]): Variation[] {
  const guesses = ({ probe, parameter }: Variation): boolean =>
    probe.startsWith('basic/') || ['password', 'client_secret'].includes(parameter?.name ?? '');
  const sorted = lists.map((list) => [...list.filter(guesses), ...list.filter((one) => !guesses(one))]);
  const longest = Math.max(...sorted.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => sorted.flatMap((list) => list.slice(at, at + 1))).flat();
}

export function badCredentials(contract: Contract, grant: Grant): Scenario[] {
  if (grant.type === refreshGrant) return [];
  if (presentedBy(grant.type) !== undefined)
    return [
      ...scenariosOf('bad-credentials', contract, grant, presentedVariations(contract, grant)),
      ...([codeGrant, deviceGrant].includes(grant.type) ? [concurrentExchange(grant)] : []),
    ];
  const password = parameterOf(grant, 'username') && parameterOf(grant, 'password');
  return [
    ...scenariosOf(
      'bad-credentials',
      contract,
      grant,
      alternating(users(contract, grant), [
        ...clients(contract, grant),
        ...when(hasClientSecret(contract, grant), ...basic(contract)),
      ]),
    ),
    ...(password ? [tokensAsPassword(grant, password)] : []),
  ];
}
