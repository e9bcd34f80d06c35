/** The `.env` that a contract needs: every variable it takes, with documented values; secrets are blank. */
import type { Contract, Parameter } from '../contract/contract.js';
import { printable } from '../http/printable.js';
import { type Role, roles } from '../scenarios/scenario.js';
import { variableName } from '../settings/variable-name.js';

export interface DotenvOptions {
  readonly contract: Contract;
  /** As the settings take it; relative to the folder of the file. */
  readonly spec: string;
  /** Which operation of the document is meant, where the user says so. */
  readonly operation?: string | undefined;
  /** `undefined`: the document names no server. */
  readonly baseUrl: string | undefined;
  /** Host that may be reached by plain http. */
  readonly allowedHost: string | undefined;
  /** Values by variable that take the place of documented ones, secrets among them. */
  readonly values: ReadonlyMap<string, string>;
}

/** dotenv reads these names and no others. */
const readable = /^[A-Za-z_][\w.-]*$/;

/**
 * `NAME=value` as dotenv reads it back; `undefined` when no way of quoting does. A value in double quotes is not taken as
 * it stands, and serves for line breaks alone.
 */
export function assignment(name: string, value: string): string | undefined {
  if (!readable.test(name)) return undefined;
  if (/^[\w./:@+,~-]*$/.test(value)) return `${name}=${value}`;
  if (/[\r\n]/.test(value)) return undefined;
  const quote = ["'", '`'].find((one) => !value.includes(one));
  return quote === undefined ? undefined : `${name}=${quote}${value}${quote}`;
}

const longestRemark = 100;

/** Descriptions are the document's words: on one line, and not long. */
function remark(text: string | undefined): string {
  const line = printable((text ?? '').replace(/\s+/g, ' ').trim());
  return line.length > longestRemark ? `${line.slice(0, longestRemark)}…` : line;
}

const user = ['username', 'password'];
const client = ['client_id', 'client_secret'];

/** What each role is for, and the parameters that make one. `realm`: required headers. */
export const identities: Readonly<
  Record<Role, { readonly purpose: string; readonly parameters: readonly string[]; readonly realm?: true }>
> = {
  OTHER: {
    purpose: 'a second client, user and realm, to see that they are kept apart',
    parameters: [...client, ...user, 'scope'],
    realm: true,
  },
  SPECIAL: {
    purpose: 'reserved and non-ASCII characters in id, secret, name and password; a password over 80 bytes',
    parameters: [...client, ...user],
  },
  DISPOSABLE: {
    purpose: 'a user and a client that may be locked out; they take the wrong passwords and secrets',
    parameters: [...user, ...client],
  },
  PUBLIC: { purpose: 'a client without secret', parameters: ['client_id'] },
  RESTRICTED: {
    purpose: 'a client that may not use the grant, and a scope that is not granted to the main client',
    parameters: [...client, 'scope'],
  },
  DISABLED: { purpose: 'a disabled user', parameters: user },
  EXPIRED: { purpose: 'a client whose secret has expired', parameters: client },
};

/** Parameters by name, the first description of each; the credentials of a client by Basic have none. */
function parametersOf(contract: Contract): Map<string, Parameter | undefined> {
  const found = new Map<string, Parameter | undefined>();
  for (const parameter of contract.parameters) {
    found.set(parameter.name, parameter);
    if (parameter.alternative) found.set(parameter.alternative.name, parameter.alternative);
  }
  for (const { parameters } of contract.grants)
    for (const parameter of parameters) if (!found.has(parameter.name)) found.set(parameter.name, parameter);
  const authenticates = contract.clientAuthentication.some((method) => method !== 'none');
  for (const name of authenticates ? client : []) if (!found.has(name)) found.set(name, undefined);
  found.delete('grant_type');
  return found;
}

const isSecret = (name: string, parameter: Parameter | undefined): boolean =>
  parameter ? parameter.secret : name === 'client_secret';

const places = { header: 'Header', query: 'Query parameter', form: 'Form parameter' } as const;

