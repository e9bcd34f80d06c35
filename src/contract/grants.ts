/** The grants that the request body of the token endpoint describes. */
import type { Assumption, Grant, Parameter } from './contract.js';
import type { Cursor } from './cursor.js';
import type { DescribedRequest } from './described-request.js';
import type { FormVariant } from './form-variants.js';
import { typesByEvidence } from './grant-evidence.js';
import { ownOptionalParameters, ownParameters } from './oauth-parameters.js';
import type { Operation } from './operations.js';
import { isSecret, readFormParameter } from './parameter.js';
import { plainUrn } from './schema-slips.js';

function belonging(table: Readonly<Record<string, readonly string[]>>, type: string): readonly string[] {
  return Object.hasOwn(table, type) ? (table[type] ?? []) : [];
}

function isForeign(name: string, type: string): boolean {
  const owned = (owner: string) =>
    belonging(ownParameters, owner).includes(name) || belonging(ownOptionalParameters, owner).includes(name);
  const owners = [...Object.keys(ownParameters)].filter(owned);
  return owners.length > 0 && !owned(type);
}

/** `^(password|refresh_token)$`, `^password$`, `password`. */
function typesOfPattern(pattern: string): string[] {
  const inner = pattern
    .replace(/^\^/, '')
    .replace(/\$$/, '')
    .replace(/^\((\?:)?(.*)\)$/, '$2')
    .replace(/\\([./:-])/g, '$1');
  const types = inner.split('|');
  return types.every((type) => /^[\w:./-]+$/.test(type)) ? types : [];
}

/** The values of `grant_type` that its schema allows, where it lists them. */
export function grantTypes(schema: Cursor | undefined): string[] {
  if (!schema?.isObject) return [];
  const constant = schema.get('const')?.value;
  if (typeof constant === 'string') return [plainUrn(constant)];
  const listed = schema.get('enum')?.value;
  if (Array.isArray(listed)) return listed.filter((type) => typeof type === 'string').map(plainUrn);
  const pattern = schema.get('pattern')?.value;
  if (typeof pattern === 'string') return typesOfPattern(pattern);
  return ['anyOf', 'oneOf', 'allOf']
    .flatMap((keyword) => schema.get(keyword)?.items() ?? [])
    .flatMap((alternative) => (alternative.value === schema.value ? [] : grantTypes(alternative)));
}

/** The first example of the form that is one of this grant; an example without grant_type suits every grant. */
function exampleFor(media: Cursor | undefined, type: string): Cursor | undefined {
  const named = media?.get('examples');
  const several = named?.isObject
    ? named.entries().map(([, example]) => (example.isObject ? example.get('value') : undefined))
    : [];
  return [media?.get('example'), ...several]
    .filter((example) => example?.isObject)
    .find((example) => [undefined, type].includes(example?.get('grant_type')?.value as string | undefined));
}

interface GrantOptions {
  readonly shared: boolean;
  readonly media: Cursor | undefined;
  readonly openapi30: boolean;
  assume(what: string, pointer: string): void;
}

/** A parameter of the standard that the document does not describe. */
function standardParameter(name: string, pointer: string, value?: string): Parameter {
  return {
    name,
    in: 'form',
    required: true,
    schema: value === undefined ? { type: 'string', minLength: 1 } : { type: 'string', const: value },
    description: undefined,
    documented: value,
    enforced: true,
    secret: isSecret(name, undefined),
    alternative: undefined,
    pointer,
  };
}

