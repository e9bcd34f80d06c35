/** What the tests of a file open, closed after each of them. */
import { test } from '@playwright/test';

/** To be called at the head of the file. What is put into the list is called after each test, the latest first. */
export function closedAfterEach(): (() => unknown)[] {
  const closers: (() => unknown)[] = [];
  test.afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  return closers;
}
