/**
 * The reporter of a run, listed first in the Playwright configuration: collects what the workers judged, turns
 * their verdicts into failures, and writes and prints the reports when all is over.
 *
 * Playwright stops a worker after each failing test. The fixture therefore declares a test that fails by its
 * verdict as expected to fail, and this reporter, which shares the test objects with the reporters after
 * it, turns that back. Without this reporter the fixture leaves such tests alone: they are slow, never green.
 */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
  TestStep,
} from '@playwright/test/reporter';
import type { Exchange, ScenarioResult } from '../verdicts/verdict.js';
import { bundleFile } from './bundle/layout.js';
import { annotations, appendStepSummary } from './github.js';
import { Progress, type Progressed } from './progress.js';
import { reportFiles, shardFileName } from './report-files.js';
import { noteSent } from './request-count.js';
import type { Judged, Results, RunRecord } from './results.js';
import { readResultsFile } from './results-file.js';
import { type RunInfo, runInfoOf } from './run-info.js';
import { type ScenarioSummary, scenarioOf } from './scenario-annotations.js';
import { summary } from './terminal.js';
import { counted, forLog } from './text.js';
import { verdictMark, verdictsAttachment } from './verdicts-attachment.js';
import { writeAtomically, writingProblem } from './write-atomically.js';

type Attachment = TestResult['attachments'][number];

/** Ours is read here; Playwright's `error-context` holds source text and instructions that nobody asked for. */
const isHidden = ({ name }: Attachment): boolean =>
  name === verdictsAttachment.name || name === 'error-context';

/** Steps refer to attachments by identity: the step that attached a hidden one goes with it. */
function hideAttachments(steps: TestStep[]): void {
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index];
    if (!step) continue;
    const hidden = step.attachments.filter(isHidden);
    if (hidden.length > 0 && hidden.length === step.attachments.length && step.category === 'test.attach')
      steps.splice(index, 1);
    else {
      for (const one of hidden) step.attachments.splice(step.attachments.indexOf(one), 1);
      hideAttachments(step.steps);
    }
  }
}

/** The finding is the message; where in our code it was raised helps nobody who reads it. */
function withoutOurCode(errors: TestError[], steps: readonly TestStep[]): void {
  for (const error of [...errors, ...steps.flatMap((step) => step.error ?? [])]) {
    delete error.snippet;
    delete error.stack;
    delete error.location;
  }
  for (const step of steps) withoutOurCode([], step.steps);
}

/** True when the test failed by its verdict; it is an ordinary failure for every reporter from here on. */
function turnIntoFailure(test: TestCase, result: TestResult): void {
  const isMark = ({ type, description }: { type: string; description?: string }): boolean =>
    type === 'fail' && description === verdictMark;
  if (!result.annotations.some(isMark)) return;
  withoutOurCode(result.errors, result.steps);
  test.expectedStatus = 'passed';
  test.annotations = test.annotations.filter((annotation) => !isMark(annotation));
  result.annotations = result.annotations.filter((annotation) => !isMark(annotation));
}

function verdictsOf({ attachments }: TestResult): ScenarioResult | undefined {
  const body = attachments.find(({ name }) => name === verdictsAttachment.name)?.body;
  return body && JSON.parse(body.toString('utf8'));
}

const rule = `\n\n${'-'.repeat(72)}\n\n`;

/** One exchange as the HTML report shows it. Made here, because an attachment costs the worker a step. */
function evidenceOf({ id, request, response, curl, milliseconds }: Exchange): Attachment {
  const text = [request, response, `${Math.round(milliseconds)} ms`, `${curl}\n`].join(rule);
  return { name: id.slice(id.indexOf('#') + 1), contentType: 'text/plain', body: Buffer.from(text) };
}

/** The text of an error may quote a request: only its kind goes into the reports. */
function howItEnded({ status, errors }: TestResult): string {
  if (status === 'timedOut') return 'the worker ended before the scenario was judged (timeout)';
  if (errors.some(({ message }) => message?.includes('worker process exited unexpectedly')))
    return 'the worker ended before the scenario was judged (crash)';
  return 'the harness failed before the scenario was judged (exception, shown by the HTML report)';
}

/** `undefined`: it never ran. */
function judgedBy(result: TestResult): Judged | undefined {
  const milliseconds = Math.max(0, result.duration);
  const verdicts = verdictsOf(result);
  if (verdicts) return { kind: 'result', result: verdicts, milliseconds };
  if (result.status === 'interrupted') return undefined;
  if (result.status === 'skipped') {
    const skip = result.annotations.find(({ type }) => type === 'skip' || type === 'fixme');
    return skip && { kind: 'skipped', reason: skip.description ?? 'skipped', milliseconds };
  }
  return { kind: 'error', message: howItEnded(result), milliseconds };
}

