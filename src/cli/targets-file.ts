/**
 * The file of `run --targets`: YAML or JSON by `schemas/targets.schema.json`. Each target has a name, the flags of `run` that
 * count for it (without their dashes), and `TOKEN_` variables that are no secrets. Secrets come from elsewhere.
 */
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Contract } from '../contract/contract.js';
import { Cursor } from '../contract/cursor.js';
import { DocumentError } from '../contract/document-error.js';
import { refuseUnless } from '../contract/package-schema.js';
import { SourceFile } from '../contract/source-file.js';
import { isSecretName } from '../http/redaction.js';
import { secretNamesOf } from '../session/secret-names.js';
import { nearNames } from '../settings/near-names.js';
import type { Environment } from '../settings/read-settings.js';
import {
  allowances,
  longFlag,
  type SettingName,
  settingNames,
  settingTable,
} from '../settings/setting-table.js';
import { variableName, variableNames } from '../settings/variable-name.js';

/** The file of the targets cannot be used. */
class TargetsError extends DocumentError {}

/** One target of the file. */
export interface Target {
  readonly name: string;
  readonly baseUrl: string;
  /** Targets with the same one share the rate limit of that host. */
  readonly host: string;
  /** File with its secrets, in place of `.env`; `undefined`: none is read. */
  readonly envFile: string | undefined;
  /** What the names of its variables begin with in the environment, in place of `TOKEN_`; `undefined`: none is read. */
  readonly prefix: string | undefined;
  /** What its entry says, as `TOKEN_` variables. No secrets. */
  readonly variables: Readonly<Record<string, string>>;
  /** @throws DocumentError for a variable of the entry that the contract knows as a secret */
  refuseSecretsOf(contract: Contract): void;
}

/** The flags of `run` that a target may have of its own. The others say how the whole is run and reported. */
const ownSettings = [
  ...(['baseUrl', 'spec', 'operation', 'profile', 'ca', 'waivers', 'checks', 'since'] as const),
  ...([
    'requestInterval',
    'requestTimeout',
    'maxRequests',
    'maxFailures',
    'lockoutBudget',
    'waitFor',
  ] as const),
  ...(['failOn', 'failOnUnverified', 'observe', 'fuzz', 'repeat', 'leeway', 'callbackHost'] as const),
  ...allowances,
] satisfies readonly SettingName[];

const keyOf = (name: SettingName): string => longFlag(name)?.slice('--'.length) ?? '';

/** By the keys of an entry: the flags without their dashes. */
export const settingOfKey: ReadonlyMap<string, SettingName> = new Map(
  ownSettings.map((name) => [keyOf(name), name]),
);

const settingOfVariable = new Map<string, SettingName>(
  settingNames.map((name) => [settingTable[name].variable, name]),
);

/** Settings whose values are paths; in the file they start from where the file is. */
const paths: ReadonlySet<SettingName> = new Set<SettingName>([
  ...(['spec', 'ca', 'waivers', 'checks', 'since', 'clientCertificate', 'clientKey'] as const),
]);

/** What a run writes into its own folder, were it beside those of the targets. */
const taken = ['html', 'artifacts', 'con', 'prn', 'aux', 'nul'];

/** Settings that are secrets, or may be. */
const secretSettings: ReadonlySet<SettingName> = new Set(['assertionKey', 'clientKeyPassphrase'] as const);

/** A key as one of people's many: `clientSecret`, `client_secret`, `TOKEN_CLIENT_SECRET`. */
function saysSecret(key: string): boolean {
  const setting = settingOfVariable.get(key);
  if (setting !== undefined) return secretSettings.has(setting);
  const words = key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return isSecretName(words) || /(^|_)(code|code_verifier)$/.test(words);
}

function refuseSecret(at: Cursor, key: string): never {
  const variable = key.startsWith('TOKEN_') ? key : variableName(key);
  return at.fail(
    `${JSON.stringify(key)} holds a secret, and this file is for people to share`,
    `move it into the file that "env" names, as ${variable}=…, or into a variable that begins with "prefix"; change it where others have seen it`,
  );
}

const ofTheWhole = (setting: SettingName): string =>
  `it counts for all targets: give it as ${longFlag(setting)}`;

function refuseUnknown(at: Cursor, key: string): never {
  const whole = settingNames.find((name) => keyOf(name) === key);
  const near = nearNames(key, ['name', 'env', 'prefix', ...settingOfKey.keys()]);
  return at.fail(
    `${JSON.stringify(key)} is not known here`,
    whole !== undefined
      ? ofTheWhole(whole)
      : near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : `write a flag of run without its dashes (schemas/targets.schema.json has all of them), or the value of a parameter as ${variableName(key)}`,
  );
}

