/** `init`: a starting OpenAPI document and `.env` for a server, or the `.env` that a document needs. */
import { existsSync, lstatSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Contract } from '../contract/contract.js';
import type { Draft } from '../init/draft.js';
import type { Asked } from '../init/questions.js';
import { InitError, type ServerFacts } from '../init/server-facts.js';
import { writeAtomically } from '../reports/write-atomically.js';
import { readDotenv } from '../settings/dotenv-file.js';
import { packageVersion } from '../settings/package-root.js';
import type { SettingName } from '../settings/setting-table.js';
import type { Settings } from '../settings/settings.js';
import { variableName } from '../settings/variable-name.js';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.js';
import { addSettingFlags, flagsOf, type Options, settingsOf } from './setting-flags.js';

const settingFlags: readonly SettingName[] = ['operation', 'ca', 'requestTimeout', 'requestInterval'];
const documentFile = 'token.openapi.yaml';

/** Mode of a file that holds secrets. */
const readableByOwner = 0o600;

/** Called before anything is sent: nothing of the user's is replaced unless that was asked for. */
function refuseToReplace(files: readonly string[], force: boolean): void {
  for (const file of files) {
    if (!existsSync(file)) continue;
    if (!lstatSync(file).isFile())
      throw new UsageError(`${file} is there and no plain file: move it, or name another folder by --out.`);
    if (!force)
      throw new UsageError(
        `${file} is there already. Nothing was written. Name another folder by --out, or replace it by --force.`,
      );
  }
}

interface Wanted {
  readonly issuer: string | undefined;
  readonly tokenUrl: string | undefined;
  readonly spec: string | undefined;
  readonly grants: readonly string[] | undefined;
  /** Absolute path of the folder. */
  readonly out: string;
  readonly force: boolean;
}

function wantedOf(options: Options): Wanted {
  const text = (value: unknown): string | undefined => {
    const given = typeof value === 'string' ? value.trim() : undefined;
    return given === '' ? undefined : given;
  };
  const grants = text(options.grants)
    ?.split(/[\s,]+/)
    .filter((grant) => grant !== '');
  const bad = grants?.find((grant) => !/^[\w.:/-]+$/.test(grant));
  if (bad !== undefined) throw new UsageError('--grants: write values of grant_type, separated by commas');
  return {
    issuer: text(options.issuer),
    tokenUrl: text(options.tokenUrl),
    spec: text(options.spec),
    grants,
    out: resolve(text(options.out) ?? '.'),
    force: options.force === true,
  };
}

/** Settings for connections to that URL: proxies and the rate of requests depend on where it leads. */
async function settingsFor(options: Options, flag: string, url: string): Promise<Settings> {
  const { urlProblem } = await import('../init/server-url.js');
  const flags = flagsOf(options, settingFlags);
  const problem = urlProblem(url, settingsOf(flags).allowedHost);
  // The URL is not repeated: it may hold a password.
  if (problem !== undefined) throw new UsageError(`${flag}: the URL ${problem}`);
  return settingsOf({ ...flags, baseUrl: new URL(url).origin });
}

/** What the user typed, by variable. */
type Typed = Map<string, string>;

async function askFor(typed: Typed, terminal: Asked, settings: Settings, facts: ServerFacts): Promise<void> {
  const ask = async (name: string, question: string, secret = false): Promise<boolean> => {
    if (settings.parameter(name) !== undefined) return true;
    const answer = await (secret ? terminal.askSecret(question) : terminal.ask(question));
    if (answer !== '') typed.set(variableName(name), answer);
    return answer !== '';
  };
  if (await ask('client_id', 'Client id (empty: fill it in later): '))
    await ask('client_secret', 'Client secret (not shown; empty: none): ', true);
  const takesPasswords = facts.grants?.includes('password') ?? true;
  if (takesPasswords && (await ask('username', 'User name (empty: no password grant): ')))
    await ask('password', 'Password (not shown): ', true);
}

