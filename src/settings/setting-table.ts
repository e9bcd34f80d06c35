/**
 * The settings: one list, from which the flags, their help and the reading of the environment follow.
 * Contract parameters are no settings; they have variables by `variable-name.ts` and no flags.
 */
import { profileNames } from '../contract/profile-names.js';
import { authorities, clientCertificate, clientKey } from './certificates.js';
import {
  baseUrl,
  duration,
  exactlyOneOf,
  existingFile,
  existingFiles,
  folder,
  hostName,
  oneOf,
  type Reader,
  rate,
  someOf,
  text,
  wholeNumber,
  yesOrNo,
} from './setting-values.js';
import { assertionAlgorithms, signingKey } from './signing-key.js';

export interface Setting<T> {
  readonly variable: string;
  /** In commander's notation; `undefined`: by environment or `.env` only. */
  readonly flag: string | undefined;
  readonly summary: string;
  /** The default, in words. */
  readonly byDefault: string;
  readonly read: Reader<T>;
}

const setting = <T>(
  variable: string,
  flag: string | undefined,
  summary: string,
  byDefault: string,
  read: Reader<T>,
): Setting<T> => ({ variable, flag, summary, byDefault, read });

export const largestSeed = 2 ** 32 - 1;

const tenMinutes = 600_000;
const fiveMinutes = 300_000;
const oneHour = 3_600_000;

