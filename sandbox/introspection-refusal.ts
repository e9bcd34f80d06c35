/** What the introspection endpoint says to callers that do not authenticate: a fault and a variation are made of it. */
import type { IncomingRequest, OutgoingResponse, Server } from './model.js';
import type { Policy } from './policy.js';
import { Refusal } from './refusal.js';

type Answer = (
  policy: Policy,
  server: Server,
  refusal: Refusal,
  request: IncomingRequest,
) => OutgoingResponse;

export const refusingIntrospection =
  (answer: Answer) =>
  (policy: Policy): Partial<Policy> => ({
    introspectionEndpoint: async (server, request) => {
      try {
        return await policy.introspectionEndpoint(server, request);
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'invalid_client') throw error;
        return answer(policy, server, error, request);
      }
    },
  });
