/** `docs/settings.md`: every setting, every variable of a parameter, and the flags of every command. */
import type { Command, Option } from 'commander';
import type { Contract, Parameter } from '../contract/contract.js';
import { readContract } from '../contract/read-contract.js';
import { cell, table } from '../coverage/markdown.js';
import { identities } from '../init/dotenv-text.js';
import type { Role } from '../scenarios/scenario.js';
import { packagedContract } from '../settings/package-root.js';
import {
  allowances,
  longFlag,
  type SettingName,
  settingNames,
  settingTable,
} from '../settings/setting-table.js';
import { variableName } from '../settings/variable-name.js';
import { createProgram } from './program.js';

/** Each setting stands in one of them. */
const groups: readonly (readonly [string, readonly SettingName[]])[] = [
  ['The target', ['baseUrl', 'allowHttp', 'spec', 'operation', 'profile', 'waitFor']],
  ['The way to it', ['ca', 'clientCertificate', 'clientKey', 'clientKeyPassphrase', 'requestTimeout']],
  [
    'How the client authenticates',
    ['clientAuthentication', 'assertionKey', 'assertionAlgorithm', 'assertionAudience'],
  ],
  ['What comes from elsewhere', ['hook', 'hookDeadline', 'callbackHost']],
  ['What a run sends', ['seed', 'workers', 'repeat', 'fuzz', 'checks', 'maxRequests', 'requestInterval']],
  ['What may strain a server, lock an account or take long', ['lockoutBudget', ...allowances]],
  ['What counts', ['failOn', 'failOnUnverified', 'maxFailures', 'waivers', 'leeway', 'observe']],
  ['What comes out', ['reportDir', 'reports', 'bundle', 'since', 'quiet', 'verbose']],
];

const code = (text: string): string => `\`${text}\``;

function settingRow(name: SettingName): string[] {
  const { variable, flag, summary, byDefault } = settingTable[name];
  return [code(variable), flag === undefined ? '' : code(flag), cell(summary), cell(byDefault)];
}

/** @throws Error for a setting that no group has: it would be missing from the page */
function settingTables(): string {
  const grouped = groups.flatMap(([, names]) => names);
  const missing = settingNames.filter((name) => !grouped.includes(name));
  if (missing.length > 0) throw new Error(`docs/settings.md has no place for ${missing.join(', ')}`);
  return groups
    .map(
      ([title, names]) =>
        `### ${title}\n\n${table(['variable', 'flag', 'what it says', 'default'], names.map(settingRow))}`,
    )
    .join('\n\n');
}

/** What a parameter is without its variable. */
function withoutIt({ name, documented }: Parameter, original: Parameter | undefined): string {
  if (original) return `that of ${code(variableName(original.name))}`;
  if (name === 'refresh_token') return 'the run obtains its own';
  return documented === undefined ? 'generated' : `${code(documented)}, as documented`;
}

function parameterTable({ parameters, grants }: Contract): string {
  const rows = new Map<string, string[]>();
  const add = (one: Parameter, original?: Parameter): void => {
    if (one.name !== 'grant_type' && !rows.has(one.name))
      rows.set(one.name, [code(one.name), one.in, code(variableName(one.name)), withoutIt(one, original)]);
  };
  for (const one of parameters) {
    add(one);
    if (one.alternative) add(one.alternative, one);
  }
  for (const one of grants.flatMap((grant) => grant.parameters)) add(one);
  return table(['parameter', 'where', 'variable', 'without it'], [...rows.values()]);
}

function roleTable(): string {
  return table(
    ['role', 'for', 'its variables'],
    (Object.entries(identities) as [Role, (typeof identities)[Role]][]).map(
      ([role, { purpose, parameters }]) => [
        code(role),
        cell(purpose),
        parameters.map((name) => code(variableName(name, role))).join('<br>'),
      ],
    ),
  );
}

function settingsOf(options: readonly Option[]): string[] {
  if (options.length === 0) return [];
  const all = settingNames.every((name) => {
    const flag = longFlag(name);
    return flag === undefined || options.some(({ long }) => long === flag);
  });
  const names = options.map(({ long }) => code(long ?? '')).join(', ');
  return [`Settings: ${all ? 'every one that has a flag' : names}.`];
}