export const settingTable = {
  baseUrl: setting(
    'TOKEN_BASE_URL',
    '-u, --base-url <URL>',
    'base URL of the target, without the path of the token endpoint',
    'the embedded sandbox',
    baseUrl,
  ),
  allowHttp: setting(
    'TOKEN_ALLOW_HTTP',
    undefined,
    'host that may be reached by plain http although it is not this machine',
    'none',
    text,
  ),
  ca: setting(
    'TOKEN_CA',
    '--ca <FILE>',
    'PEM file with authorities to trust in addition to the well-known ones',
    'none',
    authorities,
  ),
  clientCertificate: setting(
    'TOKEN_CLIENT_CERT',
    undefined,
    'PEM file with the certificate by which the client is known to the target (mutual TLS)',
    'none',
    clientCertificate,
  ),
  clientKey: setting(
    'TOKEN_CLIENT_KEY',
    undefined,
    'PEM file with its private key',
    'the file of the certificate',
    clientKey,
  ),
  clientKeyPassphrase: setting(
    'TOKEN_CLIENT_KEY_PASSPHRASE',
    undefined,
    'passphrase of that key',
    'none',
    text,
  ),
  clientAuthentication: setting(
    'TOKEN_CLIENT_AUTHENTICATION',
    undefined,
    'how the client authenticates, by its registered name, such as private_key_jwt',
    'as the document says; where that offers several, the first one that is configured',
    oneOf(
      'client_secret_post',
      'client_secret_basic',
      'client_secret_jwt',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
      'none',
    ),
  ),
  assertionKey: setting(
    'TOKEN_CLIENT_ASSERTION_KEY',
    undefined,
    'private key by which the client signs assertions (private_key_jwt): path of a PEM or JWK file, or the JWK itself',
    'none',
    signingKey,
  ),
  assertionAlgorithm: setting(
    'TOKEN_CLIENT_ASSERTION_ALG',
    undefined,
    'algorithm of client assertions: RS256, PS256, ES256, EdDSA, HS256, …',
    'that of the JWK, else the usual one of the key; HS256 for client_secret_jwt',
    exactlyOneOf(...assertionAlgorithms),
  ),
  assertionAudience: setting(
    'TOKEN_CLIENT_ASSERTION_AUDIENCE',
    undefined,
    'audience of client assertions',
    'the URL of the token endpoint',
    text,
  ),
  hook: setting(
    'TOKEN_HOOK_CODE',
    undefined,
    'command that prints a fresh authorization code, device code, assertion or subject token',
    'none',
    text,
  ),
  hookDeadline: setting(
    'TOKEN_HOOK_DEADLINE',
    undefined,
    'deadline of that command: 30s, or a number of seconds',
    '30s',
    duration(1, tenMinutes),
  ),
  spec: setting(
    'TOKEN_SPEC',
    '--spec <FILE>',
    'OpenAPI document that describes the token endpoint',
    'the one that comes with this package',
    existingFile('the path of an OpenAPI document'),
  ),
  operation: setting(
    'TOKEN_OPERATION',
    '--operation <NAME>',
    'which operation of the document is the token endpoint: its operationId, its path, or "POST /path"',
    'found by evidence',
    text,
  ),
  profile: setting(
    'TOKEN_PROFILE',
    '--profile <NAME>',
    `profile of the target, one of ${profileNames().join(', ')}, or a file`,
    'sandbox for the embedded sandbox, else default',
    text,
  ),
  seed: setting(
    'TOKEN_SEED',
    '--seed <N>',
    'number from which generated values follow; the same seed sends the same values',
    'random, shown by the run',
    wholeNumber(0, largestSeed, 'a number such as 42'),
  ),
  reportDir: setting('TOKEN_REPORT_DIR', '--report-dir <DIR>', 'folder for the reports', 'reports', folder),
  reports: setting(
    'TOKEN_REPORT',
    '--report <LIST>',
    'which reports are written: some of html,junit,json,sarif; results.json always is',
    'html,junit,json',
    someOf('html', 'junit', 'json', 'sarif'),
  ),
  bundle: setting(
    'TOKEN_BUNDLE',
    '--bundle',
    'write bundle.zip as well: reports, results, contract and settings without secrets, with their SHA-256',
    'false',
    yesOrNo,
  ),
  since: setting(
    'TOKEN_SINCE',
    '--since <FILE>',
    'results.json or bundle of an earlier run: the partner report tells what changed',
    'none',
    existingFile('the path of a results.json or a bundle'),
  ),
  quiet: setting(
    'TOKEN_QUIET',
    '--quiet',
    'print the verdict and what breaks it, and no more',
    'false',
    yesOrNo,
  ),
  verbose: setting('TOKEN_VERBOSE', '--verbose', 'print a line for each scenario, too', 'false', yesOrNo),
  workers: setting(
    'TOKEN_WORKERS',
    '--workers <N>',
    'processes that send at the same time',
    '1',
    wholeNumber(1, 64, 'a number such as 2'),
  ),
  requestTimeout: setting(
    'TOKEN_REQUEST_TIMEOUT',
    '--request-timeout <TIME>',
    'deadline of one request: 5s, 500ms, or a number of seconds',
    '10s',
    duration(1, tenMinutes),
  ),
  requestInterval: setting(
    'TOKEN_RATE_LIMIT',
    '--rate-limit <RATE>',
    'most requests in a time: 5/s, 100/m, or none',
    '10/s, none for this machine',
    rate,
  ),
  failOn: setting(
    'TOKEN_FAIL_ON',
    '--fail-on <LEVEL>',
    'what makes the exit code 1: must, should or never',
    'must',
    oneOf('must', 'should', 'never'),
  ),
  failOnUnverified: setting(
    'TOKEN_FAIL_ON_UNVERIFIED',
    '--fail-on-unverified',
    'exit code 3 when something could not be judged for want of a role',
    'false',
    yesOrNo,
  ),
  observe: setting(
    'TOKEN_OBSERVE',
    '--observe',
    'report what the target does without judging it, and write drafts of its document and profile',
    'false',
    yesOrNo,
  ),
  waivers: setting(
    'TOKEN_WAIVERS',
    '--waivers <FILE>',
    'known deviations that do not fail the run: YAML by schemas/waivers.schema.json',
    'none',
    existingFile('the path of a waiver file'),
  ),
  checks: setting(
    'TOKEN_CHECKS',
    '--checks <FILES...>',
    'JavaScript files with checks and scenarios of your own',
    'none',
    existingFiles('the paths of JavaScript files, with commas between them'),
  ),
  maxFailures: setting(
    'TOKEN_MAX_FAILURES',
    '--max-failures <N>',
    'scenarios with a failure after which the run stops',
    'never stops',
    wholeNumber(1, 1_000_000, 'a number such as 10'),
  ),
  maxRequests: setting(
    'TOKEN_MAX_REQUESTS',
    '--max-requests <N>',
    'most requests that a run sends; what is left out makes the result partial',
    'as many as it takes',
    wholeNumber(1, 1_000_000, 'a number such as 200'),
  ),
  lockoutBudget: setting(
    'TOKEN_LOCKOUT_BUDGET',
    '--lockout-budget <N>',
    'most wrong passwords for one user; twice as many wrong secrets for one client',
    '15',
    wholeNumber(0, 1000, 'a number such as 15'),
  ),
  allowWaits: setting(
    'TOKEN_ALLOW_WAITS',
    '--allow-waits',
    'wait until tokens expire, a few minutes at most each',
    'false',
    yesOrNo,
  ),
  allowBursts: setting(
    'TOKEN_ALLOW_BURSTS',
    '--allow-bursts',
    'send up to ten requests at the same moment',
    'true for this machine, else false',
    yesOrNo,
  ),
  allowLarge: setting(
    'TOKEN_ALLOW_LARGE',
    '--allow-large',
    'send bodies and headers far beyond 8 kB',
    'true for this machine, else false',
    yesOrNo,
  ),
  allowSmuggling: setting(
    'TOKEN_ALLOW_SMUGGLING',
    '--allow-smuggling',
    'send requests whose length is ambiguous, which a proxy in between may misread',
    'true for this machine, else false',
    yesOrNo,
  ),
  allowBruteForce: setting(
    'TOKEN_ALLOW_BRUTE_FORCE',
    '--allow-brute-force',
    'guess credentials of the role DISPOSABLE until the target reacts',
    'false',
    yesOrNo,
  ),
  allowTiming: setting(
    'TOKEN_ALLOW_TIMING',
    '--allow-timing',
    'measure response times over many requests',
    'false',
    yesOrNo,
  ),
  leeway: setting(
    'TOKEN_LEEWAY',
    '--leeway <TIME>',
    'how long after its expiry a token may still be accepted, because clocks differ',
    '5m',
    duration(0, fiveMinutes),
  ),
  callbackHost: setting(
    'TOKEN_CALLBACK_HOST',
    '--callback-host <HOST>',
    'name or address by which the target reaches this machine, to see whether it fetches what it must not',
    '127.0.0.1 for this machine, else none',
    hostName,
  ),
  repeat: setting(
    'TOKEN_REPEAT',
    '--repeat <N>',
    'how often the control and a sample of the scenarios are run, to find verdicts that change',
    '1',
    wholeNumber(1, 1000, 'a number such as 5'),
  ),
  fuzz: setting(
    'TOKEN_FUZZ',
    '--fuzz <N>',
    'generated requests that are sent besides: variations of the valid one, judged by properties',
    '0',
    wholeNumber(0, 10_000_000, 'a number such as 1000'),
  ),
  waitFor: setting(
    'TOKEN_WAIT_FOR',
    '--wait-for <SECONDS>',
    'how long to wait until the target accepts connections',
    '0',
    duration(0, oneHour),
  ),
} as const;

export type SettingName = keyof typeof settingTable;

/** Flags as they were given, by setting. */
export type Flags = { readonly [name in SettingName]?: string | undefined } & {
  /** `false`: `--no-color`. */
  readonly color?: boolean;
};

/** What a run may do that could strain a server, lock an account or take long: one for each opt-in of the scenarios. */
export const allowances = [
  'allowWaits',
  'allowBursts',
  'allowLarge',
  'allowSmuggling',
  'allowBruteForce',
  'allowTiming',
] as const satisfies readonly SettingName[];

export const settingNames = Object.keys(settingTable) as readonly SettingName[];

/** `--base-url` of `-u, --base-url <URL>`. */
export function longFlag(name: SettingName): string | undefined {
  return /--[a-z-]+/.exec(settingTable[name].flag ?? '')?.[0];
}