/** Before the schema is asked: it would say less. */
function refuseKeys(entry: Cursor): void {
  for (const [key, at] of entry.entries()) {
    if (saysSecret(key)) refuseSecret(at, key);
    if (key === 'name' || key === 'env' || key === 'prefix' || settingOfKey.has(key)) continue;
    if (!/^TOKEN_[A-Z0-9_]+$/.test(key)) refuseUnknown(at, key);
    const setting = settingOfVariable.get(key);
    if (setting === undefined || settingTable[setting].flag === undefined) continue;
    const own = settingOfKey.has(keyOf(setting));
    at.fail(`${key} is a setting that has a flag`, own ? `write ${keyOf(setting)}` : ofTheWhole(setting));
  }
}

const fileAt = (at: Cursor, folder: string): string => {
  const path = resolve(folder, at.text());
  if (!existsSync(path) || !statSync(path).isFile())
    at.fail('there is no such file', `check the path; it starts from ${folder}`);
  return path;
};

/** As the setting takes it. @throws DocumentError for what it does not take */
function settingText(at: Cursor, name: SettingName, folder: string): string {
  const texts = Array.isArray(at.value)
    ? at.items().map((item) => fileAt(item, folder))
    : paths.has(name) || (name === 'profile' && /[\\/]|\.ya?ml$/i.test(String(at.value)))
      ? [fileAt(at, folder)]
      : [String(at.value)];
  const text = texts.join(',');
  const reading = settingTable[name].read(text);
  if ('wrong' in reading) at.fail(`the value ${reading.wrong}`, `write ${reading.instead}`);
  return text;
}

function variablesOf(entry: Cursor, folder: string): Record<string, string> {
  return Object.fromEntries(
    entry.entries().flatMap(([key, at]) => {
      const setting = settingOfKey.get(key) ?? settingOfVariable.get(key);
      if (setting !== undefined) return [[settingTable[setting].variable, settingText(at, setting, folder)]];
      return key.startsWith('TOKEN_') ? [[key, at.text()]] : [];
    }),
  );
}

function targetOf(entry: Cursor, folder: string): Target {
  const variables = variablesOf(entry, folder);
  const baseUrl = variables[settingTable.baseUrl.variable] ?? '';
  const env = entry.get('env');
  return {
    name: entry.textOf('name') ?? '',
    baseUrl,
    host: new URL(baseUrl).hostname.replace(/\.$/, ''),
    envFile: env && fileAt(env, folder),
    prefix: entry.textOf('prefix'),
    variables,
    refuseSecretsOf(contract) {
      for (const variable of [...secretNamesOf(contract)].flatMap((name) =>
        variableNames(name, contract.grants),
      )) {
        const at = entry.get(variable);
        if (at) refuseSecret(at, variable);
      }
    },
  };
}

/**
 * @param file path of the file; the paths in it start from its folder
 * @throws DocumentError for the first thing that is wrong with it; it quotes no value
 */
export async function readTargets(file: string): Promise<readonly Target[]> {
  const source = await SourceFile.read(resolve(file), file, TargetsError);
  const root = new Cursor(source, '#', source.value);
  const list = root.isObject ? root.get('targets') : undefined;
  const entries = Array.isArray(list?.value) ? list.items() : [];
  for (const entry of entries) if (entry.isObject) refuseKeys(entry);
  refuseUnless(root, 'targets.schema.json');
  const names = new Set<string>(taken);
  for (const at of entries.flatMap((entry) => entry.get('name') ?? [])) {
    // Folders of some systems do not tell the case apart.
    const name = at.text().toLowerCase();
    if (taken.includes(name))
      at.fail(`${JSON.stringify(at.text())} cannot be the name of a folder here`, 'choose another name');
    if (names.has(name))
      at.fail(
        `another target has the name ${JSON.stringify(at.text())}`,
        'give each target a name of its own',
      );
    names.add(name);
  }
  return entries.map((entry) => targetOf(entry, dirname(resolve(file))));
}

/**
 * The environment of a run for this target alone. No `TOKEN_` variable of the caller counts, lest the credentials of one
 * target be sent to another.
 */
export function environmentOf({ variables, prefix, envFile }: Target, env: Environment): NodeJS.ProcessEnv {
  const given = Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const prefixed =
    prefix === undefined
      ? []
      : given.flatMap(([name, value]) =>
          name.startsWith(prefix) ? [[`TOKEN_${name.slice(prefix.length)}`, value]] : [],
        );
  return {
    ...Object.fromEntries(given.filter(([name]) => !/^TOKEN_/i.test(name))),
    ...Object.fromEntries(prefixed),
    ...variables,
    TOKEN_CONFORMANCE_ENV_FILE: envFile ?? '',
  };
}
