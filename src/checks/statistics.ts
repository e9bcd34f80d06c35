/** Whether two series of measurements differ, in spite of the noise of a busy machine. */

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** How far the first series lies above the second one, in standard deviations of the Mann-Whitney statistic U. */
export function mannWhitney(some: readonly number[], others: readonly number[]): number {
  const all = [
    ...some.map((value) => ({ value, mine: true })),
    ...others.map((value) => ({ value, mine: false })),
  ].sort((one, other) => one.value - other.value);
  let ranks = 0;
  let ties = 0;
  for (let at = 0; at < all.length; ) {
    let end = at;
    while (end < all.length && all[end]?.value === all[at]?.value) end++;
    const equal = all.slice(at, end);
    ranks += equal.filter(({ mine }) => mine).length * ((at + 1 + end) / 2);
    ties += equal.length ** 3 - equal.length;
    at = end;
  }
  const [n, m] = [some.length, others.length];
  const deviation = Math.sqrt(((n * m) / 12) * (n + m + 1 - ties / ((n + m) * (n + m - 1))));
  return deviation === 0 ? 0 : (ranks - (n * (n + 1)) / 2 - (n * m) / 2) / deviation;
}

/** Two-sided, one in a hundred. */
const significant = 2.576;

/** Less than this is what networks and schedulers do, milliseconds; and less than this part of the quicker one. */
const least = { milliseconds: 10, part: 0.2 } as const;

/** 1: the first series takes longer, -1: the second one, 0: neither, as far as can be told. */
export function slower(some: readonly number[], others: readonly number[]): -1 | 0 | 1 {
  const [one, other] = [median(some), median(others)];
  const difference = one - other;
  if (!(Math.abs(difference) >= Math.max(least.milliseconds, least.part * Math.min(one, other)))) return 0;
  const deviations = mannWhitney(some, others);
  if (Math.abs(deviations) < significant || Math.sign(deviations) !== Math.sign(difference)) return 0;
  return difference > 0 ? 1 : -1;
}
