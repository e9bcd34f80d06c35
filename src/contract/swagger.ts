/**
 * Swagger 2.0 in the terms of OpenAPI 3.0, so that nothing after this knows of two dialects. Each part remembers where
 * it stands in the document as it was written.
 */
import { placed } from './cursor.js';
import { childPointer } from './json-pointer.js';

type Members = Readonly<Record<string, unknown>>;

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch']);

const forms = ['application/x-www-form-urlencoded', 'multipart/form-data'];

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function membersOf(value: unknown): Members {
  return isMembers(value) ? value : {};
}

/** What a Parameter or Header Object says about itself; the rest of it is its schema. */
const aboutParameters = new Set(['name', 'in', 'required', 'collectionFormat', 'allowEmptyValue', 'schema']);

interface Listed {
  readonly value: Members;
  readonly pointer: string;
}

function listed(value: unknown, pointer: string): Listed[] {
  return Array.isArray(value)
    ? value.flatMap((one, index) =>
        isMembers(one) ? [{ value: one, pointer: childPointer(pointer, index) }] : [],
      )
    : [];
}

function schemaOf({ value }: Pick<Listed, 'value'>): Members {
  const entries = Object.entries(value).filter(([name]) => !aboutParameters.has(name));
  const { 'x-example': example, ...schema } = Object.fromEntries(entries) as Members;
  return example === undefined || Object.hasOwn(schema, 'example') ? schema : { ...schema, example };
}

function parameterOf(parameter: Listed): Members {
  const { name, in: location, required, description, 'x-enforced': enforced } = parameter.value;
  const converted = {
    name,
    in: location,
    required: required === true || location === 'path',
    ...(description === undefined ? {} : { description }),
    ...(enforced === undefined ? {} : { 'x-enforced': enforced }),
    schema: schemaOf(parameter),
  };
  return placed(converted, { schema: parameter.pointer });
}

interface MediaTypes {
  readonly types: readonly string[];
  readonly pointer: string | undefined;
}

function mediaTypesOf(name: 'consumes' | 'produces', operation: Listed, root: Members): MediaTypes {
  const [holder, pointer] = Object.hasOwn(operation.value, name)
    ? [operation.value, operation.pointer]
    : [root, '#'];
  const stated = holder[name];
  const types = (Array.isArray(stated) ? stated : [stated]).filter((type) => typeof type === 'string');
  return { types, pointer: types.length > 0 ? childPointer(pointer, name) : undefined };
}

function contentOf(types: readonly string[], media: () => Members, at: string): Members {
  const names = [...new Set(types)];
  return placed(
    Object.fromEntries(names.map((type) => [type, media()])),
    Object.fromEntries(names.map((type) => [type, at])),
  );
}

function formBody(fields: readonly Listed[], consumes: MediaTypes, at: string): Members {
  const named = fields.filter(({ value }) => typeof value.name === 'string');
  const name = ({ value }: Listed): string => String(value.name);
  const schema = placed(
    {
      type: 'object',
      properties: placed(
        Object.fromEntries(named.map((field) => [name(field), schemaOf(field)])),
        Object.fromEntries(named.map((field) => [name(field), field.pointer])),
      ),
      required: named.filter(({ value }) => value.required === true).map(name),
    },
    { type: at, properties: at, required: at },
  );
  const stated = consumes.types.filter((type) =>
    forms.includes(type.split(';', 1)[0]?.trim().toLowerCase() ?? ''),
  );
  const content = contentOf(
    stated.length > 0 ? stated : forms.slice(0, 1),
    () => placed({ schema }, { schema: at }),
    stated.length > 0 ? (consumes.pointer ?? at) : at,
  );
  return placed({ content }, { content: at });
}

function body({ value, pointer }: Listed, consumes: MediaTypes): Members {
  const { schema = true, 'x-example': example, description } = value;
  const media = () => ({ schema, ...(example === undefined ? {} : { example }) });
  const content = contentOf(
    consumes.types.length > 0 ? consumes.types : ['application/json'],
    () =>
      placed(media(), {
        schema: childPointer(pointer, 'schema'),
        example: childPointer(pointer, 'x-example'),
      }),
    consumes.pointer ?? pointer,
  );
  return placed(
    { ...(description === undefined ? {} : { description }), required: value.required === true, content },
    {
      content: pointer,
    },
  );
}