/** What the standard requires of the grant, as far as the document leaves it open. */
function completed(
  type: string,
  described: readonly Parameter[],
  variant: FormVariant,
  options: GrantOptions,
) {
  const { pointer } = variant;
  const own = belonging(ownParameters, type);
  const has = (name: string) => described.some((parameter) => parameter.name === name);
  // A grant with parameters of its own in the document's own terms (say, email for username) is left as it is.
  const missing =
    own.some(has) || described.some(({ name, required }) => required && name === 'password') ? [] : own;
  const added = [...(has('grant_type') ? [] : ['grant_type']), ...missing];
  if (added.length > 0)
    options.assume(`${type}: ${added.join(', ')} of the standard is sent, though not described`, pointer);
  const optional = described.filter(({ name, required }) => own.includes(name) && !required);
  if (optional.length > 0 && !options.shared)
    options.assume(
      `${type}: ${optional.map(({ name }) => name).join(', ')} is required by the standard`,
      pointer,
    );
  return [
    ...(has('grant_type') ? [] : [standardParameter('grant_type', pointer, type)]),
    ...described.map((parameter) =>
      own.includes(parameter.name) ? { ...parameter, required: true } : parameter,
    ),
    ...missing.map((name) => standardParameter(name, pointer)),
  ];
}

function grantOf(variant: FormVariant, type: string, options: GrantOptions): Grant {
  const example = exampleFor(options.media, type);
  // What is optional by the standard and required by the document, such as redirect_uri, is required of every grant.
  const isDemanded = (name: string) =>
    variant.required.has(name) && !Object.values(ownParameters).some((names) => names.includes(name));
  const names = [...variant.properties.keys()].filter(
    (name) => !options.shared || isDemanded(name) || !isForeign(name, type),
  );
  const parameters = names.map((name) => {
    const schema = variant.properties.get(name) as Cursor;
    const parameter = readFormParameter(name, schema, {
      required: variant.required.has(name),
      example: example?.get(name)?.value,
      openapi30: options.openapi30,
    });
    return name === 'grant_type' ? { ...parameter, required: true, documented: type } : parameter;
  });
  return { type, parameters: completed(type, parameters, variant, options), pointer: variant.pointer };
}

/** The same grant described twice: what either allows, and what both require. */
function united(left: Grant, right: Grant): Grant {
  const requires = (grant: Grant, name: string) =>
    grant.parameters.some((parameter) => parameter.name === name && parameter.required);
  const all = [
    ...left.parameters,
    ...right.parameters.filter(({ name }) => !left.parameters.some((known) => known.name === name)),
  ];
  return {
    ...left,
    parameters: all.map((parameter) => ({
      ...parameter,
      required: requires(left, parameter.name) && requires(right, parameter.name),
    })),
  };
}

export interface ReadGrants {
  readonly grants: readonly Grant[];
  readonly assumptions: readonly Assumption[];
}

/**
 * The grants in the order of the document; none when it speaks of none.
 *
 * @param of where the grants are looked for when the schema of the request does not list them
 */
export function readGrants(
  request: DescribedRequest,
  of: { readonly root: Cursor; readonly operation: Operation; readonly openapi30: boolean },
): ReadGrants {
  const { media, byExample } = request;
  const assumptions: Assumption[] = [];
  const assume = (what: string, pointer: string): void => {
    assumptions.push({ what, pointer });
  };
  const { at } = of.operation;
  const nothing: FormVariant = { properties: new Map(), required: new Set(), pointer: at.pointer };
  if (request.variants.length === 0)
    assume('the parameters are those of RFC 6749: none are described', at.pointer);
  if (byExample)
    assume('the parameters are those of the examples: no schema names them', media?.pointer ?? at.pointer);
  const grants = new Map<string, Grant>();
  for (const variant of request.variants.length > 0 ? request.variants : [nothing]) {
    const stated = grantTypes(variant.properties.get('grant_type'));
    const found =
      stated.length > 0 ? undefined : typesByEvidence(variant, { ...of, schema: media?.get('schema') });
    if (found) assume(`grant_type is ${found.types.join(' or ')}: ${found.because}`, variant.pointer);
    const types = [...new Set(found?.types ?? stated)];
    for (const type of types) {
      const grant = grantOf(variant, type, {
        shared: types.length > 1,
        media,
        openapi30: of.openapi30,
        assume,
      });
      const known = grants.get(type);
      grants.set(type, known ? united(known, grant) : grant);
    }
  }
  return { grants: [...grants.values()], assumptions };
}