function argumentText(argument: Command['registeredArguments'][number]): string {
  const text = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${text}>` : `[${text}]`;
}

function commandSection(command: Command): string {
  const settings = new Set(settingNames.map(longFlag));
  const [known, own] = [true, false].map((isSetting) =>
    command.options.filter(({ long }) => settings.has(long ?? undefined) === isSetting),
  );
  const usage = [command.name(), ...command.registeredArguments.map(argumentText)].join(' ');
  return [
    `### ${command.name()}`,
    `\`token-conformance ${usage}\`: ${cell(command.description())}.`,
    ...settingsOf(known ?? []),
    ...(own?.length
      ? [
          table(
            ['flag', 'does'],
            own.map(({ flags, description }) => [code(flags), cell(description)]),
          ),
        ]
      : []),
  ].join('\n\n');
}

/** @returns Markdown */
export async function settingsPage(): Promise<string> {
  const { commands } = await createProgram(() => {});
  return `# Settings and flags

<!-- Generated by npm run generate. -->

A value comes from a flag, else from the environment, else from \`.env\` in the folder in which the command is called, else
from its default. An empty variable counts as not set; an empty flag is a mistake. Everything that is wrong is told at once,
with its origin and without its value, and the command ends with 2. A variable that nothing reads and that looks like a slip
is told as a warning.

In \`.env\`, put values with \`#\` or spaces into \`'single quotes'\`. Secrets come from the environment or \`.env\` alone,
never by a flag: other users of a machine can read those.

## Settings

${settingTables()}

"This machine" is the embedded sandbox, and a target at \`localhost\`, \`127.0.0.1\` or \`::1\`.

## The values that are sent

One rule covers every parameter of the document, wherever it is sent: its name in upper snake case with \`TOKEN_\` before it.
\`client_id\` is \`TOKEN_CLIENT_ID\`, \`X-Forwarded-For\` is \`TOKEN_X_FORWARDED_FOR\`, and a part of the path such as
\`{realm}\` is \`TOKEN_REALM\`. What is not set takes the default or example of the document, else a value that is generated
from its schema and the seed. The credentials of a client that uses HTTP Basic are \`TOKEN_CLIENT_ID\` and
\`TOKEN_CLIENT_SECRET\` as well. For the document that comes with this package:

${parameterTable(await readContract(packagedContract))}

\`TOKEN_CORS_ORIGINS\` lists the origins of web applications that may use the target from a browser, with commas between
them. Not set, none is expected.

### For one grant only

The name of the grant stands before that of the parameter: \`TOKEN_CLIENT_CREDENTIALS_CLIENT_ID\` is the client of that grant
alone. A grant type that is a URI goes by its last part: \`TOKEN_DEVICE_CODE_CLIENT_ID\`, \`TOKEN_JWT_BEARER_CLIENT_ID\`,
\`TOKEN_TOKEN_EXCHANGE_CLIENT_ID\`.

### Further identities

A role stands before the name of the parameter. What needs a role that is not set is *not verified*; it never fails. What a
role does not say is that of the main identity. \`OTHER\` takes a second realm as well: the required headers that tell one from another.

${roleTable()}

### The hook

\`TOKEN_HOOK_CODE\` is a command that obtains what a grant presents, fresh each time: an authorization code, a device code, an
assertion, a subject token. It prints the value, or a JSON object of parameter values, before its deadline. Its environment
tells what is wanted: \`HOOK_GRANT_TYPE\`, \`HOOK_WANTED\` (\`approved\`; \`pending\`, \`denied\`, \`expired\` or
\`wrong-audience\` where such a one is tried), \`HOOK_CLIENT_ID\`, \`HOOK_REDIRECT_URI\`, \`HOOK_CODE_CHALLENGE\`,
\`HOOK_CODE_CHALLENGE_METHOD\`, \`HOOK_SCOPE\`, \`HOOK_BASE_URL\`, \`HOOK_SEED\`. Without it such a grant is *not verified*.

## Variables that other programs know, too

| variable | does |
| --- | --- |
| \`HTTPS_PROXY\`, \`HTTP_PROXY\`, \`NO_PROXY\` | proxies, as curl reads them; the embedded sandbox is never reached through one |
| \`NODE_EXTRA_CA_CERTS\` | authorities to trust besides, as in every program of Node.js |
| \`NO_COLOR\`, \`FORCE_COLOR\` | colours off, or on where there is no terminal; \`NO_COLOR\` wins |
| \`CI\` | no line that is written over; colours unless \`NO_COLOR\` |
| \`GITHUB_STEP_SUMMARY\`, \`GITHUB_ACTIONS\` | the summary on the page of the job, notes on the lines of the document |

## Commands and their flags

${commands.map(commandSection).join('\n\n')}
`;
}
