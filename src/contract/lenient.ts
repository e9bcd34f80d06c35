/**
 * Slips that publishers make and that leave no doubt about what is meant. They are mended before a document is held
 * against the schema of OpenAPI, and told to the user.
 */
import { childPointer, pointerTokens } from './json-pointer.js';
import { relevantPart } from './relevant-part.js';

type Members = Record<string, unknown>;

interface Slip {
  readonly what: string;
  readonly pointer: string;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

class Mending {
  readonly slips: Slip[] = [];
  readonly #swagger: boolean;

  constructor(root: Members) {
    this.#swagger = root.swagger !== undefined;
  }

  #slip(what: string, pointer: string): void {
    this.slips.push({ what: `${what}, against OpenAPI; it is read all the same`, pointer });
  }

  /** Schemas are judged as JSON Schemas, where OpenAPI's own schema knows less than people write. */
  #withoutSchemas(value: unknown, holder: Members): void {
    if (isMembers(value) && value.$ref === undefined) holder.schema = {};
  }

  #parameter(parameter: unknown, pointer: string): void {
    if (!isMembers(parameter) || parameter.$ref !== undefined) return;
    this.#withoutSchemas(parameter.schema, parameter);
    if (parameter.schema !== undefined || parameter.content !== undefined || parameter.type !== undefined)
      return;
    this.#slip('the parameter has no type', pointer);
    if (this.#swagger && parameter.in !== 'body') parameter.type = 'string';
    else parameter.schema = {};
  }

  #parameters(list: unknown, pointer: string): void {
    if (!Array.isArray(list)) return;
    for (const [index, parameter] of list.entries()) this.#parameter(parameter, childPointer(pointer, index));
  }

  #content(holder: unknown): void {
    if (!isMembers(holder)) return;
    this.#withoutSchemas(holder.schema, holder);
    if (!isMembers(holder.content)) return;
    for (const media of Object.values(holder.content))
      if (isMembers(media)) this.#withoutSchemas(media.schema, media);
  }

  #response(response: unknown, pointer: string): void {
    if (!isMembers(response) || response.$ref !== undefined) return;
    this.#content(response);
    if (response.description !== undefined) return;
    this.#slip('the response has no description', pointer);
    response.description = '';
  }

  #responses(responses: unknown, pointer: string): void {
    if (!isMembers(responses)) return;
    for (const [status, response] of Object.entries(responses)) {
      if (!status.startsWith('x-')) this.#response(response, childPointer(pointer, status));
      if (!/^[1-5]xx$/.test(status)) continue;
      this.#slip('the range of statuses is written in small letters', childPointer(pointer, status));
      delete responses[status];
      responses[status.toUpperCase()] = response;
    }
  }

  #operation(operation: unknown, pointer: string): void {
    if (!isMembers(operation)) return;
    this.#parameters(operation.parameters, childPointer(pointer, 'parameters'));
    this.#content(operation.requestBody);
    if (operation.responses === undefined || operation.responses === null) {
      this.#slip('the operation has no responses', pointer);
      operation.responses = { default: { description: '' } };
    }
    this.#responses(operation.responses, childPointer(pointer, 'responses'));
  }

  document(root: Members): void {
    if (isMembers(root.info) && typeof root.info.version === 'number')
      root.info.version = String(root.info.version);
    if (root.swagger === 2) root.swagger = '2.0';
    for (const [path, item] of Object.entries(isMembers(root.paths) ? root.paths : {})) {
      const at = childPointer('#/paths', path);
      if (!isMembers(item)) continue;
      this.#parameters(item.parameters, childPointer(at, 'parameters'));
      for (const method of methods) this.#operation(item[method], childPointer(at, method));
    }
    const components = isMembers(root.components) ? root.components : {};
    for (const [holder, name] of [
      [root, 'definitions'],
      [components, 'schemas'],
    ] as const)
      if (isMembers(holder[name]))
        holder[name] = Object.fromEntries(Object.keys(holder[name]).map((one) => [one, {}]));
    this.#responses(
      this.#swagger ? root.responses : components.responses,
      this.#swagger ? '#/responses' : '#/components/responses',
    );
    const parameters = this.#swagger ? root.parameters : components.parameters;
    for (const [name, parameter] of Object.entries(isMembers(parameters) ? parameters : {}))
      this.#parameter(
        parameter,
        childPointer(this.#swagger ? '#/parameters' : '#/components/parameters', name),
      );
    for (const body of Object.values(isMembers(components.requestBodies) ? components.requestBodies : {}))
      this.#content(body);
  }
}

/**
 * What of a document describes one operation, with its slips mended.
 * @param root the document as it was written; it is not changed
 * @param pointer of the operation
 */
export function mendedPart(root: unknown, pointer: string): { part: unknown; slips: readonly Slip[] } {
  const [, path] = pointerTokens(pointer);
  const part: unknown = structuredClone(relevantPart(root, path));
  if (!isMembers(part)) return { part, slips: [] };
  const mending = new Mending(part);
  mending.document(part);
  return { part, slips: mending.slips };
}