/** Values of the file that is replaced, and what was typed. */
function keptValues(file: string, typed: Typed): Map<string, string> {
  const old = existsSync(file) ? Object.entries(readDotenv(file).values) : [];
  return new Map([
    ...old.filter(([name, value]) => value !== '' && !/^TOKEN_(SPEC|BASE_URL)$/.test(name)),
    ...typed,
  ]);
}

async function writeDotenv(
  file: string,
  contract: Contract,
  given: {
    readonly spec: string;
    readonly operation?: string | undefined;
    readonly baseUrl: string | undefined;
    readonly allowedHost: string | undefined;
    readonly typed: Typed;
  },
): Promise<void> {
  const { dotenvText } = await import('../init/dotenv-text.js');
  const values = keptValues(file, given.typed);
  writeAtomically(file, dotenvText({ contract, ...given, values }), readableByOwner);
}

/** As a user would write it in the folder in which the run will be called. */
const shown = (file: string): string => relative(process.cwd(), file) || '.';

function sayWhatNext(out: string, blank: readonly string[]): void {
  const inside = shown(out);
  const where = inside === '.' ? '' : `, in ${inside}`;
  const fill = blank.length > 0 ? `Fill in ${blank.join(', ')} in ${shown(join(out, '.env'))}. ` : '';
  console.log(`\n${fill}Then${where}: npx token-conformance preflight, and npx token-conformance run.`);
}

const credentialNames = ['client_id', 'client_secret', 'username', 'password'];

/** Variables of credentials that the contract takes and nobody has set. */
async function blankVariables(contract: Contract, envFile: string): Promise<string[]> {
  const { values } = readDotenv(envFile);
  return credentialNames
    .map((name) => variableName(name))
    .filter((variable) => Object.hasOwn(values, variable) && !values[variable] && !process.env[variable])
    .filter((variable) => contract.clientAuthentication[0] !== 'none' || variable !== 'TOKEN_CLIENT_SECRET');
}

async function fromDocument(options: Options, spec: string, { out, force }: Wanted): Promise<ExitCode> {
  const { validateDocument } = await import('../contract/validate-document.js');
  const { urlProblem } = await import('../init/server-url.js');
  const envFile = join(out, '.env');
  refuseToReplace([envFile], force);
  const { operation } = settingsOf(flagsOf(options, ['operation']));
  const contract = await validateDocument(spec, operation);
  // A template that names no default is no address.
  const server = contract.servers.find(
    (one) => !/[{}]/.test(one) && urlProblem(one, undefined) === undefined,
  );
  await writeDotenv(envFile, contract, {
    spec: relative(out, resolve(spec)),
    operation,
    baseUrl: server?.replace(/\/+$/, ''),
    allowedHost: undefined,
    typed: new Map(),
  });
  console.log(`Written: ${shown(envFile)} (readable by you alone)`);
  if (server !== undefined) console.log(`The base URL is a server of the document.`);
  const blank = await blankVariables(contract, envFile);
  sayWhatNext(out, [...(server === undefined ? ['TOKEN_BASE_URL'] : []), ...blank]);
  return exitCodes.conforms;
}

async function writeDraft(draft: Draft, settings: Settings, { out }: Wanted, typed: Typed): Promise<void> {
  const { documentOf, noteLines } = await import('../init/document.js');
  const { validateDocument } = await import('../contract/validate-document.js');
  const { forLog } = await import('../reports/text.js');
  const file = join(out, documentFile);
  const envFile = join(out, '.env');
  writeAtomically(file, documentOf(draft));
  const contract = await validateDocument(file);
  const { origin, protocol, hostname } = new URL(draft.facts.tokenUrl);
  await writeDotenv(envFile, contract, {
    spec: documentFile,
    baseUrl: origin,
    allowedHost: protocol === 'http:' && settings.allowedHost === hostname ? hostname : undefined,
    typed,
  });
  for (const line of noteLines(draft.notes)) console.log(forLog(line));
  console.log(`\nWritten: ${shown(file)} and ${shown(envFile)} (readable by you alone)`);
  sayWhatNext(out, await blankVariables(contract, envFile));
}

