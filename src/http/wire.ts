/**
 * Requests whose bytes are given: what Node's HTTP client refuses to write, or writes otherwise. Nothing is added
 * and nothing repeated; each has a connection of its own.
 */
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectSecurely } from 'node:tls';
import type { Target } from './address.js';
import { serverName } from './connection-options.js';
import { failure, kindOf, type Progress, type TargetFailureKind } from './failure.js';
import type { ReceivedResponse, TransportFailure, Wire } from './observation.js';
import { type ParserLimits, ResponseParser } from './response-parser.js';

export interface WireOptions extends ParserLimits {
  /** Deadline of the whole, milliseconds. */
  readonly timeout: number;
  /** The first request is a HEAD. */
  readonly toHead: boolean;
  readonly tls: ConnectionOptions;
  /** Leads to the target through a proxy; absent: a connection is opened. */
  readonly tunnel?: Socket | undefined;
}

export interface WireEnding {
  /** What was written before the exchange ended. */
  readonly sent: Buffer;
  readonly responses: readonly ReceivedResponse[];
  readonly interim: readonly number[];
  /** Bytes came after the last complete response. */
  readonly excess: boolean;
  /** `undefined`: it was not waited for. */
  readonly connection: 'kept' | 'closed' | undefined;
  /** There where no response is complete. */
  readonly failure: TransportFailure | undefined;
}

/**
 * A server that is to close the connection does so with the response, or as soon as it has noticed: milliseconds, and at least
 * as long as it took to answer.
 */
const closingPatience = 1000;

type Wait = NonNullable<Wire['pieces'][number]['wait']>;

/** Resolves when it is over, whatever the target does. */
export function sendWire(target: Target, wire: Wire, options: WireOptions): Promise<WireEnding> {
  const { secure, hostname, port, name } = target;
  const { timeout, toHead, tls, tunnel } = options;
  const { pieces, requests = 1, ends = false, awaitsClose = false } = wire;
  const parser = new ResponseParser(options, toHead);
  const sent: Buffer[] = [];
  const progress = { secure, connected: false, encrypted: false };

  return new Promise((resolve) => {
    let settled = false;
    let lingering: NodeJS.Timeout | undefined;
    const began = performance.now();
    let wake = (): void => {};
    const socket: Socket = secure
      ? connectSecurely({
          ...tls,
          ...(tunnel ? { socket: tunnel } : { port }),
          host: hostname,
          servername: serverName(hostname),
          ALPNProtocols: ['http/1.1'],
        })
      : (tunnel ?? connect({ host: hostname, port }));
    socket.setNoDelay(true);

    const settle = (connection: WireEnding['connection'], kind?: TargetFailureKind, code = ''): void => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      clearTimeout(lingering);
      wake();
      socket.destroy();
      const { responses, interim } = parser;
      const seen: Progress = {
        ...progress,
        responded: parser.partialBody !== undefined,
        received: parser.partialBody ?? 0,
      };
      resolve({
        sent: Buffer.concat(sent),
        responses,
        interim,
        excess: responses.length > 0 && parser.hasRemainder,
        connection,
        failure: responses.length > 0 ? undefined : failure(kind ?? 'reset', name, code, seen, timeout),
      });
    };
    const deadline = setTimeout(() => settle('kept', 'timeout'), timeout);

    const review = (): void => {
      wake();
      if (parser.finished) settle('closed', 'malformed', parser.malformed);
      else if (parser.responses.length >= requests) {
        if (!awaitsClose) settle(undefined);
        // What came while this process had no turn is looked at first.
        else
          lingering ??= setTimeout(
            () => setImmediate(() => settle('kept')),
            Math.max(closingPatience, performance.now() - began),
          );
      }
    };
    const over = (code = 'ECONNRESET'): void => {
      parser.end();
      settle('closed', kindOf(code, { ...progress, responded: false, received: 0 }), code);
    };

    /** Until the event or for the time given, whichever comes first. */
    const waited = ({ for: event, milliseconds }: Wait): Promise<void> =>
      new Promise((proceed) => {
        const [interim, responses] = [parser.interim.length, parser.responses.length];
        const timer = setTimeout(proceed, milliseconds);
        wake = () => {
          const came =
            event === 'response' ? parser.responses.length > responses : parser.interim.length > interim;
          if (!settled && !(event !== undefined && (came || parser.responses.length > responses))) return;
          clearTimeout(timer);
          wake = () => {};
          proceed();
        };
      });

    const write = async (): Promise<void> => {
      for (const { bytes, wait } of pieces) {
        if (wait) await waited(wait);
        if (settled || socket.destroyed) return;
        socket.write(bytes);
        sent.push(bytes);
      }
      if (ends) socket.end();
    };

    const connected = (): void => {
      progress.connected = true;
      if (!secure) void write();
    };
    if (tunnel) connected();
    else socket.on('connect', connected);
    socket.on('secureConnect', () => {
      progress.encrypted = true;
      void write();
    });
    socket.on('data', (chunk) => {
      parser.push(chunk);
      review();
    });
    socket.on('error', (problem: NodeJS.ErrnoException) => over(problem.code));
    socket.on('end', () => over());
    socket.on('close', () => over());
  });
}
