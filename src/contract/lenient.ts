/**
 * Slips that publishers make and that leave no doubt about what is meant. They are mended before a document is held
 * against the schema of OpenAPI, and told to the user.
 */
import { childPointer, pointerTokens } from './json-pointer.js';
import { barePath } from './operations.js';
import { ofSchema } from './parameter.js';
import { relevantPart } from './relevant-part.js';
import { listedRequirements } from './sound-security.js';

type Members = Record<string, unknown>;

interface Slip {
  readonly what: string;
  readonly pointer: string;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Members whose value is data, and may be null. */
const data = new Set([
  'example',
  'examples',
  'default',
  'value',
  'enum',
  'const',
  'schema',
  'schemas',
  'definitions',
]);

/** What Swagger 2.0 says of an operation, and OpenAPI elsewhere. */
const ofSwagger = ['consumes', 'produces', 'schemes'];

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

  /** YAML that stops after the colon. */
  #withoutNulls(value: unknown, pointer: string): void {
    if (Array.isArray(value))
      for (const [index, one] of value.entries()) this.#withoutNulls(one, childPointer(pointer, index));
    if (!isMembers(value)) return;
    for (const [name, inner] of Object.entries(value)) {
      if (data.has(name) || name.startsWith('x-')) continue;
      const at = childPointer(pointer, name);
      if (inner !== null) this.#withoutNulls(inner, at);
      else {
        this.#slip(`${name} is left empty`, at);
        delete value[name];
      }
    }
  }

  #info(root: Members): void {
    if (!isMembers(root.info)) {
      this.#slip('the document has no info', '#');
      root.info = {};
    }
    const info = root.info as Members;
    for (const name of ['title', 'version'].filter((one) => info[one] === undefined)) {
      this.#slip(`the document has no ${name}`, '#/info');
      info[name] = '';
    }
    if (typeof info.version === 'number') info.version = String(info.version);
  }

  #servers(holder: Members, pointer: string): void {
    if (!Array.isArray(holder.servers)) return;
    const at = childPointer(pointer, 'servers');
    holder.servers = holder.servers.filter((server, index) => {
      const place = childPointer(at, index);
      if (isMembers(server) && server.url === undefined) {
        this.#slip('the server has no url', place);
        return false;
      }
      for (const [name, variable] of Object.entries(
        isMembers(server) && isMembers(server.variables) ? server.variables : {},
      ))
        if (isMembers(variable) && variable.default === undefined) {
          this.#slip(
            'the variable of the server has no default',
            childPointer(childPointer(place, 'variables'), name),
          );
          variable.default = Array.isArray(variable.enum) ? String(variable.enum[0]) : '';
        }
      return true;
    });
  }

  #security(holder: Members, pointer: string): void {
    const listed = listedRequirements(holder.security);
    if (listed === holder.security) return;
    this.#slip('security is no list of objects', childPointer(pointer, 'security'));
    holder.security = listed;
  }

  #asSwagger(parameter: Members, pointer: string): void {
    const found = [...ofSchema, 'collectionFormat'].filter((name) => parameter[name] !== undefined);
    if (this.#swagger || found.length === 0) return;
    this.#slip('the parameter has its type beside the schema, as in Swagger 2.0', pointer);
    for (const name of found) delete parameter[name];
    if (parameter.content === undefined) parameter.schema = {};
  }

  #parameter(parameter: unknown, pointer: string): void {
    if (!isMembers(parameter) || parameter.$ref !== undefined) return;
    this.#withoutSchemas(parameter.schema, parameter);
    this.#asSwagger(parameter, pointer);
    if (parameter.in === 'path' && parameter.required !== true) {
      this.#slip('the part of the path is not required', pointer);
      parameter.required = true;
    }
    if (parameter.schema !== undefined || parameter.content !== undefined || parameter.type !== undefined)
      return;
    this.#slip('the parameter has no type', pointer);
    if (this.#swagger && parameter.in !== 'body') parameter.type = 'string';
    else parameter.schema = {};
  }

  #parameters(holder: Members, pointer: string): void {
    const list = holder.parameters;
    if (!Array.isArray(list)) return;
    const known = list.filter(
      (one) => this.#swagger || !isMembers(one) || !['formData', 'body'].includes(String(one.in)),
    );
    if (known.length < list.length) {
      this.#slip('the body is described by parameters, as in Swagger 2.0', pointer);
      holder.parameters = known;
    }
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
    this.#parameters(operation, childPointer(pointer, 'parameters'));
    this.#servers(operation, pointer);
    this.#security(operation, pointer);
    for (const name of ofSwagger.filter((one) => !this.#swagger && operation[one] !== undefined)) {
      this.#slip(`${name} is of Swagger 2.0`, childPointer(pointer, name));
      delete operation[name];
    }
    const body = operation.requestBody;
    if (isMembers(body) && body.schema !== undefined && body.content === undefined) {
      this.#slip('the request body has a schema and no media type', childPointer(pointer, 'requestBody'));
      operation.requestBody = { content: {} };
    }
    this.#content(operation.requestBody);
    if (operation.responses === undefined || operation.responses === null) {
      this.#slip('the operation has no responses', pointer);
      operation.responses = { default: { description: '' } };
    }
    this.#responses(operation.responses, childPointer(pointer, 'responses'));
  }

  #paths(root: Members): void {
    if (!isMembers(root.paths)) return;
    const items = Object.entries(root.paths).map(([path, item]): [string, unknown] => {
      const at = childPointer('#/paths', path);
      if (path.startsWith('x-')) return [path, item];
      if (!path.startsWith('/')) this.#slip('the path does not begin with a slash', at);
      if (!isMembers(item)) return [path, item];
      this.#parameters(item, childPointer(at, 'parameters'));
      this.#servers(item, at);
      for (const method of methods) this.#operation(item[method], childPointer(at, method));
      return [path.startsWith('/') ? path : barePath(path), item];
    });
    root.paths = Object.fromEntries(items);
  }

  document(root: Members): void {
    this.#withoutNulls(root, '#');
    this.#info(root);
    if (root.swagger === 2) root.swagger = '2.0';
    if (typeof root.basePath === 'string' && !root.basePath.startsWith('/')) {
      this.#slip('basePath does not begin with a slash', '#/basePath');
      root.basePath = `/${root.basePath}`;
    }
    if (/^3\.\d$/.test(String(root.openapi))) {
      this.#slip('the version of OpenAPI has two parts', '#/openapi');
      root.openapi = `${root.openapi}.0`;
    }
    this.#servers(root, '#');
    this.#security(root, '#');
    this.#paths(root);
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
