/** What a hostile target does: to the bytes of its connection, or to the answers of a sound server. */
import type { Socket } from 'node:net';

export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly head: string;
  readonly body: Buffer;
  /** Number of requests that were played hostile to before. */
  readonly before: number;
}

export interface HostileAnswer {
  /** What stands after the protocol version: `200 OK`. */
  status: string;
  /** Field lines without framing, which follows from the body. */
  headers: string[];
  body: Buffer;
}

/** The codes of `token-conformance run` that may end it; the first one where there is one right answer. */
export type Ends = readonly (0 | 1 | 3)[];

interface Described {
  /** In lower case with hyphens. */
  readonly id: string;
  readonly sentence: string;
  /** How a run ends that meets it at the first request, and one that meets it after a while. */
  readonly ends: { readonly first: Ends; readonly after: Ends };
}

/** In place of an answer. */
export interface WireBehaviour extends Described {
  play(socket: Socket, request: HostileRequest): void;
  /** At the beginning of a connection, before any request. */
  greet?(socket: Socket): void;
}

/** What a sound server would answer, made hostile. */
export interface TwistBehaviour extends Described {
  twist(answer: HostileAnswer, request: HostileRequest, otherHost: string): void;
}

export type Behaviour = WireBehaviour | TwistBehaviour;
