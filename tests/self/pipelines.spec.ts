/**
 * The templates for pipelines, read as the vendors read them: by GitHub's own parser, by the schema of a recent GitLab, and all
 * that are YAML by the schemas that SchemaStore collected from the vendors, some years old. Nothing of the kind is published
 * for a Jenkinsfile.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv, type Options } from 'ajv';
import Ajv4 from 'ajv-draft-04';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { packageRoot } from '../../src/settings/package-root.js';

const require = createRequire(import.meta.url);

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

/** Gives what a schema of SchemaStore says against a value. Its drafts are 4 and 7. */
function schemaProblems(name: string): (value: unknown) => string[] {
  const store = dirname(require.resolve('schemastore/package.json'));
  const schema = JSON.parse(readFileSync(join(store, 'schemas/json', name), 'utf8'));
  // Azure's patterns escape what Unicode expressions do not allow to be escaped.
  const options: Options = { allErrors: true, strict: false, unicodeRegExp: false };
  const ajv = schema.$schema.includes('draft-04') ? new Ajv4.default(options) : new Ajv(options);
  formats.default(ajv);
  const validate = ajv.compile(schema);
  return (value) => {
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      `${instancePath} ${message} ${params.additionalProperty ?? ''}`.trim(),
    );
  };
}

interface Template {
  readonly schema: string;
  /** Azure takes every scalar as text, `true` as well. */
  readonly scalars?: 'text';
  readonly wrong: readonly [from: string, to: string, problem: string][];
}

const templates: Readonly<Record<string, Template>> = {
  'docs/pipelines/github.yml': {
    schema: 'github-workflow.json',
    wrong: [
      ['runs-on:', 'runs-in:', "/jobs/conformance must have required property 'runs-on'"],
      ['timeout-minutes: 20', 'timeout-minutes: soon', '/jobs/conformance/timeout-minutes must be number'],
    ],
  },
  '.github/actions/token-conformance/action.yml': {
    schema: 'github-action.json',
    wrong: [
      ['    - shell: bash', '    - shel: bash', '/runs/steps/1 must NOT have additional properties shel'],
      ['required: true', 'required: soon', '/inputs/package/required must be boolean'],
    ],
  },
  'docs/pipelines/gitlab-ci.yml': {
    schema: 'gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json',
    wrong: [
      ['when: always', 'when: ever', '/artifacts/when must be equal to one of the allowed values'],
      ['junit: reports', 'junits: reports', '/artifacts/reports must NOT have additional properties junits'],
    ],
  },
  'docs/pipelines/circleci.yml': {
    schema: 'circleciconfig.json',
    wrong: [
      ['version: 2.1', 'version: 3', '/version must be equal to one of the allowed values'],
      ['- image:', '- img:', '/docker/0 must NOT have additional properties img'],
      ['paths: [.npm]', 'paths: .npm', '/save_cache/paths must be array'],
    ],
  },
  'docs/pipelines/azure-pipelines.yml': {
    schema: 'raw.githubusercontent.com/microsoft/azure-pipelines-vscode/master/service-schema.json',
    scalars: 'text',
    wrong: [
      ['branches:', 'branch:', '/schedules/0 must NOT have additional properties branch'],
      ['always: true', 'always: perhaps', '/schedules/0/always must match pattern'],
      ['condition:', 'conditions:', '/steps/4 must NOT have additional properties conditions'],
      ['JUnit', 'Junits', '/steps/4/inputs/testResultsFormat must be equal to one of the allowed values'],
      ['targetPath:', 'targetPaths:', '/steps/5/inputs must NOT have additional properties targetPaths'],
    ],
  },
};

test.describe('the schemas of the vendors', () => {
  for (const [file, { schema, scalars, wrong }] of Object.entries(templates))
    test(`take ${file}, and refuse ${wrong.map(([, to]) => to.trim()).join(', ')}`, () => {
      const problems = schemaProblems(schema);
      const read = (text: string): unknown => parse(text, scalars ? { schema: 'failsafe' } : {});
      const template = textOf(file);
      expect(problems(read(template))).toEqual([]);
      for (const [from, to, problem] of wrong)
        expect(problems(read(changed(template, from, to))).join('\n')).toContain(problem);
    });
});
