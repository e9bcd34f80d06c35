/**
 * Patterns of untrusted documents. Backtracking may take a time that nobody lives to see, on a text that a hostile
 * target chooses: known by the form of the pattern, so that nobody has to run it to find out.
 */
import { analyse } from 'scslre';

/** Longer than anybody can read: not analysed, and taken for the worst. */
const longestPattern = 2000;

/** Even exponential time is short for texts up to here. */
const shortText = 20;

/** Quadratic and cubic time is short for texts up to here. */
const mediumText = 500;

type Cost = 'linear' | 'polynomial' | 'exponential';

const known = new Map<string, Cost>();

function analysed(pattern: string): Cost {
  if (pattern.length > longestPattern) return 'exponential';
  try {
    const { reports } = analyse(compiled(pattern));
    if (reports.some(({ exponential }) => exponential)) return 'exponential';
    return reports.length > 0 ? 'polynomial' : 'linear';
  } catch {
    return 'linear'; // no pattern at all is a matter of the document's validation
  }
}

function costOf(pattern: string): Cost {
  const found = known.get(pattern) ?? analysed(pattern);
  known.set(pattern, found);
  return found;
}

/** JSON Schema wants Unicode patterns; people also write escapes that only the older syntax knows, such as `\\-`. */
function compiled(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return new RegExp(pattern);
  }
}

/** True when a text exists for which backtracking takes a time that is exponential in its length. */
export function isExponential(pattern: string): boolean {
  return pattern.length <= longestPattern && costOf(pattern) === 'exponential';
}

export interface SafePattern {
  /** True also for a text that the pattern could not be tried on in bounded time. */
  test(text: string): boolean;
}

/** @throws SyntaxError for what is no regular expression */
export function safePattern(pattern: string): SafePattern {
  const expression = compiled(pattern);
  return {
    test(text) {
      const { length } = text;
      if (length > shortText && costOf(pattern) === 'exponential') return true;
      if (length > mediumText && costOf(pattern) === 'polynomial') return true;
      return expression.test(text);
    },
  };
}
