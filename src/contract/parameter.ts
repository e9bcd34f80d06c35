/** Single parameters: of headers and query (Parameter Objects), and of the form (properties of its schema). */
import type { Enforcement, Parameter, ParameterLocation } from './contract.js';
import type { Cursor } from './cursor.js';
import { refuseUnless } from './package-schema.js';
import { plainUrn } from './schema-slips.js';
import { selfContained } from './self-contained-schema.js';

/** Names that hold secrets in OAuth 2.0 and its extensions, whatever their schema says. */
const secretNames = new Set([
  'password',
  'passcode',
  'pin',
  'otp',
  'mfa_token',
  'client_secret',
  'client_assertion',
  'assertion',
  'token',
  'access_token',
  'refresh_token',
  'id_token',
  'subject_token',
  'actor_token',
  'code',
  'code_verifier',
  'device_code',
  'auth_req_id',
  'api_key',
  'authorization',
]);

/** `X-API-Key` and `clientSecret` are compared as `api_key` and `client_secret`. */
function normalized(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll('-', '_')
    .replace(/^x_/, '');
}

export function isSecret(name: string, schema: Cursor | undefined): boolean {
  return (
    secretNames.has(normalized(name)) ||
    schema?.get('format')?.value === 'password' ||
    schema?.get('writeOnly')?.value === true
  );
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return plainUrn(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The value that a schema documents: example, first of the examples, default, const, only member of enum. */
function documentedBySchema(schema: Cursor | undefined): string | undefined {
  if (!schema?.isObject) return undefined;
  const first = (keyword: string): unknown => {
    const list = schema.get(keyword)?.value;
    return Array.isArray(list) ? list[0] : undefined;
  };
  const allowed = schema.get('enum')?.value;
  return (
    asText(schema.get('example')?.value) ??
    asText(first('examples')) ??
    asText(schema.get('default')?.value) ??
    asText(schema.get('const')?.value) ??
    (Array.isArray(allowed) && allowed.length === 1 ? asText(allowed[0]) : undefined)
  );
}

/** `value` of the first entry of an `examples` map (Parameter and Media Type Objects). */
function firstExample(holder: Cursor): string | undefined {
  return asText(holder.get('examples')?.entries()[0]?.[1].get('value')?.value);
}

function enforcementOf(holder: Cursor): Enforcement {
  const declared = holder.isObject ? holder.get('x-enforced') : undefined;
  if (!declared) return true;
  refuseUnless(declared, 'x-enforced.schema.json');
  return declared.value as Enforcement;
}

function schemaObject(schema: Cursor | undefined): Cursor | undefined {
  return schema?.isObject ? schema : undefined;
}

/** What Swagger 2.0 says of a parameter beside its name, and OpenAPI in its schema. */
export const ofSchema = [
  'type',
  'format',
  'enum',
  'default',
  'items',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
];

/** The schema of a Parameter Object, wherever its author put it. */
export function schemaOfParameter(at: Cursor): Cursor | undefined {
  const stated = at.get('schema') ?? at.get('content')?.entries()[0]?.[1].get('schema');
  if (stated) return stated;
  const members = ofSchema.flatMap((name) => {
    const member = at.get(name);
    return member ? [[name, member.value]] : [];
  });
  return members.length > 0 ? at.with(Object.fromEntries(members)) : undefined;
}

/** A Parameter Object of the locations `header` and `query`. */
export function readParameter(at: Cursor, location: ParameterLocation, openapi30: boolean): Parameter {
  const name = at.textOf('name') ?? at.fail('the parameter has no name', 'give it a name');
  const schema = schemaOfParameter(at);
  return {
    name,
    in: location,
    required: at.get('required')?.value === true,
    schema: schema ? selfContained(schema, openapi30) : true,
    description: at.textOf('description') ?? schemaObject(schema)?.textOf('description'),
    documented: asText(at.get('example')?.value) ?? firstExample(at) ?? documentedBySchema(schema),
    enforced: enforcementOf(at),
    secret: isSecret(name, schemaObject(schema)),
    alternative: undefined,
    pointer: at.pointer,
  };
}

/**
 * A property of the form's schema. `example`: its value in an example of the whole form, where secrets are
 * illustrations (a refresh token that was never issued).
 */
export function readFormParameter(
  name: string,
  schema: Cursor,
  options: { readonly required: boolean; readonly example: unknown; readonly openapi30: boolean },
): Parameter {
  const secret = isSecret(name, schemaObject(schema));
  return {
    name,
    in: 'form',
    required: options.required,
    schema: selfContained(schema, options.openapi30),
    description: schemaObject(schema)?.textOf('description'),
    documented: documentedBySchema(schema) ?? (secret ? undefined : asText(options.example)),
    enforced: enforcementOf(schema),
    secret,
    alternative: undefined,
    pointer: schema.pointer,
  };
}