function headersOf(headers: Members, pointer: string): Members {
  const entries = Object.entries(headers).map(([name, header]) => {
    const at = childPointer(pointer, name);
    const { description, ...schema } = membersOf(header);
    return [name, placed({ ...(description === undefined ? {} : { description }), schema }, { schema: at })];
  });
  return Object.fromEntries(entries);
}

function responseOf(response: Members, pointer: string, produces: MediaTypes): Members {
  const { schema, examples, headers, ...rest } = response;
  const samples = membersOf(examples);
  const types = [
    ...(produces.types.length > 0 ? produces.types : ['application/json']),
    ...Object.keys(samples),
  ];
  const schemaPointer = childPointer(pointer, 'schema');
  const content = Object.fromEntries(
    [...new Set(types)].map((type) => [
      type,
      placed(
        {
          ...(schema === undefined ? {} : { schema }),
          ...(Object.hasOwn(samples, type) ? { example: samples[type] } : {}),
        },
        { schema: schemaPointer, example: childPointer(childPointer(pointer, 'examples'), type) },
      ),
    ]),
  );
  const at = schema === undefined ? pointer : schemaPointer;
  const described = schema !== undefined || Object.keys(samples).length > 0;
  return placed(
    {
      ...rest,
      ...(isMembers(headers) ? { headers: headersOf(headers, childPointer(pointer, 'headers')) } : {}),
      ...(described
        ? { content: placed(content, Object.fromEntries(Object.keys(content).map((type) => [type, at]))) }
        : {}),
    },
    { content: at },
  );
}

function operationOf(operation: Listed, inherited: readonly Listed[], root: Members): Members {
  const at = childPointer(operation.pointer, 'parameters');
  const own = listed(operation.value.parameters, at);
  const isSame = (left: Listed, right: Listed) =>
    left.value.name === right.value.name && left.value.in === right.value.in;
  const all = [...inherited.filter((one) => !own.some((other) => isSame(one, other))), ...own];
  const fields = all.filter(({ value }) => value.in === 'formData');
  const bodyParameter = all.find(({ value }) => value.in === 'body');
  const parameters = all.filter(({ value }) => value.in !== 'formData' && value.in !== 'body');
  const consumes = mediaTypesOf('consumes', operation, root);
  const produces = mediaTypesOf('produces', operation, root);
  const { responses } = operation.value;
  const responsesAt = childPointer(operation.pointer, 'responses');
  const requestBody =
    fields.length > 0 ? formBody(fields, consumes, at) : bodyParameter && body(bodyParameter, consumes);
  return placed(
    {
      ...operation.value,
      parameters: placed(
        parameters.map(parameterOf),
        Object.fromEntries(parameters.map(({ pointer }, index) => [String(index), pointer])),
      ),
      ...(requestBody ? { requestBody } : {}),
      ...(isMembers(responses)
        ? {
            responses: Object.fromEntries(
              Object.entries(responses).map(([status, response]) => [
                status,
                isMembers(response)
                  ? responseOf(response, childPointer(responsesAt, status), produces)
                  : response,
              ]),
            ),
          }
        : {}),
    },
    { requestBody: fields.length > 0 ? at : (bodyParameter?.pointer ?? operation.pointer) },
  );
}

function pathItemOf(item: Members, pointer: string, root: Members): Members {
  const inherited = listed(item.parameters, childPointer(pointer, 'parameters'));
  const { parameters, ...rest } = item;
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name,
      methods.has(name) && isMembers(value)
        ? operationOf({ value, pointer: childPointer(pointer, name) }, inherited, root)
        : value,
    ]),
  );
}

/** `in: formData` and `in: body`, which OpenAPI 3 does not know and people carry over; a schema that stands for the body. */
function withRequestBody(operation: Listed, inherited: readonly Listed[]): Members {
  const { value, pointer } = operation;
  const at = childPointer(pointer, 'parameters');
  const all = [...inherited, ...listed(value.parameters, at)];
  const fields = all
    .filter((one) => one.value.in === 'formData')
    .map((one) => ({ ...one, value: { ...membersOf(one.value.schema), ...one.value } }));
  const bodyParameter = all.find((one) => one.value.in === 'body');
  const direct = membersOf(value.requestBody);
  if (isMembers(direct.schema) && direct.content === undefined) {
    const schemaAt = childPointer(childPointer(pointer, 'requestBody'), 'schema');
    const content = contentOf(
      forms.slice(0, 1),
      () => placed({ schema: direct.schema }, { schema: schemaAt }),
      schemaAt,
    );
    return placed(
      { ...value, requestBody: placed({ content }, { content: schemaAt }) },
      { requestBody: childPointer(pointer, 'requestBody') },
    );
  }
  if (value.requestBody !== undefined || (fields.length === 0 && !bodyParameter)) return value;
  const consumes = mediaTypesOf('consumes', operation, {});
  const requestBody =
    fields.length > 0 ? formBody(fields, consumes, at) : bodyParameter && body(bodyParameter, consumes);
  return placed(
    { ...value, requestBody },
    { requestBody: fields.length > 0 ? at : (bodyParameter?.pointer ?? pointer) },
  );
}

