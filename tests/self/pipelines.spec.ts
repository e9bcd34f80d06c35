/**
 * The templates for pipelines, read by parsers that know the vendors' schemas: GitHub's own for workflow and action, for GitLab
 * the schema that GitLab publishes. Nobody publishes such a thing as a package for Azure Pipelines, CircleCI and Jenkins.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packageRoot } from '../../src/settings/package-root.js';

const textOf = (file: string): string => readFileSync(join(packageRoot, file), 'utf8');

/** The text with one thing changed, which must be there. */
function changed(text: string, from: string, to: string): string {
  expect(text).toContain(from);
  return text.replace(from, to);
}

const asModule = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;

test.describe('GitHub Actions', () => {
  // GitHub's parser imports JSON as bundlers allow it, without the attribute that Node asks for.
  register(
    asModule(`
      import { readFile } from 'node:fs/promises';
      export async function load(url, context, next) {
        if (!url.includes('/@actions/workflow-parser/') || !url.endsWith('.json')) return next(url, context);
        return { format: 'json', source: await readFile(new URL(url)), shortCircuit: true };
      }`),
  );

  const workflow = textOf('docs/pipelines/github.yml');
  const action = textOf('.github/actions/token-conformance/action.yml');

  async function workflowProblems(content: string): Promise<string[]> {
    const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import(
      '@actions/workflow-parser'
    );
    const { context, value } = parseWorkflow({ name: 'github.yml', content }, new NoOperationTraceWriter());
    const errors = context.errors.getErrors().map(({ message }) => message);
    if (!value || errors.length > 0) return errors;
    const converted = await convertWorkflowTemplate(context, value);
    return (converted.errors ?? []).map(({ Message }) => Message);
  }

  async function actionProblems(content: string): Promise<string[]> {
    const { NoOperationTraceWriter } = await import('@actions/workflow-parser');
    const { parseAction } = await import('@actions/workflow-parser/actions/action-parser');
    const { context } = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter());
    return context.errors.getErrors().map(({ message }) => message);
  }

  test('takes the template and the action', async () => {
    expect(await workflowProblems(workflow)).toEqual([]);
    expect(await actionProblems(action)).toEqual([]);
  });

  const wrongWorkflows: readonly [from: string, to: string, problem: string][] = [
    ['runs-on:', 'runs-in:', "Unexpected value 'runs-in'"],
    ['contents: read', 'contents: sometimes', "Unexpected value 'sometimes'"],
    ['vars.TOKEN_BASE_URL', 'variables.TOKEN_BASE_URL', "Unrecognized named-value: 'variables'"],
    ['17 3 * * *', '17 3 * *', 'Invalid cron expression'],
    ['hashFiles(', 'hashFile(', "Unrecognized function: 'hashFile'"],
  ];
  for (const [from, to, problem] of wrongWorkflows)
    test(`refuses a workflow with ${to}`, async () => {
      expect((await workflowProblems(changed(workflow, from, to))).join('\n')).toContain(problem);
    });

  const wrongActions: readonly [from: string, to: string, problem: string][] = [
    ['using: composite', 'using: composed', "Unexpected value 'composed'"],
    ['    - shell: bash', '    - shel: bash', "Unexpected value 'shel'"],
    ['inputs.package', 'input.package', "Unrecognized named-value: 'input'"],
    ['runs:', 'run:', 'Required property is missing: runs'],
  ];
  for (const [from, to, problem] of wrongActions)
    test(`refuses an action with ${to.trim()}`, async () => {
      expect((await actionProblems(changed(action, from, to))).join('\n')).toContain(problem);
    });
});

test.describe('GitLab CI', () => {
  const template = textOf('docs/pipelines/gitlab-ci.yml');
  const require = createRequire(import.meta.url);
  const program = require.resolve('gitlab-ci-local/dist/index.js');
  // It is written for Node.js 22, which has this.
  const sets = asModule('Set.prototype.union ??= function (other) { return new Set([...this, ...other]); };');

  function read(text: string): { readonly code: number | null; readonly said: string } {
    const folder = test.info().outputPath('repository');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '.gitlab-ci.yml'), text);
    const options = { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder } } as const;
    spawnSync('git', ['init', '--quiet'], options);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', sets, program, '--list'],
      options,
    );
    return { code: status, said: stdout + stderr };
  }

  test('takes the template', () => {
    const { code, said } = read(template);
    expect(said).toContain('json schema validated');
    expect(code).toBe(0);
  });

  const wrong: readonly [from: string, to: string, problem: string][] = [
    ['allow_failure:', 'allow_failures:', "'allow_failures' property is not expected"],
    ['when: always', 'when: ever', 'at token-endpoint.artifacts.when'],
    ['exit_codes: [3]', 'exit_codes: [three]', 'at token-endpoint.allow_failure'],
  ];
  for (const [from, to, problem] of wrong)
    test(`refuses a template with ${to}`, () => {
      const { code, said } = read(changed(template, from, to));
      expect(said).toContain('Invalid .gitlab-ci.yml configuration!');
      expect(said).toContain(problem);
      expect(code).not.toBe(0);
    });
});
