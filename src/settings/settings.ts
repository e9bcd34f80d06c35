/** Typed settings of a run. Read once (`read-settings.ts`), passed on, never read from the environment elsewhere. */
import type { ClientAuthenticationMethod } from '../contract/contract.js';
import type { ConnectionOptions } from '../http/connection-options.js';
import type { OptIn } from '../scenarios/opt-in.js';
import type { AssertionAlgorithm, SigningKey } from './signing-key.js';
import type { Scope } from './variable-name.js';

export type ReportFormat = 'html' | 'junit' | 'json' | 'sarif';

/** How client assertions are made (RFC 7523 section 2.2). */
export interface AssertionSettings {
  readonly key: SigningKey | undefined;
  readonly algorithm: AssertionAlgorithm | undefined;
  readonly audience: string | undefined;
}

export interface Settings {
  /** Path of the OpenAPI document. */
  readonly spec: string;
  /** The operation that is the token endpoint: operationId, path, or method and path; `undefined`: found by evidence. */
  readonly operation: string | undefined;
  /** Base URL of the target, without a slash at the end; `undefined`: the embedded sandbox. */
  readonly baseUrl: string | undefined;
  /** Host that may be reached by plain http although it is not this machine. */
  readonly allowedHost: string | undefined;
  /** Authorities, client certificate and proxies. It holds secrets. */
  readonly connection: ConnectionOptions;
  /** How the client authenticates; `undefined`: as the document says. */
  readonly clientAuthentication: ClientAuthenticationMethod | undefined;
  readonly assertions: AssertionSettings;
  /** Command that prints a fresh code, and its deadline in milliseconds; `undefined`: none. */
  readonly hook: { readonly command: string; readonly deadline: number } | undefined;
  readonly profile: string;
  /** Of one target among several (`run --targets`). */
  readonly targetName: string | undefined;
  readonly seed: number;
  /** False: it was drawn at random. */
  readonly seedGiven: boolean;
  readonly reportDir: string;
  /** Which reports are written. `results.json` always is: the exit code is read from it. */
  readonly reports: readonly ReportFormat[];
  /** Whether `bundle.zip` is written. */
  readonly bundle: boolean;
  /** How much is printed. */
  readonly verbosity: 'quiet' | 'normal' | 'verbose';
  /** Path of an earlier `results.json`, or bundle, to compare with. */
  readonly since: string | undefined;
  /** What GitHub Actions offers: the file for the job summary, and whether it reads annotations from the log. */
  readonly github: { readonly stepSummary: string | undefined; readonly annotations: boolean };
  readonly workers: number;
  /** Deadline of one request, milliseconds. */
  readonly requestTimeout: number;
  /** Least time between the starts of two requests of one worker, milliseconds; 0: none. */
  readonly requestInterval: number;
  readonly failOn: 'must' | 'should' | 'never';
  readonly failOnUnverified: boolean;
  /** Nothing is judged: what would fail is told as what the target does. */
  readonly observe: boolean;
  /** Path of the waiver file; `undefined`: no deviation is waived. */
  readonly waivers: string | undefined;
  /** Files with checks and scenarios of the user's own. */
  readonly checks: readonly string[];
  /** Scenarios with a failure after which the run stops; `undefined`: never. */
  readonly maxFailures: number | undefined;
  /** Most requests of a run; `undefined`: as many as it takes. */
  readonly maxRequests: number | undefined;
  /** Generated requests, all grants together; 0: none. */
  readonly fuzz: number;
  /** How long to wait before a run until the target accepts connections, milliseconds. */
  readonly waitFor: number;
  /** Most wrong passwords for one user, and wrong secrets for one client, of one worker. */
  readonly lockoutBudget: number;
  /** For how long after its expiry a token may still be accepted, because clocks differ; milliseconds. */
  readonly leeway: number;
  /** Name or address by which the target reaches this machine; `undefined`: it cannot. */
  readonly callbackHost: string | undefined;
  /** How often the control and a sample of the scenarios are run. */
  readonly repeat: number;
  /** What may be done although it strains a server or takes long. */
  readonly allowed: ReadonlySet<OptIn>;
  readonly color: boolean;
  /** A person looks at a terminal on which a line can be written over: no CI log, no file, no pipe. */
  readonly interactive: boolean;
  /**
   * Value configured for a contract parameter (`client_id` → `TOKEN_CLIENT_ID`), of a role or grant where
   * given (`TOKEN_OTHER_CLIENT_ID`, `TOKEN_REFRESH_TOKEN_CLIENT_ID`). `undefined`: not configured.
   */
  parameter(name: string, scope?: Scope): string | undefined;
}
