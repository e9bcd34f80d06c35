/** Reads the files that `--checks` names. Slow: loads every check. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Check } from '../checks/check.js';
import { addChecks, allChecks } from '../checks/index.js';
import { addRequirements, allRequirements } from '../requirements/catalogue.js';
import { type Extension, ExtensionError, type OwnRequirement } from './extension.js';

const idPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Holds one list of an extension to its shape; `wrong` names the entry and the mend. */
function shapeOf(file: string, extension: unknown): Extension {
  const fail = (problem: string, mend: string): never => {
    throw new ExtensionError({ file, problem, mend });
  };
  if (typeof extension !== 'object' || extension === null)
    return fail(
      'the file has no default export',
      'write export default { requirements: […], checks: […], scenarios(contract, grant) { … } }',
    );
  const { requirements = [], checks = [], scenarios, ...others } = extension as Extension;
  const [other] = Object.keys(others);
  if (other !== undefined)
    fail(
      `the default export has a member ${JSON.stringify(other)}`,
      'requirements, checks and scenarios are known',
    );
  if (!Array.isArray(requirements) || !Array.isArray(checks))
    return fail('requirements and checks are no lists', 'write them as arrays');
  if (scenarios !== undefined && typeof scenarios !== 'function')
    fail('scenarios is no function', 'write scenarios(contract, grant) { return […]; }');
  for (const [index, one] of (requirements as Partial<OwnRequirement>[]).entries()) {
    const missing = (['id', 'level', 'document', 'section', 'sentence'] as const).find(
      (member) => typeof one?.[member] !== 'string' || one[member] === '',
    );
    if (missing !== undefined) fail(`requirements[${index}] has no ${missing}`, 'give it a text');
    if (allRequirements().some(({ id }) => id === one.id))
      fail(`requirements[${index}]: the catalogue has ${one.id} already`, 'give it an id of its own');
  }
  const known = new Set([...allRequirements(), ...requirements].map(({ id }) => id));
  for (const [index, one] of (checks as Partial<Check>[]).entries()) {
    const name = `checks[${index}]`;
    if (typeof one?.id !== 'string' || !idPattern.test(one.id))
      fail(`${name} has no id of lower-case words and hyphens`, 'such as house-rule');
    if (allChecks.some(({ id }) => id === one.id) || checks.findIndex(({ id }) => id === one.id) !== index)
      fail(`${name}: there is a check ${one.id} already`, 'give it another id');
    if (typeof one.title !== 'string' || one.title === '')
      fail(`${name} (${one.id}) has no title`, 'say in one sentence what must hold');
    if (typeof one.judge !== 'function')
      fail(`${name} (${one.id}) has no function judge`, 'write judge(subject) { … }');
    if (!Array.isArray(one.requirements) || one.requirements.length === 0)
      fail(`${name} (${one.id}) names no requirements`, 'one of the catalogue, or one of this file');
    const unknown = one.requirements?.find((id) => !known.has(id));
    if (unknown !== undefined)
      fail(
        `${name} (${one.id}): there is no requirement ${JSON.stringify(unknown)}`,
        'the command coverage names those of the catalogue; declare your own under requirements',
      );
    const classes = ['success', 'error', 'any-json', 'any'];
    const { on } = one;
    const bound =
      typeof on === 'object' &&
      on !== null &&
      (('every' in on && classes.includes(on.every)) || ('probes' in on && Array.isArray(on.probes)));
    if (!bound)
      fail(
        `${name} (${one.id}) does not say what it judges`,
        `write on: { every: ${classes.map((one) => `'${one}'`).join(' | ')} } or on: { probes: ['missing/*'] }`,
      );
  }
  return extension as Extension;
}

function register({ requirements = [], checks = [] }: Extension): void {
  addRequirements(
    requirements.map((one) => ({
      severity: /^MUST\b/.test(one.level) ? 'fail' : 'warn',
      ...{ set: 'core', kind: 'rule', mode: 'active', endpoint: 'token', needs: [], grants: ['any'] },
      ...one,
    })),
  );
  addChecks(checks.map((check) => ({ examples: { conforming: [], violating: [] }, ...check })));
}

/** By absolute path: a process registers a file once. */
const registered = new Map<string, Promise<Extension>>();

async function open(file: string): Promise<Extension> {
  const module = await import(pathToFileURL(resolve(file)).href).catch((problem: unknown) => {
    throw new ExtensionError({
      file,
      problem: `the file cannot be loaded: ${problem instanceof Error ? problem.message : problem}`,
      mend: 'write an ES module in JavaScript',
    });
  });
  const extension = shapeOf(file, module.default);
  register(extension);
  return extension;
}

/**
 * Loads the files and makes their requirements and checks known to this process.
 * @throws ExtensionError
 */
export async function readExtensions(files: readonly string[]): Promise<readonly Extension[]> {
  const extensions: Extension[] = [];
  for (const file of files) {
    const path = resolve(file);
    const opened = registered.get(path) ?? open(file);
    registered.set(path, opened);
    extensions.push(await opened);
  }
  return extensions;
}
