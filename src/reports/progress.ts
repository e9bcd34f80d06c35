/** Signs of life in a long run: a line for each family when its last scenario is done, and how far it has come. */
import pc from 'picocolors';
import { counted, forLog } from './text.js';

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
  /** Columns; a longer line would stay when it is written over. */
  readonly width: number;
  /** `quiet`: nothing. `verbose`: a line for each scenario, too. */
  readonly verbosity: 'quiet' | 'normal' | 'verbose';
  write(text: string): void;
  /** Milliseconds; only differences count. */
  now(): number;
}

interface Tally {
  readonly total: number;
  readonly done: Map<Progressed, number>;
}

/** A scenario that has ended. */
export interface Step {
  readonly id: string;
  readonly family: string;
  readonly outcome: Progressed;
  readonly milliseconds: number;
  /** Checks that do not pass, or why there is none. */
  readonly remarks: string;
}

/** Before this share was done, what is left cannot be told from how long the beginning took. */
const leastShare = 0.05;
const leastTime = 2000;

const clear = '\r\u001b[2K';

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

export class Progress {
  private readonly families = new Map<string, Tally>();
  private readonly colors: ReturnType<typeof pc.createColors>;
  private readonly total: number;
  private readonly begun: number;
  private finished = 0;
  private failed = 0;
  /** The line that may be written over is there. */
  private open = false;

  /** @param scenarios number of selected scenarios of each family, in the order of running */
  constructor(
    scenarios: ReadonlyMap<string, number>,
    private readonly options: ProgressOptions,
  ) {
    this.colors = pc.createColors(options.color);
    for (const [family, total] of scenarios) this.families.set(family, { total, done: new Map() });
    this.total = [...scenarios.values()].reduce((sum, number) => sum + number, 0);
    this.begun = options.now();
  }

  done(step: Step): void {
    const tally = this.families.get(step.family);
    if (!tally || this.options.verbosity === 'quiet') return;
    const { family, outcome } = step;
    tally.done.set(outcome, (tally.done.get(outcome) ?? 0) + 1);
    this.finished++;
    if (outcome === 'failed' || outcome === 'error') this.failed++;
    if (this.options.verbosity === 'verbose') this.step(step);
    const soFar = [...tally.done.values()].reduce((sum, number) => sum + number, 0);
    if (soFar === tally.total) this.line(family, tally);
    if (this.options.rewritable) this.rewrite(family);
  }

  /** What a worker wrote: passed on when it is the notice of a wait, and nothing else. */
  said(text: string): void {
    if (!text.startsWith(waiting) || this.options.verbosity === 'quiet') return;
    this.write(`${text}\n`);
  }

  /** Clears a line that was being rewritten. */
  end(): void {
    this.write('');
  }

  private write(text: string): void {
    if (this.open || text !== '') this.options.write(`${this.open ? clear : ''}${text}`);
    this.open = false;
  }

  private rewrite(family: string): void {
    const parts = [
      `${this.finished} of ${this.total}`,
      ...(this.failed > 0 ? [`${this.failed} failed`] : []),
      ...this.timeLeft(),
      family,
    ];
    // The last column is left free: some terminals begin a new line with it.
    const text = `  ${parts.join(', ')}`.slice(0, this.options.width - 1);
    this.options.write(`${this.open ? clear : ''}${text}`);
    this.open = true;
  }

  private timeLeft(): string[] {
    const passed = this.options.now() - this.begun;
    const left = this.total - this.finished;
    if (left === 0 || passed < leastTime || this.finished < this.total * leastShare) return [];
    return [`about ${duration((passed / this.finished) * left)} left`];
  }

  private step({ id, outcome, milliseconds, remarks }: Step): void {
    const text = `  ${outcome.padEnd(12)} ${id} (${Math.round(milliseconds)} ms)`;
    this.write(`${forLog(remarks === '' ? text : `${text}: ${remarks}`)}\n`);
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
    this.write(`  ${family.padEnd(20)} ${counted(total, 'scenario').padStart(13)}: ${counts.join(', ')}\n`);
  }
}
