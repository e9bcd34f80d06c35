/** What the harness must not do: convict a server that conforms, however unusual it is. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse, stringify } from 'yaml';
import { faults } from '../../sandbox/faults/index.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server.js';
import { variations } from '../../sandbox/variations/index.js';
import { packageRoot } from '../../src/settings/package-root.js';
import type { Outcome } from '../../src/verdicts/verdict.js';
import { describeVerdicts, type InProcessRun, runInProcess } from './in-process-run.js';
import { transcriptOf } from './sandbox-script.js';
import { type Expectation, expectations } from './variation-expectations.js';
import { observable } from './variation-script.js';

// No test needs what another one did, and there are many of them.
test.describe.configure({ mode: 'parallel' });

const seeds = [1];

async function withSandbox<Result>(
  options: SandboxOptions,
  use: (sandbox: Sandbox) => Promise<Result>,
): Promise<Result> {
  const sandbox = await startSandbox(options);
  try {
    return await use(sandbox);
  } finally {
    await sandbox.close();
  }
}

let folder: string;
let soundJudged: ReadonlySet<string>;
let sound: ReadonlyMap<string, string>;

test.beforeAll(async () => {
  // Inside the repository, and ignored by git: the document's references to the schemas must resolve.
  mkdirSync(join(packageRoot, 'reports'), { recursive: true });
  folder = mkdtempSync(join(packageRoot, 'reports', 'variations-'));
  soundJudged = judgedChecks(await run({}, {}, 1));
  sound = await withSandbox({}, observable);
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The default document with the changes of an expectation, as a file. */
function contractOf(id: string, change: NonNullable<Expectation['contract']>): string {
  const text = readFileSync(join(packageRoot, 'specs', 'mbanq-token.openapi.yaml'), 'utf8');
  const document: unknown = parse(text.replaceAll('../schemas/', '../../schemas/'));
  change(document);
  const file = join(folder, `${id}.openapi.yaml`);
  writeFileSync(file, stringify(document, { aliasDuplicateObjects: false }));
  return file;
}

function run(options: SandboxOptions, expectation: Expectation, seed: number): Promise<InProcessRun> {
  const { contract, profile = 'sandbox' } = expectation;
  return withSandbox(options, ({ environment }) =>
    runInProcess({
      ...environment,
      TOKEN_PROFILE: profile,
      TOKEN_SEED: String(seed),
      ...(contract ? { TOKEN_SPEC: contractOf(`${options.variation}-${seed}`, contract) } : {}),
    }),
  );
}

const judging: readonly Outcome[] = ['pass', 'info', 'warn', 'fail'];

function judgedChecks({ verdicts, results }: InProcessRun): Set<string> {
  return new Set([
    ...verdicts.filter(({ outcome }) => judging.includes(outcome)).map(({ check }) => check),
    ...results.flatMap(({ satisfied }) => satisfied),
  ]);
}

const withOutcome = ({ verdicts }: InProcessRun, ...outcomes: readonly Outcome[]) =>
  verdicts.filter(({ outcome }) => outcomes.includes(outcome));

const checksWith = (judged: InProcessRun, outcome: Outcome): string[] =>
  [...new Set(withOutcome(judged, outcome).map(({ check }) => check))].sort();

const idsOf = (reasons: Readonly<Record<string, string>> = {}): string[] => Object.keys(reasons).sort();

for (const { id, sentence } of variations)
  for (const seed of seeds)
    test(`convicts nothing of ${id} with seed ${seed}: ${sentence}`, async () => {
      const expectation = expectations[id] ?? {};
      const judged = await run({ variation: id }, expectation, seed);
      expect(describeVerdicts(withOutcome(judged, 'fail', 'error'))).toBe('');
      const explained = describeVerdicts(withOutcome(judged, 'warn', 'inconclusive'));
      expect(checksWith(judged, 'warn'), explained).toEqual(idsOf(expectation.warns));
      expect(checksWith(judged, 'inconclusive'), explained).toEqual(idsOf(expectation.inconclusive));
      // Nobody is acquitted by not being judged.
      const checks = judgedChecks(judged);
      expect([...soundJudged].filter((check) => !checks.has(check)).sort()).toEqual(idsOf(expectation.idle));
      const stopped = judged.results.filter(
        ({ inconclusive, controlLost, unmet }) => unmet === undefined && (inconclusive ?? controlLost),
      );
      expect(stopped).toEqual([]);
    });

for (const { id, sentence } of variations)
  test(`the variation ${id} shows: ${sentence}`, async () => {
    const varied = await withSandbox({ variation: id }, observable);
    const changed = [...sound].filter(([name, answer]) => varied.get(name) !== answer).map(([name]) => name);
    test.info().annotations.push({ type: 'changed', description: changed.join(', ') });
    expect(changed).not.toEqual([]);
  });

test('ids are unique and kebab-case, sentences are sentences, and each says what allows it', () => {
  const ids = variations.map(({ id }) => id);
  expect(new Set([...ids, ...faults.map(({ id }) => id)]).size).toBe(ids.length + faults.length);
  for (const { id, sentence, allowedBy } of variations) {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(sentence).toMatch(/^(?:[A-Z]|[a-z]+_?\w*\b).*\.$/);
    expect(allowedBy.length, id).toBeGreaterThan(12);
  }
});

test('nothing is expected of a variation that does not exist', () => {
  const ids = new Set(variations.map(({ id }) => id));
  expect(Object.keys(expectations).filter((id) => !ids.has(id))).toEqual([]);
});

test('an unknown variation is refused', async () => {
  await expect(startSandbox({ variation: '???' })).rejects.toThrow(/there is no variation/);
});

test('a fault shows in a varied server, too', async () => {
  const options = { variation: 'like-spring', fault: 'success-status-201' };
  const status = await withSandbox(options, async (sandbox) => (await transcriptOf(sandbox)).get('valid'));
  expect(status?.split('\n', 1)[0]).toBe('201');
  expect(status).toContain('"Bearer"');
});
