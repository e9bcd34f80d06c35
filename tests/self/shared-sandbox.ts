/** One sandbox for all the tests of a file. */
import { test } from '@playwright/test';
import { type Sandbox, startSandbox } from '../../sandbox/server.js';
import { requestsOf } from './sandbox-client.js';

interface SharedSandbox {
  readonly sandbox: Sandbox;
  /** The valid requests to it. */
  readonly the: ReturnType<typeof requestsOf>;
}

/** To be called at the head of the file. What it returns is empty until the first test begins. */
export function sharedSandbox(): SharedSandbox {
  const shared = { sandbox: {}, the: {} } as SharedSandbox;
  test.beforeAll(async () => {
    Object.assign(shared.sandbox, await startSandbox());
    Object.assign(shared.the, requestsOf(shared.sandbox));
  });
  test.afterAll(() => shared.sandbox.close());
  return shared;
}
