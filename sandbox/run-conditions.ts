/** How a bent server is to be run and judged, where the default run would not show what it does otherwise. */
import { delegates } from './accounts.js';

export interface RunConditions {
  /** The document it is judged by, relative to the root of the package. Default: the package's own contract. */
  readonly contract?: string;
  /** Id of the conforming difference that the server has besides, see `variations/`. */
  readonly variation?: string;
  /** Name of the profile. Default: `sandbox`. */
  readonly profile?: string;
  /** Number of generated inputs (`--fuzz`). */
  readonly fuzz?: number;
  /** Opt-ins by the name of their flag, without `--allow-`: `waits`, `timing`, … */
  readonly allow?: readonly string[];
  /** A command hands out codes and assertions. */
  readonly hook?: true;
  /** Served by https. */
  readonly tls?: boolean;
  /** Time added to each answer. */
  readonly latencyMilliseconds?: number;
  readonly accessTokenSeconds?: number;
  readonly refreshTokenSeconds?: number;
  /** The run is repeated with the seeds 1 to this one. Default 1. */
  readonly seedCount?: number;
  /** Further `TOKEN_…` variables of the run; they replace those of the sandbox. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** By the document for clients that act for themselves; it says where the metadata is, too. */
export const forServices: RunConditions = { contract: 'specs/client-credentials.openapi.yaml' };

/** By a document for a client that signs assertions (private_key_jwt). */
export const byAssertion: RunConditions = {
  contract: 'tests/detection/contracts/client-assertion.openapi.yaml',
};

const [delegate, other] = delegates;

/** By a document of the grants that rest on something from elsewhere. */
export const forDelegates: RunConditions = {
  contract: 'tests/detection/contracts/further-grants.openapi.yaml',
  hook: true,
  settings: {
    TOKEN_CLIENT_ID: delegate.id,
    TOKEN_CLIENT_SECRET: delegate.secret,
    TOKEN_OTHER_CLIENT_ID: other.id,
    TOKEN_OTHER_CLIENT_SECRET: other.secret,
    // No other client of the sandbox may use these grants.
    TOKEN_DISPOSABLE_CLIENT_ID: '',
    TOKEN_DISPOSABLE_CLIENT_SECRET: '',
    TOKEN_REDIRECT_URI: 'https://app.sandbox.example/callback',
  },
};
