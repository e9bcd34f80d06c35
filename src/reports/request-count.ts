/** Requests of a run so far, where its processes can see them: a worker that starts later inherits the number. */

const variable = 'TOKEN_CONFORMANCE_SENT';

export function sentSoFar(): number {
  return Number(process.env[variable] ?? 0);
}

/** Counts requests that another process, or the preflight, has sent. */
export function noteSent(requests: number): void {
  process.env[variable] = String(sentSoFar() + requests);
}
