/** Which grants a document speaks of where its schemas do not list them: in defaults, examples and prose. */
import type { Cursor } from './cursor.js';
import type { FormVariant } from './form-variants.js';
import { isOfEveryGrant, ownParameters } from './oauth-parameters.js';
import { barePath, type Operation } from './operations.js';

export interface TypesByEvidence {
  readonly types: readonly string[];
  /** Where that is said, in words; it is shown to the user. */
  readonly because: string;
}

/** More than any description needs: documents are untrusted. */
const longestProse = 20_000;

const uri = /\burn:(?:ietf|openid):params:(?:oauth:)?grant-type:[a-z0-9_-]+/g;

/** By the names of the standard, as values are written. */
const exact = /(?<![\w-])(?:client_credentials|refresh_token|authorization_code)(?![\w-])/g;

/** By the names that people give them. */
const spoken: readonly (readonly [RegExp, string])[] = [
  [/\bclient[ -]credentials?\b/i, 'client_credentials'],
  [/\brefresh(?:[ -]token)?[ -](?:grant|flow)\b/i, 'refresh_token'],
  [/\bauthori[sz]ation[ -]code[ -](?:grant|flow)\b/i, 'authorization_code'],
  [/\bpassword[ -](?:grant|flow)\b|\bresource owner(?:'s)? password\b|\bROPC\b/i, 'password'],
  [
    /\bdevice(?:[ -](?:code|authori[sz]ation))?[ -](?:grant|flow)\b/i,
    'urn:ietf:params:oauth:grant-type:device_code',
  ],
  [/\btoken[ -]exchange\b/i, 'urn:ietf:params:oauth:grant-type:token-exchange'],
  [/\bjwt[ -]bearer\b/i, 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
];

function unique(types: readonly string[]): string[] {
  return [...new Set(types)];
}

function typesInProse(text: unknown, ofGrantType = false): string[] {
  if (typeof text !== 'string') return [];
  const prose = text.slice(0, longestProse);
  const named = [...(prose.match(uri) ?? []), ...(prose.match(exact) ?? [])];
  // A description of grant_type that has the word means the value.
  if (ofGrantType && /(?<![\w-])password(?![\w-])/.test(prose)) named.push('password');
  const told = spoken.flatMap(([pattern, type]) => (pattern.test(prose) ? [type] : []));
  return unique([...named, ...told]);
}

/** A value such as people write for `grant_type`: no sentence, no placeholder. */
function asType(value: unknown): string[] {
  return typeof value === 'string' && /^[a-z][\w:./-]*$/i.test(value) && value !== 'string' ? [value] : [];
}

/** By the description of `grant_type` itself. */
function byProperty(property: Cursor | undefined): TypesByEvidence | undefined {
  if (!property?.isObject) return undefined;
  const several = property.get('examples')?.value;
  const values = [
    ...asType(property.get('default')?.value),
    ...asType(property.get('example')?.value),
    ...(Array.isArray(several) ? several.flatMap(asType) : []),
  ];
  const told = unique([
    ...typesInProse(property.get('description')?.value, true),
    ...typesInProse(property.get('title')?.value, true),
  ]);
  // Prose that knows the example and more besides says more than the example.
  if (values.some((value) => told.includes(value)) || values.length === 0)
    return told.length > 0 ? { types: told, because: 'the description of grant_type names it' } : undefined;
  return { types: unique(values), because: 'grant_type has it as example or default' };
}

/** `/oauth/token#refresh_token` and the like. */
function byFragment({ path }: Operation): TypesByEvidence | undefined {
  const fragment = path.split('#')[1];
  if (fragment === undefined) return undefined;
  const word = fragment.toLowerCase().replace(/[^a-z]+/g, '_');
  const known: Readonly<Record<string, string>> = {
    password: 'password',
    refresh: 'refresh_token',
    refresh_token: 'refresh_token',
    client_credentials: 'client_credentials',
    authorization_code: 'authorization_code',
    code: 'authorization_code',
  };
  const type = Object.hasOwn(known, word) ? known[word] : undefined;
  return type === undefined ? undefined : { types: [type], because: 'the fragment of the path names it' };
}

function byParameters(variant: FormVariant): TypesByEvidence | undefined {
  const types = Object.entries(ownParameters).flatMap(([type, names]) =>
    names.every((name) => variant.properties.has(name)) ? [type] : [],
  );
  const names = [...variant.properties.keys()];
  if (
    types.length === 0 &&
    names.includes('password') &&
    names.some((name) => /user|e-?mail|login/i.test(name))
  )
    types.push('password');
  return types.length > 0 ? { types, because: 'its parameters are described' } : undefined;
}

function byProse(
  variant: FormVariant,
  { at, pathItem }: Operation,
  schema: Cursor | undefined,
): TypesByEvidence | undefined {
  const types = possibleTypes(variant, [schema, at, at.get('requestBody'), pathItem]);
  return types.length > 0 ? { types, because: 'the description of the operation names it' } : undefined;
}

/** What a document says of itself, where it says nothing of the operation. */
function byProseOfDocument(variant: FormVariant, root: Cursor): TypesByEvidence | undefined {
  const types = possibleTypes(variant, [root.get('info')]);
  return types.length > 0 ? { types, because: 'the description of the document names it' } : undefined;
}

/** The grants that these texts speak of, as far as the parameters do for them. */
function possibleTypes(variant: FormVariant, holders: readonly (Cursor | undefined)[]): string[] {
  const texts = holders.flatMap((holder) =>
    holder?.isObject
      ? ['title', 'summary', 'description', 'operationId'].map((name) => holder.get(name)?.value)
      : [],
  );
  return unique(texts.flatMap((text) => typesInProse(text))).filter((type) => {
    const needed = Object.hasOwn(ownParameters, type) ? (ownParameters[type] ?? []) : [];
    return variant.properties.size === 0 || needed.every((name) => variant.properties.has(name));
  });
}

const typesOfFlows: Readonly<Record<string, string>> = {
  password: 'password',
  clientCredentials: 'client_credentials',
  authorizationCode: 'authorization_code',
};

function byFlows(root: Cursor, { path }: Operation): TypesByEvidence | undefined {
  const schemes = root.at('components', 'securitySchemes');
  if (!schemes?.isObject) return undefined;
  const types = schemes.entries().flatMap(([, scheme]) => {
    const flows = scheme.isObject ? scheme.get('flows') : undefined;
    if (!flows?.isObject) return [];
    return flows.entries().flatMap(([name, flow]) => {
      const url = flow.isObject ? flow.get('tokenUrl')?.value : undefined;
      const ending = barePath(path).split('/').at(-1) ?? '';
      const names = typeof url === 'string' && barePath(url).endsWith(ending);
      return names && Object.hasOwn(typesOfFlows, name) ? [typesOfFlows[name] ?? ''] : [];
    });
  });
  return types.length > 0
    ? { types: unique(types), because: 'the OAuth 2.0 flows of the document name it' }
    : undefined;
}

function byClient(variant: FormVariant): TypesByEvidence | undefined {
  const names = [...variant.properties.keys()];
  // RFC 6749 section 4.4.2: every other grant has a parameter of its own.
  if (names.includes('grant_type') && names.every((name) => isOfEveryGrant(name)))
    return { types: ['client_credentials'], because: 'what is described does for no other grant' };
  return variant.properties.has('client_id') || variant.properties.has('client_secret')
    ? { types: ['client_credentials'], because: 'the credentials of a client are all that it takes' }
    : undefined;
}

/** The weaker kinds of evidence, the best first; `undefined`: the document speaks of no grant. */
export function typesByEvidence(
  variant: FormVariant,
  of: { readonly root: Cursor; readonly operation: Operation; readonly schema: Cursor | undefined },
): TypesByEvidence | undefined {
  return (
    byProperty(variant.properties.get('grant_type')) ??
    byFragment(of.operation) ??
    byParameters(variant) ??
    byProse(variant, of.operation, of.schema) ??
    byFlows(of.root, of.operation) ??
    byClient(variant) ??
    byProseOfDocument(variant, of.root)
  );
}
