/** A page of text for a terminal or a log. */
import type pc from 'picocolors';
import { shellLines } from './shell-lines.js';
import { forLog, visible, wrap } from './text.js';

type Colors = ReturnType<typeof pc.createColors>;

/** Assembles lines that fit the width; every text from outside passes through `forLog`. */
export class Page {
  private readonly lines: string[] = [];

  constructor(
    private readonly width: number,
    readonly colors: Colors,
  ) {}

  line(text = ''): void {
    this.lines.push(text);
  }

  heading(text: string): void {
    if (this.lines.at(-1) !== '') this.line();
    this.lines.push(this.colors.bold(text), '');
  }

  /** A paragraph behind a margin; the margin is repeated as spaces. */
  text(margin: string, text: string, style: (text: string) => string = (plain) => plain): void {
    const indent = ' '.repeat(margin.length);
    const wrapped = wrap(forLog(text), this.width, indent).split('\n');
    for (const [index, line] of wrapped.entries())
      this.lines.push(index === 0 ? margin + style(line) : indent + style(line.slice(indent.length)));
  }

  /** `label   text`, the text aligned. */
  row(indent: string, label: string, text: string | undefined): void {
    if (text) this.text(`${indent}${label.padEnd(10)}`, text);
  }

  /** Something to copy: never broken. */
  verbatim(indent: string, label: string, text: string | undefined): void {
    if (!text) return;
    const lines = text.split('\n').map(visible);
    for (const [index, line] of lines.entries())
      this.lines.push(indent + (index === 0 ? label : '').padEnd(10) + line);
  }

  /** A command to copy: over several lines that are the same command, where it is too long for one. */
  command(indent: string, label: string, text: string): void {
    const margin = indent.length + 10;
    const lines = shellLines(visible(text), Math.max(this.width - margin, 40));
    for (const [index, line] of lines.entries())
      this.lines.push(indent + (index === 0 ? label : '').padEnd(10) + line);
  }

  toString(): string {
    return `${this.lines.join('\n')}\n`;
  }
}
