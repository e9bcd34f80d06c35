/** Signs of life in a long run: a line for each family when its last scenario is done. */
import pc from 'picocolors';
import { counted } from './text.js';

export type Progressed = 'passed' | 'failed' | 'not verified' | 'error';

const waiting = '  waiting ';

/** Said by a worker before it waits, so that nobody thinks the run hangs. */
export function waitNotice(scenario: string, seconds: number): string {
  return `${waiting}${seconds} s for ${scenario}\n`;
}

export interface ProgressOptions {
  readonly color: boolean;
  /** True where a line can be written over (a terminal that is not a CI log). */
  readonly rewritable: boolean;
  write(text: string): void;
}

interface Tally {
  readonly total: number;
  readonly done: Map<Progressed, number>;
}

export class Progress {
  private readonly families = new Map<string, Tally>();
  private readonly colors: ReturnType<typeof pc.createColors>;
  private readonly total: number;
  private finished = 0;

  /** @param scenarios number of selected scenarios of each family, in the order of running */
  constructor(
    scenarios: ReadonlyMap<string, number>,
    private readonly options: ProgressOptions,
  ) {
    this.colors = pc.createColors(options.color);
    for (const [family, total] of scenarios) this.families.set(family, { total, done: new Map() });
    this.total = [...scenarios.values()].reduce((sum, number) => sum + number, 0);
  }

  done(family: string, outcome: Progressed): void {
    const tally = this.families.get(family);
    if (!tally) return;
    tally.done.set(outcome, (tally.done.get(outcome) ?? 0) + 1);
    this.finished++;
    const soFar = [...tally.done.values()].reduce((sum, number) => sum + number, 0);
    if (soFar === tally.total) this.line(family, tally);
    if (this.options.rewritable)
      this.options.write(`\r\u001b[2K  ${this.finished} of ${this.total} ${family}`);
  }

  /** What a worker wrote: passed on when it is the notice of a wait, and nothing else. */
  said(text: string): void {
    if (!text.startsWith(waiting)) return;
    this.options.write(`${this.options.rewritable ? '\r\u001b[2K' : ''}${text}\n`);
  }

  /** Clears a line that was being rewritten. */
  end(): void {
    if (this.options.rewritable && this.finished > 0) this.options.write('\r\u001b[2K');
  }

  private line(family: string, { total, done }: Tally): void {
    const { red, yellow, green } = this.colors;
    const paint: Record<Progressed, (text: string) => string> = {
      error: red,
      failed: red,
      'not verified': yellow,
      passed: green,
    };
    const counts = (['error', 'failed', 'not verified', 'passed'] as const)
      .filter((outcome) => done.has(outcome))
      .map((outcome) => paint[outcome](`${done.get(outcome)} ${outcome}`));
    const clear = this.options.rewritable ? '\r\u001b[2K' : '';
    this.options.write(
      `${clear}  ${family.padEnd(20)} ${counted(total, 'scenario').padStart(13)}: ${counts.join(', ')}\n`,
    );
  }
}
