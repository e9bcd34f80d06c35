/** Values that are code to whoever pastes them into a query, a filter or a template; and parameters that are no texts. */
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import { parameterOf, refreshGrant } from './grants.js';
import { likePattern, truncated } from './near-miss.js';
import { altered, changed, type Variation } from './variation.js';

type Slot = 'username' | 'password' | 'client_id' | 'client_secret';

interface Injection {
  readonly name: string;
  readonly language: string;
  readonly into: Slot;
  /** In place of the value … */
  readonly value?: string;
  /** … or made of it … */
  readonly made?: (real: string) => string | undefined;
  /** … or under names that a parser takes for arrays or objects, each with a value of its own. */
  readonly parts?: Readonly<Record<string, string>>;
}

const tautology = "' OR '1'='1";

const ofUsers: readonly Injection[] = [
  { name: 'sql-tautology', language: 'SQL', into: 'username', value: tautology },
  { name: 'sql-comment', language: 'SQL', into: 'username', made: (real) => `${real}'--` },
  { name: 'sql-password', language: 'SQL', into: 'password', value: '") OR ("1"="1' },
  {
    name: 'sql-pattern',
    language: 'a pattern of SQL',
    into: 'username',
    made: likePattern,
  },
  { name: 'ldap-wildcard', language: 'LDAP', into: 'username', value: '*' },
  {
    name: 'ldap-prefix',
    language: 'a pattern of LDAP',
    into: 'username',
    made: (real) => truncated(real)?.concat('*'),
  },
  { name: 'ldap-filter', language: 'LDAP', into: 'username', value: '*)(uid=*' },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the target's language, not of ours
  { name: 'template', language: 'a template', into: 'username', value: '${7*7}{{7*7}}#{7*7}' },
  {
    name: 'nosql-operator',
    language: 'an operator of NoSQL',
    into: 'password',
    parts: { '[$ne]': 'x', '[$gt]': '' },
  },
  {
    name: 'json-operator',
    language: 'an operator of NoSQL in JSON',
    into: 'password',
    value: '{"$ne":null}',
  },
  { name: 'array', language: 'an array', into: 'password', parts: { '[]': 'x' } },
];

const ofClients: readonly Injection[] = [
  { name: 'sql-client-id', language: 'SQL', into: 'client_id', value: tautology },
  { name: 'sql-client-secret', language: 'SQL', into: 'client_secret', value: tautology },
  {
    name: 'nosql-client-secret',
    language: 'an operator of NoSQL',
    into: 'client_secret',
    parts: { '[$ne]': 'x' },
  },
];

const labels: Record<Slot, string> = {
  username: 'user name',
  password: 'password',
  client_id: 'client id',
  client_secret: 'client secret',
};

function injected(parameter: Parameter, injection: Injection, comparedWith: string): Variation {
  const { name, language, into, value, made, parts } = injection;
  return {
    probe: `credentials/injection/${name}`,
    title: `A ${labels[into]} shaped like ${language}`,
    parameter,
    comparedWith: [comparedWith],
    build: parts
      ? changed(parameter, (draft) => ({
          ...draft,
          form: draft.form.flatMap((field) =>
            field[0] === parameter.name
              ? Object.entries(parts).map(([suffix, part]) => [parameter.name + suffix, part] as const)
              : [field],
          ),
        }))
      : altered(parameter, (real) => value ?? made?.(real)),
  };
}

/** A refresh token needs no login to be made up. */
function refreshTokens(contract: Contract): Variation[] {
  const refresh = contract.grants.find(({ type }) => type === refreshGrant);
  const token = refresh && parameterOf(refresh, 'refresh_token');
  if (!token) return [];
  const sending =
    (name: string, value: string): Variation['build'] =>
    (_, context) => {
      const draft = context.valid(refreshGrant, { values: { refresh_token: value } });
      return name === token.name
        ? draft
        : { ...draft, form: draft.form.map((field) => (field[0] === token.name ? [name, value] : field)) };
    };
  return [
    {
      probe: 'credentials/injection/sql-refresh-token',
      title: 'A refresh token shaped like SQL',
      parameter: token,
      build: sending(token.name, tautology),
    },
    {
      probe: 'credentials/injection/sql-refresh-token-pattern',
      title: 'A refresh token that is a wildcard of SQL',
      parameter: token,
      build: sending(token.name, '%'),
    },
    {
      probe: 'credentials/injection/nosql-refresh-token',
      title: 'A refresh token shaped like an operator of NoSQL',
      parameter: token,
      build: sending(`${token.name}[$ne]`, 'x'),
    },
  ];
}

export function injections(contract: Contract, grant: Grant, about: 'user' | 'client'): Variation[] {
  const [list, wrong] =
    about === 'user'
      ? [ofUsers, 'credentials/password/wrong']
      : [ofClients, 'credentials/client_secret/wrong'];
  const secret = parameterOf(grant, 'client_secret');
  return [
    ...list.flatMap((injection): Variation[] => {
      const parameter = parameterOf(grant, injection.into);
      return parameter && (about === 'user' || secret) ? [injected(parameter, injection, wrong)] : [];
    }),
    ...(about === 'client' && secret ? refreshTokens(contract) : []),
  ];
}
