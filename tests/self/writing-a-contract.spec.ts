/** The worked example of the documentation: the page shows it as it is, and a sandbox keeps it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { validateDocument } from '../../src/contract/validate-document.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { describeVerdicts, runInProcess } from './in-process-run.js';

const document = join(packageRoot, 'docs/examples/token.openapi.yaml');
const page = readFileSync(join(packageRoot, 'docs/writing-a-contract.md'), 'utf8');

const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, text = '']) => text,
  );

/** The lines that the page tells to write into `.env`. */
const told = Object.fromEntries(
  blocks('sh').flatMap((text) =>
    [...text.matchAll(/^(TOKEN_\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  ),
);

test('every piece of YAML on the page is a piece of the example', () => {
  const whole = readFileSync(document, 'utf8');
  expect(blocks('yaml').length).toBeGreaterThan(2);
  for (const block of blocks('yaml')) expect(whole).toContain(block);
});

test('the example is OpenAPI, and leaves nothing of it to be assumed', async () => {
  const { grants, assumptions, parameters } = await validateDocument(document);
  expect(grants.map(({ type }) => type)).toEqual(['password', 'refresh_token', 'client_credentials']);
  expect(parameters.map(({ enforced }) => enforced)).toEqual([true, 'unknown', 'unknown']);
  expect(assumptions).toEqual([]);
});

test('a sandbox keeps the example, with the values that the page names', async () => {
  test.setTimeout(180_000);
  const sandbox = await startSandbox();
  try {
    expect(sandbox.environment).toMatchObject(told);
    const run = (values: Readonly<Record<string, string>>) =>
      runInProcess({
        TOKEN_BASE_URL: sandbox.url,
        TOKEN_SPEC: document,
        TOKEN_SEED: '7',
        TOKEN_CLIENT_ID: 'api',
        TOKEN_CLIENT_SECRET: 'secret',
        TOKEN_USERNAME: 'sandboxUsername',
        TOKEN_PASSWORD: 'sandboxPassword',
        ...values,
      });
    const { verdicts, results } = await run(told);
    const failed = verdicts.filter(({ outcome }) => outcome === 'fail' || outcome === 'error');
    expect(failed, describeVerdicts(failed)).toEqual([]);
    expect(verdicts.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(500);
    // What could not be judged lacks a role or an opt-in, and nothing else.
    expect(results.filter((one) => one.inconclusive !== undefined && one.unmet === undefined)).toEqual([]);
    // The secret of this client is also a word of our own.
    expect(verdicts.find(({ check }) => check === 'client-secret-entropy')?.message).toMatch(
      /^Client secrets /,
    );

    // Without values of its own the grant of services is not judged: that is what section 5 is about.
    const without = await run({});
    const reasons = without.results.map(({ inconclusive }) => inconclusive ?? '');
    expect(reasons.join('\n')).toContain('the client is not allowed to use the grant client_credentials');
  } finally {
    await sandbox.close();
  }
});
