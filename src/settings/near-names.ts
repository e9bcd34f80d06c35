/** Which known name was probably meant. */

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours. */
function distance(a: string, b: string): number {
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let best = Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        best = Math.min(best, (older[column - 2] ?? 0) + 1);
      current.push(best);
    }
    older = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

const longestName = 80;

/**
 * The known names that differ from `name` by a slip (one in short names, two in longer ones) or that end with
 * all of it (`TIMEOUT` for `REQUEST_TIMEOUT`), the nearest first. Case and separators do not count.
 */
export function nearNames(name: string, known: readonly string[]): string[] {
  const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{Nd}]/gu, '');
  const given = letters(name);
  if (given === '' || given.length > longestName) return [];
  const tolerated = given.length < 6 ? 1 : 2;
  return known
    .map((candidate) => {
      const wanted = letters(candidate);
      const ending = given.length >= 3 && wanted !== given && wanted.endsWith(given) ? tolerated : Infinity;
      return { candidate, far: Math.min(distance(given, wanted), ending) };
    })
    .filter(({ far }) => far <= tolerated)
    .sort((one, other) => one.far - other.far)
    .map(({ candidate }) => candidate);
}
