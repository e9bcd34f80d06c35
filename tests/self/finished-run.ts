/** Runs of the real command, each in a folder of its own, and what they leave there. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Results } from '../../src/reports/results.js';
import { packageRoot } from '../../src/settings/package-root.js';
import {
  type Ended,
  newWhereabouts,
  readResults,
  runCommand,
  type Variables,
  type Whereabouts,
} from './command-process.js';
import { childrenNamed, parseXml, type XmlElement } from './reports-xml.js';

export interface Run extends Ended {
  readonly whereabouts: Whereabouts;
}

export interface FinishedRun extends Run {
  readonly results: Results;
  readonly junit: readonly XmlElement[];
}

function testCases({ reports }: Whereabouts): XmlElement[] {
  const root = parseXml(readFileSync(join(reports, 'junit.xml'), 'utf8'));
  return childrenNamed(root, 'testsuite').flatMap((suite) => childrenNamed(suite, 'testcase'));
}

/** With what the run wrote. Throws, with what it printed, when that is not there. */
export function finished(one: Run): FinishedRun {
  if (!existsSync(join(one.whereabouts.reports, 'results.json')))
    throw new Error(`no results.json; exit code ${one.code}\n${one.out}\n${one.err}`);
  return { ...one, results: readResults(one.whereabouts), junit: testCases(one.whereabouts) };
}

/** The names of the test cases that failed. */
export const failed = (cases: readonly XmlElement[]): string[] =>
  cases
    .filter((one) => childrenNamed(one, 'failure').length > 0)
    .map(({ attributes }) => attributes.name ?? '')
    .sort();

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** What the published schema says against results. */
export function schemaProblems(results: Results): unknown {
  const schema = JSON.parse(readFileSync(join(packageRoot, 'schemas', 'results.schema.json'), 'utf8'));
  const ajv = new Ajv2020({ allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(schema);
  validate(results);
  return validate.errors ?? [];
}

/** Two scenarios and their controls: the shortest run that still shows what a run does. */
export const short = ['--grep', 'password/(valid/minimal|missing/username):'];

/** To be called at the head of the file: the folders are gone after its last test. */
export function runsOfFile() {
  const roots: string[] = [];
  test.afterAll(() => {
    for (const root of roots) rmSync(root, { recursive: true, force: true });
  });

  function whereabouts(): Whereabouts {
    const created = newWhereabouts('run');
    roots.push(created.root);
    return created;
  }

  async function run(args: readonly string[], variables: Variables = {}): Promise<Run> {
    const place = whereabouts();
    return { whereabouts: place, ...(await runCommand(place, ['run', ...args], variables)) };
  }

  return { whereabouts, run };
}