/**
 * @param root an OpenAPI 3 document, references resolved; it is not changed
 * @returns the same, with the request bodies that it describes as Swagger 2.0 does
 */
export function withRequestBodies(root: Members): Members {
  if (!isMembers(root.paths)) return root;
  const paths = Object.entries(root.paths).map(([path, item]) => {
    if (!isMembers(item) || path.startsWith('x-')) return [path, item];
    const at = childPointer('#/paths', path);
    const inherited = listed(item.parameters, childPointer(at, 'parameters'));
    const operations = Object.entries(item).map(([name, value]) => [
      name,
      methods.has(name) && isMembers(value)
        ? withRequestBody({ value, pointer: childPointer(at, name) }, inherited)
        : value,
    ]);
    return [path, Object.fromEntries(operations)];
  });
  return { ...root, paths: Object.fromEntries(paths) };
}

const flowNames: Readonly<Record<string, string>> = {
  application: 'clientCredentials',
  accessCode: 'authorizationCode',
};

function schemeOf(scheme: Members, pointer: string): Members {
  if (scheme.type === 'basic') return { ...scheme, type: 'http', scheme: 'basic' };
  if (scheme.type !== 'oauth2') return scheme;
  const { type, description, flow, ...flowMembers } = scheme;
  const name = flowNames[String(flow)] ?? String(flow);
  return placed(
    {
      type,
      ...(description === undefined ? {} : { description }),
      flows: placed({ [name]: flowMembers }, { [name]: pointer }),
    },
    { flows: pointer },
  );
}

function serversOf({ host, basePath, schemes }: Members): Members[] {
  const stem = typeof basePath === 'string' ? basePath.replace(/^\/+/, '') : '';
  const path = stem === '' ? '' : `/${stem}`;
  if (typeof host !== 'string') return path === '' ? [] : [placed({ url: path }, { url: '#/basePath' })];
  const stated = (Array.isArray(schemes) ? schemes : []).filter((scheme) => /^https?$/.test(String(scheme)));
  // "If the schemes is not included, the default scheme to be used is the one used to access the Swagger definition."
  return (stated.length > 0 ? stated : ['https']).map((scheme) =>
    placed({ url: `${scheme}://${host}${path}` }, { url: stated.length > 0 ? '#/schemes' : '#/host' }),
  );
}

/**
 * @param root a Swagger 2.0 document, references resolved; it is not changed
 * @returns the same as an OpenAPI 3.0 document, as far as operations, responses, servers and security are concerned
 */
export function fromSwagger(root: Record<string, unknown>): Record<string, unknown> {
  const { swagger, host, basePath, schemes, consumes, produces, securityDefinitions, paths, ...rest } = root;
  const servers = serversOf(root);
  const schemesAt = '#/securityDefinitions';
  return placed(
    {
      ...rest,
      openapi: '3.0.3',
      ...(servers.length > 0 ? { servers } : {}),
      ...(paths === undefined
        ? {}
        : {
            paths: isMembers(paths)
              ? Object.fromEntries(
                  Object.entries(paths).map(([path, item]) => [
                    path,
                    isMembers(item) && !path.startsWith('x-')
                      ? pathItemOf(item, childPointer('#/paths', path), root)
                      : item,
                  ]),
                )
              : paths,
          }),
      components: placed(
        {
          securitySchemes: Object.fromEntries(
            Object.entries(membersOf(securityDefinitions)).map(([name, scheme]) => [
              name,
              isMembers(scheme) ? schemeOf(scheme, childPointer(schemesAt, name)) : scheme,
            ]),
          ),
        },
        { securitySchemes: schemesAt },
      ),
    },
    { openapi: '#/swagger', servers: '#/host', components: schemesAt },
  );
}