function parameterLines(name: string, parameter: Parameter | undefined, options: DotenvOptions): string[] {
  const { contract, values } = options;
  const variable = variableName(name);
  const standsIn = contract.parameters.some(({ alternative }) => alternative?.name === name);
  // The run obtains its own.
  const obtained = name === 'refresh_token' && contract.grants.length > 1;
  const optional = standsIn || obtained || parameter?.required === false;
  const given = values.get(variable);
  const documented = isSecret(name, parameter) ? undefined : parameter?.documented;
  const line = assignment(variable, given ?? documented ?? '');
  const about = parameter
    ? `${places[parameter.in]} ${remark(name)}${parameter.required ? '' : ', optional'}${parameter.description ? `: ${remark(parameter.description)}` : ''}`
    : `${name}, by HTTP Basic`;
  return [
    `# ${about}${standsIn ? ' (may stand in for another one)' : ''}${obtained ? ' (the run obtains its own)' : ''}`,
    line === undefined
      ? `# ${remark(variable)}: a value that this file cannot hold; set it in the environment.`
      : given === undefined && optional && !client.includes(name)
        ? `# ${line}`
        : line,
  ];
}

/** Blank and a comment, unless there is a value to keep. */
function blankLine(variable: string, { values }: DotenvOptions): string {
  const line = assignment(variable, values.get(variable) ?? '') ?? `${remark(variable)}=`;
  return values.has(variable) ? line : `# ${line}`;
}

function roleLines(options: DotenvOptions, names: ReadonlySet<string>): string[] {
  const { contract } = options;
  const realms = contract.parameters.filter(({ required, enforced }) => required && enforced === true);
  return roles.flatMap((role) => {
    const { purpose, parameters, realm } = identities[role];
    const own = [
      ...parameters.filter((name) => names.has(name)),
      ...(realm ? realms.map(({ name }) => name) : []),
    ];
    if (own.length === 0) return [];
    return [`# ${role}: ${purpose}.`, ...own.map((name) => blankLine(variableName(name, role), options))];
  });
}

/** @returns the text of the file; it holds the secrets of `values` */
export function dotenvText(options: DotenvOptions): string {
  const { contract, spec, operation, baseUrl, allowedHost, values } = options;
  const parameters = parametersOf(contract);
  const lines = [
    '# Settings of token-conformance for this server. It holds secrets: keep it out of version control.',
    "# Put values with # or spaces into 'single quotes'. Environment variables and flags win over this file.",
    '',
    '# Base URL, without the path of the token endpoint.',
    assignment('TOKEN_BASE_URL', values.get('TOKEN_BASE_URL') ?? baseUrl ?? '') ?? 'TOKEN_BASE_URL=',
    ...(allowedHost === undefined
      ? []
      : ['# Reached by plain http, unencrypted.', assignment('TOKEN_ALLOW_HTTP', allowedHost) ?? '']),
    assignment('TOKEN_SPEC', spec) ??
      '# TOKEN_SPEC: a path that this file cannot hold; set it in the environment.',
    ...(operation === undefined ? [] : [assignment('TOKEN_OPERATION', operation) ?? '']),
    '# What is known of the product behind it: a name in specs/profiles/, or a file.',
    '# TOKEN_PROFILE=default',
    '',
    '# --- The values that are sent ---',
    ...[...parameters].flatMap(([name, parameter]) => parameterLines(name, parameter, options)),
    '',
    '# --- Further identities. What needs one that is not set is not verified; it never fails. ---',
    ...roleLines(options, new Set(parameters.keys())),
    ...(contract.grants.length > 1
      ? [
          '# Values for one grant only, for a client that may use no other:',
          ...contract.grants
            .filter(({ type }) => type !== 'password')
            .flatMap(({ type }) =>
              client
                .filter((name) => parameters.has(name))
                .map((name) => blankLine(variableName(name, { grant: type }), options)),
            ),
        ]
      : []),
  ];
  const written = new Set(lines.map((line) => /^([\w.-]+)=/.exec(line)?.[1]));
  const rest = [...values].filter(([name]) => !written.has(name));
  if (rest.length > 0)
    lines.push(
      '',
      '# --- Kept from the file that this one replaces ---',
      ...rest.map(([name, value]) => assignment(name, value) ?? `# ${remark(name)}: a value that was lost`),
    );
  return `${lines.join('\n')}\n`;
}
