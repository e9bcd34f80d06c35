/** How a bent server is to be run and judged, where the default run would not show what it does otherwise. */
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
