/** What it takes to send to one target: who we are, the requests, the wire, and the redactor that knows every secret. */
import type { Contract } from '../contract/contract.js';
import { connectionSecrets } from '../http/connection-options.js';
import { printable, Redactor } from '../http/redaction.js';
import { createTransport, type Transport } from '../http/transport.js';
import { roles } from '../scenarios/scenario.js';
import type { Settings } from '../settings/settings.js';
import { createIdentity, type Identity } from './identity.js';
import { secretNamesOf } from './secret-names.js';
import { createSending, type Sending } from './sending.js';
import { createSupply, type Obtain, type Supply } from './supply.js';
import { createRequestBuilder, type RequestBuilder } from './valid-request.js';

export interface ConnectionOptions {
  readonly contract: Contract;
  readonly settings: Settings;
  readonly baseUrl: string;
  /** Version of this tool, for the User-Agent. */
  readonly version: string;
  /** Names the run to the operator of the target, in the User-Agent. */
  readonly runId?: string | undefined;
  /** Most requests that are sent over this connection. Default: as many as it takes. */
  readonly requestBudget?: number | undefined;
  /** Told before each longer wait that the target asked for, in seconds. */
  onPause?(seconds: number): void;
  /** Default: a transport of its own by the settings. */
  readonly transport?: Transport;
  /**
   * Told of what is drawn with the seed: the id of a scenario, or of a parameter of all requests. With another seed the rest
   * would send the same.
   */
  readonly onDraw?: (by: { readonly scenario: string } | { readonly parameter: string }) => void;
  /** Default: the hook of the settings. */
  readonly obtain?: Obtain | undefined;
}

export interface Connection {
  readonly identity: Identity;
  readonly requests: RequestBuilder;
  readonly supply: Supply;
  readonly redactor: Redactor;
  /** Parameters that hold secrets. */
  readonly secretNames: ReadonlySet<string>;
  readonly sending: Sending;
  /** Takes every known secret out of a text and makes unprintable characters visible. */
  redact(text: string): string;
  close(): void;
}

export function createConnection(options: ConnectionOptions): Connection {
  const { contract, settings, baseUrl, version, runId } = options;
  const identity = createIdentity(contract, settings, (parameter) => options.onDraw?.({ parameter }));
  const transport =
    options.transport ??
    createTransport({
      ...settings.connection,
      timeout: settings.requestTimeout,
      interval: settings.requestInterval,
    });

  const parameters = [...contract.parameters, ...contract.grants.flatMap((grant) => grant.parameters)];
  const secretNames = secretNamesOf(contract);
  const redactor = new Redactor();
  for (const { documented } of parameters) if (documented !== undefined) redactor.addPublic(documented);
  for (const name of secretNames)
    for (const scope of [undefined, ...roles, ...contract.grants.map(({ type }) => ({ grant: type }))]) {
      const value = settings.parameter(name, scope);
      if (value !== undefined) redactor.addSecret(value, name);
    }
  for (const secret of settings.assertions.key?.secrets ?? [])
    redactor.addSecret(secret, 'client_assertion_key');
  for (const secret of connectionSecrets(settings.connection)) redactor.addSecret(secret, 'connection');
  const supply = createSupply({
    ...{ contract, settings, identity, baseUrl, redactor },
    obtain: options.obtain,
  });
  const requests = createRequestBuilder({
    contract,
    baseUrl,
    identity,
    version,
    runId,
    assertions: settings.assertions,
    supply,
  });
  const redact = (text: string): string => printable(redactor.text(text));

  const sending = createSending({
    transport,
    redactor,
    secretNames,
    budget: options.requestBudget,
    onPause: (seconds) => options.onPause?.(seconds),
  });
  return {
    identity,
    supply,
    requests,
    redactor,
    secretNames,
    sending,
    redact,
    close: () => transport.close(),
  };
}
