/** Failed logins that an existing account is asked to bear: a server may lock it, and it is somebody's. */

export interface LoginBudget {
  /** False when no further failure is to be risked. */
  mayFail(account: string): boolean;
  /** True when the account has to log in rightly before the next failure, which resets its server's counter. */
  needsLogin(account: string): boolean;
  failed(account: string): void;
  succeeded(account: string): void;
  /** It cannot log in: nothing more is tried with it. */
  abandon(account: string): void;
}

/**
 * @param total failures of all accounts together
 * @param inARow failures of one account between two successful logins
 */
export function createLoginBudget(total: number, inARow: number): LoginBudget {
  let failures = 0;
  const running = new Map<string, number>();
  const abandoned = new Set<string>();
  return {
    mayFail: (account) => failures < total && !abandoned.has(account),
    // What others did to the account before is not known.
    needsLogin: (account) => (running.get(account) ?? inARow) >= inARow,
    failed(account) {
      failures++;
      running.set(account, (running.get(account) ?? 0) + 1);
    },
    succeeded: (account) => void running.set(account, 0),
    abandon: (account) => void abandoned.add(account),
  };
}
