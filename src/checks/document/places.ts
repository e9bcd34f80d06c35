/** The places of a document that checks look at. */
import { composition, namesMembers } from '../../contract/composed-schema.js';
import type { Cursor } from '../../contract/cursor.js';
import { contentOf, isJson } from '../../contract/media-type.js';
import { formMediaType, parameterObjects } from '../../contract/operations.js';
import type { TokenDocument } from '../../contract/token-document.js';

/** Parameter Objects, by where they are sent (`query`, `path`, `header`, `cookie`). */
export function parametersIn({ operation }: TokenDocument, ...locations: readonly string[]): Cursor[] {
  return parameterObjects(operation).filter((at) => locations.includes(String(at.get('in')?.value)));
}

export function nameOf(parameter: Cursor): string {
  return String(parameter.get('name')?.value ?? '');
}

/** The bodies that a request may have, by media type. */
export function bodiesOf({ operation }: TokenDocument): [string, Cursor][] {
  return contentOf(operation.at.get('requestBody'));
}

/** The Media Type Object of the form; where it is described under another media type, that one. */
export function formOf(document: TokenDocument): Cursor | undefined {
  const bodies = bodiesOf(document);
  return (bodies.find(([mediaType]) => mediaType === formMediaType) ?? bodies[0])?.[1];
}

export function formSchema(document: TokenDocument): Cursor | undefined {
  const schema = formOf(document)?.get('schema');
  return schema?.isObject ? schema : undefined;
}

/** The Response Objects by status, extensions left out. */
export function responsesOf({ operation }: TokenDocument): [string, Cursor][] {
  const responses = operation.at.get('responses');
  return responses?.isObject ? responses.entries().filter(([status]) => !status.startsWith('x-')) : [];
}

/** The response that the document describes for a status: by the code, else by its range, else by `default`. */
export function responseOf(document: TokenDocument, status: number): [string, Cursor] | undefined {
  const responses = responsesOf(document);
  const range = `${Math.floor(status / 100)}XX`;
  return [String(status), range, 'default']
    .map((key) => responses.find(([given]) => given.toUpperCase() === key.toUpperCase()))
    .find((found) => found !== undefined);
}

/** What describes a token response: 200, or another 2xx where that is missing; never `default`. */
export function successOf(document: TokenDocument): [string, Cursor] | undefined {
  const responses = responsesOf(document).filter(([status]) => /^2/.test(status));
  return (
    responses.find(([status]) => status === '200') ??
    responses.find(([status]) => /^2XX$/i.test(status)) ??
    responses[0]
  );
}

/** What describes refusals of OAuth, by status: 400 and 401, else what stands for them. */
export function refusalsOf(document: TokenDocument): [string, Cursor][] {
  const found = [responseOf(document, 400), responseOf(document, 401)].filter((one) => one !== undefined);
  return found.filter(([status], at) => found.findIndex(([other]) => other === status) === at);
}

/** Schemas of the JSON bodies of a response; `*` ranges admit JSON. */
export function jsonSchemasOf(response: Cursor): Cursor[] {
  return contentOf(response)
    .filter(([mediaType]) => isJson(mediaType) || mediaType === '*/*' || mediaType === 'application/*')
    .flatMap(([, media]) => media.get('schema') ?? [])
    .filter((schema) => schema.isObject);
}

/** The schemas of token responses that name members. */
export function successSchemas(document: TokenDocument): Cursor[] {
  const success = successOf(document);
  return success ? jsonSchemasOf(success[1]).filter(namesMembers) : [];
}

/** Where a schema is closed to members that it does not name. */
export function closedAt(schema: Cursor): Cursor[] {
  return composition(schema).flatMap((part) =>
    ['additionalProperties', 'unevaluatedProperties'].flatMap((keyword) => {
      const closing = part.get(keyword);
      return closing?.value === false ? [closing] : [];
    }),
  );
}
