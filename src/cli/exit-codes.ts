/** What the exit code says; scripts rely on these numbers. */
export const exitCodes = {
  conforms: 0,
  nonConformance: 1,
  /** Usage, settings or contract document. */
  usage: 2,
  /** Target unreachable, or result inconclusive. */
  inconclusive: 3,
  /** A fault of token-conformance itself. */
  fault: 4,
  /** Of `diff` alone. */
  differs: 16,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Something that the caller has to change; its message is all that is shown. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
