/** The grants that the request body of the token endpoint describes. */
import type { Grant } from './contract.js';
import type { Cursor } from './cursor.js';
import { type FormVariant, formVariants } from './form-variants.js';
import { readFormParameter } from './parameter.js';

/** Parameters that belong to one grant only, by `grant_type`, and are REQUIRED there. */
export const ownParameters: Readonly<Record<string, readonly string[]>> = {
  password: ['username', 'password'], // RFC 6749 section 4.3.2
  refresh_token: ['refresh_token'], // RFC 6749 section 6
  authorization_code: ['code'], // RFC 6749 section 4.1.3
  'urn:ietf:params:oauth:grant-type:device_code': ['device_code'], // RFC 8628 section 3.4
  'urn:ietf:params:oauth:grant-type:jwt-bearer': ['assertion'], // RFC 7523 section 2.1
  'urn:ietf:params:oauth:grant-type:saml2-bearer': ['assertion'], // RFC 7522 section 2.1
  'urn:ietf:params:oauth:grant-type:token-exchange': ['subject_token', 'subject_token_type'], // RFC 8693 section 2.1
};

/** The same for what is optional: `redirect_uri` depends on the authorization request, and so on. */
export const ownOptionalParameters: Readonly<Record<string, readonly string[]>> = {
  authorization_code: ['redirect_uri', 'code_verifier'],
  'urn:ietf:params:oauth:grant-type:token-exchange': [
    'actor_token',
    'actor_token_type',
    'requested_token_type',
  ],
};

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
    .replace(/^\((\?:)?(.*)\)$/, '$2');
  const types = inner.split('|');
  return types.every((type) => /^[\w:./-]+$/.test(type)) ? types : [];
}

/** The values of `grant_type` that its schema allows, where it lists them. */
export function grantTypes(schema: Cursor | undefined): string[] {
  if (!schema?.isObject) return [];
  const constant = schema.get('const')?.value;
  if (typeof constant === 'string') return [constant];
  const listed = schema.get('enum')?.value;
  if (Array.isArray(listed)) return listed.filter((type) => typeof type === 'string');
  const pattern = schema.get('pattern')?.value;
  if (typeof pattern === 'string') return typesOfPattern(pattern);
  return ['anyOf', 'oneOf', 'allOf']
    .flatMap((keyword) => schema.get(keyword)?.items() ?? [])
    .flatMap((alternative) => (alternative.value === schema.value ? [] : grantTypes(alternative)));
}

/** The first example of the form that is one of this grant; an example without grant_type suits every grant. */
function exampleFor(media: Cursor, type: string): Cursor | undefined {
  const single = media.get('example');
  const several = (media.get('examples')?.entries() ?? []).map(([, example]) => example.get('value'));
  return [single, ...several]
    .filter((example) => example?.isObject)
    .find((example) => [undefined, type].includes(example?.get('grant_type')?.value as string | undefined));
}

function grantOf(
  variant: FormVariant,
  type: string,
  options: { readonly shared: boolean; readonly media: Cursor; readonly openapi30: boolean },
): Grant {
  const example = exampleFor(options.media, type);
  const names = [...variant.properties.keys()].filter((name) => !options.shared || !isForeign(name, type));
  const parameters = names.map((name) => {
    const schema = variant.properties.get(name) as Cursor;
    const parameter = readFormParameter(name, schema, {
      // One schema for several grants cannot require what only one of them has: then the standard says it.
      required:
        variant.required.has(name) || (options.shared && belonging(ownParameters, type).includes(name)),
      example: example?.get(name)?.value,
      openapi30: options.openapi30,
    });
    return name === 'grant_type' ? { ...parameter, documented: type } : parameter;
  });
  return { type, parameters, pointer: variant.pointer };
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

/**
 * The grants in the order of the document; empty when no value of `grant_type` is stated.
 *
 * @param media the Media Type Object of the form
 */
export function readGrants(media: Cursor, openapi30: boolean): Grant[] {
  const schema = media.get('schema');
  if (!schema) return [];
  const grants = new Map<string, Grant>();
  for (const variant of formVariants(schema)) {
    const types = [...new Set(grantTypes(variant.properties.get('grant_type')))];
    for (const type of types) {
      const grant = grantOf(variant, type, { shared: types.length > 1, media, openapi30 });
      const known = grants.get(type);
      grants.set(type, known ? united(known, grant) : grant);
    }
  }
  return [...grants.values()];
}
