/** Variables that look like a slip: nobody reads them, or not all of their value. Warnings, never errors. */
import { basename } from 'node:path';
import type { Contract } from '../contract/contract.js';
import { readDotenv } from './dotenv-file.js';
import { nearNames } from './near-names.js';
import type { SettingsSources } from './read-settings.js';
import { settingNames, settingTable } from './setting-table.js';
import { variableNames } from './variable-name.js';

type Described = Pick<Contract, 'parameters' | 'pathParameters' | 'grants' | 'clientAuthentication'>;

/**
 * Every variable that a contract's parameters have: for the main identity, for each grant and for each role.
 * `grant_type` has none: each scenario says its own.
 */
export function parameterVariables(contract: Described): string[] {
  const direct = [
    ...contract.parameters,
    ...contract.pathParameters,
    ...contract.grants.flatMap((grant) => grant.parameters),
  ];
  const names = new Set(
    direct.flatMap(({ name, alternative }) => (alternative ? [name, alternative.name] : [name])),
  );
  // Where they are sent in a header of HTTP they are no parameters.
  if (contract.clientAuthentication.some((method) => method !== 'none'))
    for (const name of ['client_id', 'client_secret']) names.add(name);
  names.delete('grant_type');
  // No parameter of the contract, and read like one (`families/browser.ts`).
  names.add('cors_origins');
  return [...new Set([...names].flatMap((name) => variableNames(name, contract.grants)))];
}

/** Read by nobody and near to a name that is read. */
function misspelt(variable: string, known: readonly string[]): string[] {
  const rest = (name: string): string => name.slice('TOKEN_'.length);
  const near = nearNames(rest(variable), known.map(rest))[0];
  return near === undefined ? [] : [`${variable} is not read by anything; did you mean TOKEN_${near}?`];
}

/** ` #` begins a comment in .env, and so does `#` in the middle of a value without quotes. */
function cutShort(line: string): boolean {
  const value = /=(.*)$/.exec(line)?.[1]?.trim() ?? '';
  return /^[^'"`#\s][^#]*[^#\s]#/.test(value);
}

/**
 * One sentence for each suspect variable of the prefix `TOKEN_`; no values. Without a contract only slips in
 * the names of settings are found.
 */
export function suspectVariables(
  { env, dotenvFile }: Pick<SettingsSources, 'env' | 'dotenvFile'>,
  contract?: Described,
): string[] {
  const dotenv = readDotenv(dotenvFile);
  const known = [
    ...settingNames.map((name) => settingTable[name].variable),
    ...(contract ? parameterVariables(contract) : []),
  ];
  const given = new Map(
    [...Object.entries(dotenv.values), ...Object.entries(env)].filter(
      (entry): entry is [string, string] => /^TOKEN_./i.test(entry[0]) && Boolean(entry[1]),
    ),
  );
  return [...given].flatMap(([variable, value]) => {
    if (!known.includes(variable)) return misspelt(variable, known);
    const found: string[] = [];
    if (!env[variable] && cutShort(dotenv.textOf(variable) ?? ''))
      found.push(
        `${basename(dotenv.name)} line ${dotenv.lineOf(variable)}: the value of ${variable} ends at its first "#"; quote it to keep the rest`,
      );
    if (value !== value.trim()) found.push(`the value of ${variable} begins or ends with white space`);
    return found;
  });
}
