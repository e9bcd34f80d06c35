/** A token endpoint that somebody else wrote, on loopback, with its own OpenAPI document. */
export interface ForeignServer {
  readonly url: string;
  /** The TOKEN_ variables that configure a run against it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}
