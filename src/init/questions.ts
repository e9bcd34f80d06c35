/** Questions at a terminal. What is secret is typed without being shown. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** The user broke off: nothing was asked to the end. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
}

export interface Asked {
  ask(question: string): Promise<string>;
  /** Nothing of the answer is shown. */
  askSecret(question: string): Promise<string>;
  close(): void;
}

export function openTerminal({ input, output }: Terminal): Asked {
  let muted = false;
  const shown = new Writable({
    write(chunk, _encoding, done) {
      if (!muted) output.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input, output: shown, terminal: true, historySize: 0 });
  const broken = new AbortController();
  lines.once('SIGINT', () => broken.abort());
  lines.once('close', () => broken.abort());

  async function answer(question: string): Promise<string> {
    try {
      return (await lines.question(question, { signal: broken.signal })).trim();
    } catch {
      throw new BrokenOff('nothing was written');
    }
  }

  return {
    ask: answer,
    async askSecret(question) {
      output.write(question);
      muted = true;
      try {
        return await answer('');
      } finally {
        muted = false;
        output.write('\n');
      }
    },
    close: () => lines.close(),
  };
}