/** The outcomes for which a test may fail. */
const failing = new Set(['fail', 'error', 'warn']);

function progressed(judged: Judged): Progressed {
  if (judged.kind === 'error') return 'error';
  if (judged.kind === 'skipped' || judged.result.inconclusive !== undefined) return 'not verified';
  // A broken invariant is told where it was seen first, here as in the reports.
  const outcomes = judged.result.verdicts.flatMap(({ repeats, outcome }) => (repeats ? [] : outcome));
  return outcomes.includes('error') ? 'error' : outcomes.includes('fail') ? 'failed' : 'passed';
}

/** The checks that a scenario does not satisfy, or why it was not judged. */
function remarksOf(judged: Judged): string {
  if (judged.kind === 'error') return judged.message;
  if (judged.kind === 'skipped') return judged.reason;
  const { inconclusive, verdicts } = judged.result;
  if (inconclusive !== undefined) return inconclusive;
  const found = verdicts.filter(({ outcome }) => failing.has(outcome));
  return found.map(({ outcome, check }) => `${outcome} ${check}`).join(', ');
}

/** What Playwright reports as errors of the run and is none: an empty selection, and `--max-failures`. */
const saidBySummary = /No tests found|Testing stopped early after \d+ maximum allowed failure/;

function countFamilies(scenarios: readonly ScenarioSummary[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { family } of scenarios) counts.set(family, (counts.get(family) ?? 0) + 1);
  return counts;
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds something, or is a file.
  }
}

/** Exit code of the run command when its reports cannot be written. */
const faultOfWriting = 4;

const print = (text: string): void => void process.stdout.write(text);

export default class TokenConformanceReporter implements Reporter {
  private config: FullConfig | undefined;
  private readonly listing: boolean;
  private selected: readonly ScenarioSummary[] = [];
  /** Read at the beginning: it may be the very file that this run replaces. */
  private since: Results | undefined;
  private begun: Promise<void> = Promise.resolve();
  private progress: Progress | undefined;
  private readonly judged = new Map<string, Judged>();
  private readonly faults: string[] = [];

  /** Playwright says by `_mode` whether it runs tests or only lists them. */
  constructor(options: { readonly _mode?: string } = {}) {
    this.listing = options._mode === 'list';
    // Inherited by the workers: tells the fixture that somebody turns its expected failures back.
    process.env.TOKEN_CONFORMANCE_REPORTER = '1';
  }

  printsToStdio(): boolean {
    return !this.listing;
  }

  private info(): RunInfo | undefined {
    return this.config && runInfoOf(this.config);
  }

  private paths({ reportDir }: RunInfo): { results: string; html: string } {
    return {
      results: join(reportDir, 'results.json'),
      html: join(reportDir, 'html', 'index.html'),
    };
  }

  onBegin(config: FullConfig, suite: Suite): void {
    this.config = config;
    const info = this.info();
    if (this.listing || !info) return;
    // Should this run end without a word, nobody must read the word of an earlier one.
    this.since = info.since === undefined ? undefined : readResultsFile(info.since);
    const { results, html } = this.paths(info);
    const made = [bundleFile, ...reportFiles, shardFileName].map((file) => join(info.reportDir, file));
    for (const path of [results, html, ...made]) rmSync(path, { force: true });

    this.selected = suite.allTests().flatMap((test) => scenarioOf(test) ?? []);
    if (this.selected.length === 0) return;
    this.begun = this.writeBeginning(info);
    // Told at the end, when nothing else can be written either.
    this.begun.catch(() => undefined);
    this.progress = new Progress(countFamilies(this.selected), {
      color: info.color,
      rewritable: info.interactive,
      width: process.stdout.columns ?? 80,
      verbosity: info.verbosity,
      write: print,
      now: () => performance.now(),
    });
    if (info.verbosity === 'quiet') return;
    const scope =
      this.selected.length < info.totalScenarios
        ? `${this.selected.length} of ${counted(info.totalScenarios, 'scenario')}`
        : counted(this.selected.length, 'scenario');
    print(`\n${forLog(`${info.contract.title} at ${info.target}: ${scope}, seed ${info.seed}`)}\n\n`);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const judged = this.read(result);
    turnIntoFailure(test, result);
    hideAttachments(result.steps);
    // In place: Playwright declares the array itself read-only.
    for (const hidden of result.attachments.filter(isHidden)) {
      if (hidden.path !== undefined) rmSync(hidden.path, { force: true });
      result.attachments.splice(result.attachments.indexOf(hidden), 1);
    }

    if (judged?.kind === 'result') result.attachments.push(...judged.result.exchanges.map(evidenceOf));

    const scenario = scenarioOf(test);
    if (!scenario) {
      if (result.status !== 'passed' && result.status !== 'skipped')
        this.faults.push('a test that is no scenario failed (shown by the HTML report)');
      return;
    }
    if (!judged) return;
    this.judged.set(scenario.id, judged);
    if (judged.kind === 'result') noteSent(judged.result.requests);
    const outcome = progressed(judged);
    const remarks = remarksOf(judged);
    const { milliseconds } = judged;
    this.progress?.done({ id: scenario.id, family: scenario.family, outcome, milliseconds, remarks });
    const explained =
      judged.kind !== 'result' || judged.result.verdicts.some(({ outcome }) => failing.has(outcome));
    if (result.status === 'failed' && !explained)
      this.faults.push(`the test of ${scenario.id} failed although no check did (shown by the HTML report)`);
  }

