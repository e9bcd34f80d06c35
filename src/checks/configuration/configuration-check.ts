/** A check on what this run is configured with. Nothing is sent for it. */
import type { RequirementId } from '../../requirements/catalogue.js';
import type { Judgement, Severity } from '../check.js';

export type AddressOf = 'token' | 'revocation' | 'introspection';

export interface ConfiguredSecret {
  /** The variable that holds it, e.g. `TOKEN_CLIENT_SECRET`: what a finding may show. */
  readonly variable: string;
  readonly value: string;
  /** It stands in the document for everybody to read. */
  readonly published: boolean;
}

export interface Configuration {
  /** Where requests go; `undefined` where the contract has no such endpoint. */
  readonly addresses: Readonly<Record<AddressOf, string | undefined>>;
  /** Of confidential clients. */
  readonly clientSecrets: readonly ConfiguredSecret[];
}

export interface ConfigurationExample {
  readonly name: string;
  readonly configuration: Configuration;
  readonly severity?: Severity;
}

export interface ConfigurationCheck {
  /** Kebab-case; the file is named after it. */
  readonly id: string;
  /** What must hold, as a plain sentence. */
  readonly title: string;
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  judge(configuration: Configuration): Judgement;
  readonly examples: {
    readonly conforming: readonly ConfigurationExample[];
    readonly violating: readonly ConfigurationExample[];
  };
}

export function configurationExample(
  name: string,
  configuration: {
    readonly addresses?: Partial<Configuration['addresses']>;
    readonly clientSecrets?: readonly ConfiguredSecret[];
  },
  severity?: Severity,
): ConfigurationExample {
  const token = 'https://server.example/token';
  const addresses = { token, revocation: undefined, introspection: undefined, ...configuration.addresses };
  return {
    name,
    configuration: { addresses, clientSecrets: configuration.clientSecrets ?? [] },
    ...(severity ? { severity } : {}),
  };
}
