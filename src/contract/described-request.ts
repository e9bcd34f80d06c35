/**
 * The token request as a document describes it: in a form, which is what RFC 6749 knows, or in JSON, in multipart,
 * in the query or in headers, as publishers also write.
 */
import { namesMembers } from './composed-schema.js';
import type { RequestEncoding } from './contract.js';
import { type Cursor, placed } from './cursor.js';
import { type FormVariant, formVariants } from './form-variants.js';
import { childPointer } from './json-pointer.js';
import { contentOf, isJson } from './media-type.js';
import { isTokenRequestParameter, standardName } from './oauth-parameters.js';
import { fixedQuery, formMediaType, type Operation, parameterObjects } from './operations.js';
import { schemaOfParameter } from './parameter.js';
import { type NamedVariants, withStandardNames } from './wire-names.js';

export interface DescribedRequest {
  readonly encoding: Omit<RequestEncoding, 'types'>;
  /** As the document names it; `undefined`: no body is described. */
  readonly mediaType: string | undefined;
  /** True when the body is sent as a form although the document names it otherwise, by a slip. */
  readonly otherwise: boolean | undefined;
  /** The Media Type Object that describes the body. */
  readonly media: Cursor | undefined;
  /** JSON pointer of what describes the parameters. */
  readonly pointer: string;
  /** One for each shape of the request; empty where nothing is said about its parameters. */
  readonly variants: readonly FormVariant[];
  /** True when the parameters are taken from examples, for want of a schema. */
  readonly byExample: boolean;
}

type Body = RequestEncoding['body'];

/** `undefined`: a media type in which no parameters can be sent. */
function bodyOf(mediaType: string): Exclude<Body, 'none'> | undefined {
  if (mediaType === formMediaType || mediaType === '*/*' || mediaType === 'text/plain') return 'form';
  if (mediaType === 'multipart/form-data') return 'multipart';
  if (isJson(mediaType) || mediaType === 'text/json' || mediaType === 'application/*') return 'json';
  return isMisspeltForm(mediaType) ? 'form' : undefined;
}

/** `application/form-data`, `x-www-form-urlencoded` and the like: no media types, but it is plain what is meant. */
function isMisspeltForm(mediaType: string): boolean {
  return (
    mediaType !== formMediaType &&
    mediaType !== 'multipart/form-data' &&
    /\bform-?(data|url|encoded)/.test(mediaType)
  );
}

/** The standard's own first; then what can say most. */
const preferred: readonly Body[] = ['form', 'json', 'multipart'];

function says(media: Cursor): boolean {
  return ['schema', 'example', 'examples'].some((name) => media.get(name) !== undefined);
}

interface ChosenBody {
  readonly body: Body;
  readonly name: string;
  readonly media: Cursor;
}

/** The body of the operation that is sent; `undefined`: none is described. */
export function chosenBody(operation: Operation): ChosenBody | undefined {
  const bodies = contentOf(operation.at.get('requestBody')).flatMap(([name, media]): ChosenBody[] => {
    const body = bodyOf(name);
    return body === undefined ? [] : [{ body, name, media }];
  });
  const ranked = preferred.flatMap((body) => bodies.filter((one) => one.body === body));
  const exact = ranked.filter(({ name }) => !name.includes('*'));
  const [chosen] = exact.length > 0 ? exact : ranked;
  if (!chosen || says(chosen.media)) return chosen;
  // The same parameters, described once for another media type.
  const told = ranked.find(({ media }) => says(media));
  return told ? { ...chosen, media: told.media } : chosen;
}

/** The examples of a Media Type Object and of its schema. */
export function samplesOf(media: Cursor): Cursor[] {
  const several = media.get('examples');
  const schema = media.get('schema');
  const ofSchema = schema?.isObject ? [schema.get('example'), schema.get('default')] : [];
  return [
    media.get('example'),
    ...(several?.isObject
      ? several.entries().map(([, one]) => (one.isObject ? one.get('value') : undefined))
      : []),
    ...ofSchema,
  ].filter((sample) => sample !== undefined);
}

/** The members of an example: of an object, or of a text in the form's encoding. */
function fieldsOf(sample: Cursor): [string, unknown][] {
  if (sample.isObject) return Object.entries(sample.value as object);
  const text = typeof sample.value === 'string' ? sample.value.trim() : '';
  return /^[\w.-]+=/.test(text) ? [...new URLSearchParams(text.replace(/\s*&\s*/g, '&'))] : [];
}

function variantOfExample(sample: Cursor): FormVariant[] {
  const fields = fieldsOf(sample).filter(([, value]) => typeof value !== 'object');
  if (fields.length === 0) return [];
  return [
    {
      properties: new Map(
        fields.map(([name, value]) => [name, sample.with({ type: typeof value, example: value })]),
      ),
      required: new Set(),
      pointer: sample.pointer,
    },
  ];
}

interface DescribedBody extends NamedVariants {
  readonly byExample: boolean;
}

function describedBody(media: Cursor): DescribedBody {
  const schema = media.get('schema');
  if (schema?.isObject && namesMembers(schema))
    return { ...withStandardNames(formVariants(schema)), byExample: false };
  const variants = samplesOf(media).flatMap(variantOfExample);
  return { ...withStandardNames(variants), byExample: variants.length > 0 };
}

const noBody: DescribedBody = { variants: [], names: {}, byExample: false };

