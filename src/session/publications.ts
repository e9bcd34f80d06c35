/** What the server publishes about itself, read once by each session: the checks on tokens compare with it. */
import type { Published } from '../checks/check.js';
import type { Contract } from '../contract/contract.js';
import type { Observation, OutgoingRequest } from '../http/observation.js';
import { jwksRequest } from '../scenarios/families/metadata.js';
import { encodeRequest } from '../scenarios/request.js';
import type { RequestBuilder } from './valid-request.js';

export interface Publications {
  /** Reads what the contract says where to find; nothing is sent otherwise, or the second time. */
  read(): Promise<void>;
  latest(): Published;
}

export function createPublications(options: {
  readonly contract: Contract;
  readonly requests: RequestBuilder;
  send(request: OutgoingRequest): Promise<Observation>;
}): Publications {
  const { contract, requests, send } = options;
  let published: Published = { metadata: undefined, jwks: undefined };
  let done: Promise<void> | undefined;

  async function readOnce(): Promise<void> {
    const { companions } = contract;
    const metadata = companions.metadata && (await send(encodeRequest(requests.companion('metadata'))));
    const request = jwksRequest({ contract, companion: requests.companion }, metadata);
    published = { metadata, jwks: request && (await send(encodeRequest(request))) };
  }

  return {
    read() {
      done ??= readOnce();
      return done;
    },
    latest: () => published,
  };
}
