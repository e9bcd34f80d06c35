/**
 * What a run would send, without sending anything: the session itself runs, over a transport that keeps each request and
 * grants it. Tokens in the answers are inventions, so that what is built from them is shown with a placeholder.
 */
import type { Observation, OutgoingRequest, ReceivedResponse } from '../http/observation.js';
import type { Transport } from '../http/transport.js';

/** Long ago: whatever is to be waited for is over. Milliseconds since the epoch. */
const longAgo = 0;

const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token by its form, told from the others by a number, and valid nowhere. */
function inventedJwt(number: number): string {
  const claims = { sub: 'nobody', iat: longAgo, exp: longAgo + 1, jti: `invented-${number}` };
  return [
    segment({ alg: 'HS512', typ: 'JWT' }),
    segment(claims),
    Buffer.alloc(64, number).toString('base64url'),
  ].join('.');
}

function inventedAnswer(number: number): ReceivedResponse {
  const members = {
    access_token: inventedJwt(number),
    token_type: 'bearer',
    expires_in: 1,
    refresh_token: `invented-refresh-token-${number}`,
    scope: 'all',
    active: true,
  };
  return {
    status: 200,
    statusText: 'OK',
    httpVersion: '1.1',
    headers: [
      ['Content-Type', 'application/json'],
      ['Cache-Control', 'no-store'],
    ],
    body: Buffer.from(JSON.stringify(members)),
    truncated: false,
  };
}

/** @param kept called with each request in the order of sending, and the answer that was invented for it */
export function dryTransport(kept: (observation: Observation) => void): Transport {
  let count = 0;

  function observe({ method, url, headers, body, wire, handshake }: OutgoingRequest): Observation {
    const observation: Observation = {
      request: {
        method: method.toUpperCase(),
        url,
        headers,
        body: body ?? Buffer.alloc(0),
        ...(wire ? { bytes: Buffer.concat(wire.pieces.map(({ bytes }) => bytes)) } : {}),
        ...(handshake ? { handshake } : {}),
      },
      startedAt: longAgo,
      milliseconds: 0,
      response: handshake ? undefined : inventedAnswer(++count),
      failure: handshake ? { kind: 'other', message: 'nothing was sent' } : undefined,
    };
    kept(observation);
    return observation;
  }

  return {
    send: async (request) => observe(request),
    sendTogether: async (requests) => requests.map(observe),
    close: () => {},
  };
}