/** A parameter beside the body, as a property: what the Parameter Object says, over what its schema says. */
function propertyOf(parameter: Cursor): Cursor {
  const schema = schemaOfParameter(parameter);
  const inner = schema?.isObject ? (schema.value as Readonly<Record<string, unknown>>) : {};
  const said = ['description', 'example', 'x-enforced'].flatMap((name) => {
    const member = parameter.get(name);
    return member ? [[name, member.value]] : [];
  });
  const sample = parameter.get('examples')?.isObject
    ? parameter.get('examples')?.entries()[0]?.[1]
    : undefined;
  const example = sample?.isObject ? sample.get('value')?.value : undefined;
  const value = { ...inner, ...(example === undefined ? {} : { example }), ...Object.fromEntries(said) };
  return parameter.with(
    placed(
      value,
      Object.fromEntries(
        Object.keys(inner).map((name) => [name, childPointer(schema?.pointer ?? parameter.pointer, name)]),
      ),
    ),
  );
}

interface Beside {
  readonly name: string;
  /** As it is sent. */
  readonly written: string;
  readonly place: 'query' | 'header';
  readonly property: Cursor;
  readonly required: boolean;
}

/** The parameters of the token request that are not sent in the body. */
function besideBody(operation: Operation, inBody: ReadonlySet<string>): Beside[] {
  const written = fixedQuery(operation)
    .filter(([name]) => isTokenRequestParameter(name) && !inBody.has(name))
    .map(
      ([name, value]): Beside => ({
        name,
        written: name,
        place: 'query',
        property: operation.pathItem.with({ const: value }),
        required: true,
      }),
    );
  const described = parameterObjects(operation).flatMap((at): Beside[] => {
    const written = at.get('name')?.value;
    const place = at.get('in')?.value;
    if (typeof written !== 'string' || (place !== 'query' && place !== 'header')) return [];
    // Headers with hyphens are those of gateways.
    const name = place === 'query' ? (standardName(written) ?? written) : written;
    if (inBody.has(name) || !isTokenRequestParameter(name)) return [];
    return [{ name, written, place, property: propertyOf(at), required: at.get('required')?.value === true }];
  });
  return [...written.filter(({ name }) => !described.some((other) => other.name === name)), ...described];
}

/** OpenAPI ignores a header parameter Content-Type; but to a reader it tells what is sent. */
function mediaTypesByHeader(operation: Operation): string[] {
  const parameter = parameterObjects(operation).find(
    (at) =>
      at.get('in')?.value === 'header' && String(at.get('name')?.value).toLowerCase() === 'content-type',
  );
  const property = parameter && propertyOf(parameter);
  const listed = property?.get('enum')?.value;
  const values = [
    property?.get('const')?.value,
    ...(Array.isArray(listed) ? listed : []),
    property?.get('example')?.value,
    property?.get('default')?.value,
  ];
  const types = values.flatMap((value) =>
    typeof value === 'string' && /^[\w.+-]+\/[\w.+-]+$/.test(value) ? [value.toLowerCase()] : [],
  );
  return [...new Set(types)];
}

/** What a document says about the token request. Nothing is assumed but the media type, where it is left open. */
export function describedRequest(operation: Operation): DescribedRequest {
  const chosen = chosenBody(operation);
  const content = contentOf(operation.at.get('requestBody'));
  if (!chosen && content.length > 0)
    operation.at
      .get('requestBody')
      ?.fail(
        `the request body cannot be used: ${content.map(([name]) => name).join(', ')}`,
        `describe it as ${formMediaType} (RFC 6749 section 4), or as JSON or multipart where the server wants that`,
      );
  const { variants, byExample, names } = chosen ? describedBody(chosen.media) : noBody;
  const inBody = new Set(variants.flatMap(({ properties }) => [...properties.keys()]));
  const beside = besideBody(operation, inBody);
  const open: readonly FormVariant[] =
    variants.length === 0 && beside.length > 0
      ? [{ properties: new Map(), required: new Set(), pointer: operation.at.pointer }]
      : variants;
  const elsewhere = Object.fromEntries(beside.map(({ name, place }) => [name, place]));
  const [stated, ...others] = mediaTypesByHeader(operation);
  // Generated documents name the JSON of their framework as the body, and in the header what is really sent.
  const contradicted =
    chosen?.body === 'json' && stated === formMediaType && others.length === 0 && content.length === 1;
  const named = contradicted ? formMediaType : (chosen?.name ?? stated);
  const mediaType =
    named === undefined || named.includes('*') || isMisspeltForm(named) ? formMediaType : named;
  // "A client SHOULD NOT generate content in a GET request" (RFC 9110 section 9.3.1).
  const sendsNoBody = operation.method === 'GET' || (!chosen && elsewhere.grant_type === 'query');
  return {
    encoding: {
      body: sendsNoBody ? 'none' : (bodyOf(mediaType) ?? 'form'),
      mediaType,
      elsewhere,
      names: {
        ...names,
        ...Object.fromEntries(
          beside.flatMap(({ name, written }) => (name === written ? [] : [[name, [written]]])),
        ),
      },
    },
    mediaType: chosen?.name,
    otherwise: chosen && mediaType !== chosen.name && !chosen.name.includes('*'),
    media: chosen?.media,
    pointer: (chosen?.media.get('schema') ?? chosen?.media ?? operation.at).pointer,
    variants: open.map((variant) => ({
      ...variant,
      properties: new Map([
        ...beside.map(({ name, property }) => [name, property] as const),
        ...variant.properties,
      ]),
      required: new Set([
        ...variant.required,
        ...beside.flatMap(({ name, required }) => (required ? [name] : [])),
      ]),
    })),
    byExample,
  };
}
