/**
 * Patterns of untrusted documents. Backtracking may take a time that nobody lives to see, on a text that a hostile
 * target chooses: so it gets a deadline.
 */
import { type Context, createContext, Script } from 'node:vm';

/** Even exponential time is short for texts up to here. */
const shortText = 20;

/** Far more than any sound pattern needs for a text of a protocol; milliseconds. */
const deadline = 250;

export interface SafePattern {
  /** True also for a text that the pattern could not be tried on in time. */
  test(text: string): boolean;
  /** The pattern: Ajv tells patterns apart by it. */
  toString(): string;
}

/** One unbounded repetition of a single character or class, and nothing repeated around it: linear or nearly so. */
function isPlain(pattern: string): boolean {
  const quantifiers = pattern.match(/[*+]|\{\d+,\d*\}/g) ?? [];
  return quantifiers.length <= 1 && !/\)[*+?{]/.test(pattern);
}

/** JSON Schema wants Unicode patterns; people also write escapes that only the older syntax knows, such as `\-`. */
function compiled(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return new RegExp(pattern);
  }
}

const script = new Script('expression.test(text)');
/** Made once: making one takes longer than all the rest. */
let context: Context | undefined;

function inTime(expression: RegExp, text: string): boolean | undefined {
  context ??= createContext({});
  Object.assign(context, { expression, text });
  try {
    return script.runInContext(context, { timeout: deadline }) === true;
  } catch {
    return undefined;
  }
}

/** @throws SyntaxError for what is no regular expression */
export function safePattern(pattern: string): SafePattern {
  const expression = compiled(pattern);
  const plain = isPlain(pattern);
  let hopeless = false;
  // A server sends most of its header fields with every answer, and a deadline costs more than the pattern.
  let latest: { readonly text: string; readonly matches: boolean } | undefined;
  return {
    test(text) {
      if (plain || text.length <= shortText) return expression.test(text);
      if (hopeless) return true;
      if (latest?.text === text) return latest.matches;
      const found = inTime(expression, text);
      hopeless = found === undefined;
      latest = { text, matches: found ?? true };
      return latest.matches;
    },
    toString: () => pattern,
  };
}