  onStdOut(chunk: string | Buffer): void {
    this.progress?.said(forLog(chunk.toString().trimEnd()));
  }

  private read(result: TestResult): Judged | undefined {
    try {
      return judgedBy(result);
    } catch {
      const message = 'the worker handed over verdicts that cannot be read';
      return { kind: 'error', message, milliseconds: Math.max(0, result.duration) };
    }
  }

  onError(error: TestError): void {
    // The page of the preflight says what is wrong; the summary says what was not selected or not sent.
    if (this.info()?.preflight?.ok === false || saidBySummary.test(error.message ?? '')) return;
    this.faults.push('Playwright could not run the suite: its message stands in the console');
    const text = stripVTControlCharacters(error.stack ?? error.message ?? error.value ?? 'unknown error');
    process.stderr.write(`${text.split('\n').map(forLog).join('\n')}\n`);
  }

  async onEnd(result: FullResult): Promise<{ status: FullResult['status'] } | undefined> {
    if (this.listing) return undefined;
    this.progress?.end();
    const info = this.info();
    if (!info) {
      process.stderr.write('The configuration lacks metadata.tokenConformance: no report was written.\n');
      return { status: 'failed' };
    }
    const { buildResults } = await import('./results.js');
    const record: RunRecord = {
      info,
      selected: this.selected,
      judged: this.judged,
      faults: this.faults,
      startedAt: result.startTime.toISOString(),
      finishedAt: new Date(result.startTime.getTime() + result.duration).toISOString(),
    };
    const results = buildResults(record);
    try {
      await this.begun;
      await this.writePart(record);
      await this.write(results, info);
    } catch (problem) {
      const why = writingProblem(problem);
      if (why === undefined) throw problem;
      process.stderr.write(`Reports cannot be written to ${info.reportDir}: ${why}. The verdict is lost.\n`);
      process.once('exit', () => {
        process.exitCode = faultOfWriting;
      });
      return { status: 'failed' };
    }
    if (results.exitCode !== 0) return { status: result.status === 'passed' ? 'failed' : result.status };
    return { status: result.status === 'failed' ? 'passed' : result.status };
  }

  /**
   * What is found when the run is killed: nothing was judged, and why. Building it brings all checks with it: that
   * happens while the worker starts.
   */
  private async writeBeginning(info: RunInfo): Promise<void> {
    const { buildResults } = await import('./results.js');
    const now = new Date().toISOString();
    const { selected } = this;
    const beginning = buildResults({
      ...{ info, selected, judged: new Map(), faults: [], aborted: true },
      ...{ startedAt: now, finishedAt: now },
    });
    writeAtomically(this.paths(info).results, `${JSON.stringify(beginning, undefined, 2)}\n`);
  }

  /** What `merge` makes one run of. */
  private async writePart(record: RunRecord): Promise<void> {
    const part = this.config?.shard;
    if (!part) return;
    const { shardText } = await import('./shard-file.js');
    writeAtomically(join(record.info.reportDir, shardFileName), shardText(record, part));
  }

  /** Playwright makes a folder for each test; nobody needs the hundreds that stay empty. */
  async onExit(): Promise<void> {
    for (const { outputDir } of this.config?.projects ?? [])
      for (const name of existsSync(outputDir) ? readdirSync(outputDir) : [])
        removeIfEmpty(join(outputDir, name));
  }

  private async write(results: Results, info: RunInfo): Promise<void> {
    const { results: json, html } = this.paths(info);
    writeAtomically(json, `${JSON.stringify(results, undefined, 2)}\n`);
    const { writeReports } = await import('./write-reports.js');
    const made = await writeReports(results, {
      folder: info.reportDir,
      formats: info.reports,
      since: this.since,
    });
    const { github } = info;
    if (github.stepSummary !== undefined) appendStepSummary(github.stepSummary, results);
    const withHtml = this.config?.reporter.some(([name]) => name === 'html') === true;
    const columns = Math.min(Math.max(process.stdout.columns ?? 80, 60), 100);
    print(
      summary(results, {
        color: info.color,
        width: columns,
        verbosity: info.verbosity,
        reports: [...made, ...(withHtml ? [html] : []), json],
      }),
    );
    if (github.annotations) print(annotations(results));
  }
}
