/** The sample values of a document: examples of bodies, headers and parameters, and those of single schemas. */
import { composition } from '../../contract/composed-schema.js';
import type { Cursor } from '../../contract/cursor.js';
import { contentOf, isJson } from '../../contract/media-type.js';
import type { TokenDocument } from '../../contract/token-document.js';
import { bodiesOf, responsesOf } from './places.js';

export interface Sample {
  readonly at: Cursor;
  readonly value: unknown;
}

/** `example`, and the `value` of each of `examples` (Media Type, Parameter and Header Objects). */
export function holderSamples(holder: Cursor): Sample[] {
  const single = holder.get('example');
  const several = holder.get('examples');
  const values = several?.isObject
    ? several.entries().flatMap(([, one]) => (one.isObject ? (one.get('value') ?? []) : []))
    : [];
  return [...(single ? [single] : []), ...values].map((at) => ({ at, value: at.value }));
}

/** `example`, `examples` and `default` of a schema. */
export function schemaSamples(schema: Cursor): Sample[] {
  const several = schema.get('examples');
  const found = [
    schema.get('example'),
    ...(Array.isArray(several?.value) ? several.items() : []),
    schema.get('default'),
  ];
  return found.flatMap((at) => (at ? [{ at, value: at.value }] : []));
}

/** Those of a schema and of what it is composed of. */
export function textSamplesOf(schema: Cursor): Sample[] {
  return composition(schema).flatMap(schemaSamples);
}

interface BodySample extends Sample {
  /** Of the response that it belongs to; `undefined` for a request. */
  readonly status: string | undefined;
}

function ofMedia(media: Cursor, status?: string): BodySample[] {
  const schema = media.get('schema');
  const ofSchema = schema?.isObject ? textSamplesOf(schema) : [];
  return [...holderSamples(media), ...ofSchema].map((sample) => ({ ...sample, status }));
}

/** Samples of whole bodies: of requests, or of JSON responses. */
export function samplesOf(document: TokenDocument, of: 'request' | 'response'): BodySample[] {
  if (of === 'request') return bodiesOf(document).flatMap(([, media]) => ofMedia(media));
  return responsesOf(document).flatMap(([status, response]) =>
    contentOf(response)
      .filter(([mediaType]) => isJson(mediaType) || mediaType === '*/*')
      .flatMap(([, media]) => ofMedia(media, status)),
  );
}
