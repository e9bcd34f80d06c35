/** Users with a wrong name or password, and those that are disabled. */
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import { valuesOf, withValue } from '../request.js';
import type { StepContext } from '../scenario.js';
import { admits } from '../text-schema.js';
import { generateValid, unknownSecret, unknownUser } from '../values.js';
import { claimedAddresses } from './claimed-address.js';
import { hasClientSecret, parameterOf } from './grants.js';
import { injections } from './injection.js';
import { type Miss, misses, near, nullByte, otherCase, pattern, wide, withoutLast, wrong } from './misses.js';
import {
  changedBeyond72Bytes,
  decomposed,
  differing,
  type NearMiss,
  paddedTab,
  paddedTrailing,
  questionMarked,
  reshaped,
  unaccented,
} from './near-miss.js';
import { roleValues } from './role-values.js';
import { type Variation, when } from './variation.js';

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

export function wrongUsers(contract: Contract, grant: Grant): Variation[] {
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
