/** Spreads jobs over the cores. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Done, Job } from './jobs.js';

/**
 * Carries out all jobs, in any order. There are more threads than cores: jobs wait for clocks and answers, too.
 * @throws what a thread throws: a fault of the harness, of the sandbox or of a declaration
 */
export async function carryOutAll(jobs: readonly Job[], report: (done: Done) => void): Promise<void> {
  const waiting = [...jobs];
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const thread = new Worker(new URL('./worker.js', import.meta.url));
      const next = (): void => thread.postMessage(waiting.shift() ?? 'end');
      thread.on('message', (done: Done) => {
        report(done);
        next();
      });
      thread.once('error', (problem) => {
        waiting.length = 0;
        reject(problem);
      });
      thread.once('exit', () => resolve());
      next();
    });
  const ended = await Promise.allSettled(
    Array.from({ length: Math.min(availableParallelism() + 2, jobs.length) }, work),
  );
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}
