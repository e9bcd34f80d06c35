/**
 * A connection whose bytes are changed on their way: how a server behaves that reads messages more loosely than
 * Node's parser, or writes what Node refuses to write.
 */
import { Duplex } from 'node:stream';

export interface Rewriting {
  /** A request line with its field lines and the empty line, as ISO 8859-1. */
  readonly head?: (head: string) => string;
  /** What is written, as ISO 8859-1: a response, or a part of one. */
  readonly answer?: (text: string) => string;
  /** Bytes of the body that did not come when the client closed its side. */
  readonly missing?: (count: number) => string;
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Reads messages one after the other, as the rewritten head delimits them. */
class RequestReader {
  #pending = '';
  /** Bytes of the body that are still to come; `chunks`: until the last chunk. */
  #left: number | 'chunks' = 0;

  constructor(readonly rewriting: Rewriting) {}

  read(bytes: string): string {
    this.#pending += bytes;
    let done = '';
    for (;;) {
      const part = this.#left === 0 ? this.#head() : this.#body();
      if (part === '') return done;
      done += part;
    }
  }

  end(): string {
    return typeof this.#left === 'number' && this.#left > 0
      ? (this.rewriting.missing?.(this.#left) ?? '')
      : '';
  }

  #head(): string {
    const end = /\r?\n\r?\n/.exec(this.#pending);
    if (!end) return '';
    const given = this.#take(end.index + end[0].length);
    const head = this.rewriting.head?.(given) ?? given;
    const length = /^content-length: *(\d+)\r$/im.exec(head)?.[1];
    this.#left = /^transfer-encoding: *chunked\r$/im.test(head) ? 'chunks' : Number(length ?? 0);
    return head;
  }

  #body(): string {
    if (this.#left !== 'chunks') {
      const part = this.#take(Math.min(this.#left, this.#pending.length));
      this.#left -= part.length;
      return part;
    }
    const end = this.#pending.indexOf('0\r\n\r\n');
    if (end < 0) return this.#take(Math.max(0, this.#pending.length - 4));
    this.#left = 0;
    return this.#take(end + 5);
  }

  #take(count: number): string {
    const part = this.#pending.slice(0, count);
    this.#pending = this.#pending.slice(count);
    return part;
  }
}

class RewrittenConnection extends Duplex {
  readonly #socket: Duplex;
  readonly #rewriting: Rewriting;

  constructor(socket: Duplex, rewriting: Rewriting) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#rewriting = rewriting;
    const reader = new RequestReader(rewriting);
    socket.on('data', (chunk: Buffer) => {
      const bytes = reader.read(chunk.toString('latin1'));
      if (bytes !== '') this.push(latin1(bytes));
    });
    socket.on('end', () => {
      const rest = reader.end();
      // At the end of what it reads Node gives up a request that it has not answered yet.
      this.push(rest === '' ? null : latin1(rest));
    });
    socket.on('error', (problem) => this.destroy(problem));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    const { answer } = this.#rewriting;
    this.#socket.write(answer ? latin1(answer(chunk.toString('latin1'))) : chunk, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(problem: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(problem);
  }

  /** What Node's server asks of a connection that is over. */
  destroySoon(): void {
    if (this.writableFinished) this.destroy();
    else this.end(() => this.destroy());
  }
}

export function rewritten(socket: Duplex, rewriting: Rewriting): Duplex {
  return new RewrittenConnection(socket, rewriting);
}