async function fromServer(options: Options, wanted: Wanted, terminal: Asked | undefined): Promise<ExitCode> {
  const { openSurvey } = await import('../init/survey.js');
  const { issuer, tokenUrl, grants, out, force } = wanted;
  refuseToReplace([join(out, documentFile), join(out, '.env')], force);
  for (const [flag, url] of [
    ['--issuer', issuer],
    ['--token-url', tokenUrl],
  ] as const)
    if (url !== undefined) await settingsFor(options, flag, url);
  const settings = await settingsFor(options, '--issuer', issuer ?? tokenUrl ?? '');
  const survey = openSurvey({
    issuer,
    tokenUrl,
    grants,
    connection: settings.connection,
    allowedHost: settings.allowedHost,
    timeout: settings.requestTimeout,
    interval: settings.requestInterval,
    version: packageVersion,
  });
  try {
    const facts = await survey.facts();
    const typed: Typed = new Map();
    if (terminal) await askFor(typed, terminal, settings, facts);
    const draft = await survey.draft(
      facts,
      (name, grant) =>
        settings.parameter(name, { grant }) ?? typed.get(variableName(name)) ?? settings.parameter(name),
    );
    await writeDraft(draft, settings, wanted, typed);
    return exitCodes.conforms;
  } finally {
    survey.close();
  }
}

async function init(options: Options): Promise<ExitCode> {
  const wanted = wantedOf(options);
  const { spec, issuer, tokenUrl } = wanted;
  if (spec !== undefined && (issuer ?? tokenUrl) !== undefined)
    throw new UsageError('--spec: a document is there already; leave out --issuer and --token-url');
  if (spec !== undefined) return fromDocument(options, spec, wanted);
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (!isTerminal) {
    if ((issuer ?? tokenUrl) === undefined)
      throw new UsageError('Name the server by --issuer or --token-url, or a document by --spec.');
    return fromServer(options, wanted, undefined);
  }
  const { openTerminal, BrokenOff } = await import('../init/questions.js');
  const terminal = openTerminal({ input: process.stdin, output: process.stdout });
  try {
    if ((issuer ?? tokenUrl) !== undefined) return await fromServer(options, wanted, terminal);
    const given = await terminal.ask('Issuer, or empty when only the token endpoint is known: ');
    return given === ''
      ? await fromServer(
          options,
          { ...wanted, tokenUrl: await terminal.ask('URL of the token endpoint: ') },
          terminal,
        )
      : await fromServer(options, { ...wanted, issuer: given }, terminal);
  } catch (problem) {
    if (!(problem instanceof BrokenOff)) throw problem;
    console.error('\nNothing was written.');
    return exitCodes.usage;
  } finally {
    terminal.close();
  }
}

async function initCommand(options: Options): Promise<ExitCode> {
  try {
    return await init(options);
  } catch (problem) {
    if (!(problem instanceof InitError)) throw problem;
    const { forLog } = await import('../reports/text.js');
    console.error(forLog(problem.message));
    return problem.kind === 'unreachable' ? exitCodes.inconclusive : exitCodes.usage;
  }
}

export function addInitCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('init')
    .description('write a starting OpenAPI document and .env for a server, or the .env that a document needs')
    .option(
      '--issuer <URL>',
      'issuer whose metadata is read (RFC 8414, OpenID discovery), or the URL of the metadata',
    )
    .option('--token-url <URL>', 'token endpoint of a server without metadata')
    .addOption(
      new Option('--spec <FILE>', 'OpenAPI document that is there already: only its .env is written'),
    )
    .option(
      '--grants <LIST>',
      'values of grant_type to describe (default: those that credentials suffice for)',
    )
    .option('--out <DIR>', 'folder for the files (default: this one)')
    .option('--force', 'replace files that are there; values of the old .env are kept');
  addSettingFlags(command, settingFlags).action(async (options: Options) =>
    finish(await initCommand(options)),
  );
}
