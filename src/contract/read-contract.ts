/** From an OpenAPI document to the contract. The document is untrusted. */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { clientAuthenticationByEvidence } from './client-authentication.js';
import { companionsOf, type DeclaredCompanions } from './companions.js';
import type {
  Assumption,
  ClientAuthenticationMethod,
  Contract,
  JsonType,
  Parameter,
  PathParameter,
  TokenEndpointDeclaration,
} from './contract.js';
import type { Cursor } from './cursor.js';
import { type DescribedRequest, describedRequest } from './described-request.js';
import { readGrants } from './grants.js';
import { mendedPart } from './lenient.js';
import { contentOf } from './media-type.js';
import { isTokenRequestParameter } from './oauth-parameters.js';
import {
  barePath,
  fixedQuery,
  isSame,
  named,
  type Operation,
  operationsOf,
  parameterObjects,
  type Slot,
  serverOfPath,
} from './operations.js';
import { refuseUnless } from './package-schema.js';
import { readParameter } from './parameter.js';
import { readDocument, resolved } from './resolved-document.js';
import { readResponses } from './responses.js';
import { apiKeys } from './security.js';
import type { SourceFile } from './source-file.js';
import { tokenEndpoint } from './token-endpoint.js';

/** `x-token-endpoint`, as its schema describes it. */
type Extension = Partial<TokenEndpointDeclaration> &
  DeclaredCompanions & {
    readonly clientAuthentication?: readonly ClientAuthenticationMethod[];
    readonly alternatives?: readonly Readonly<Record<'parameter' | 'alternative', Slot>>[];
  };

/** "Accept", "Content-Type" and "Authorization" as parameters "SHALL be ignored" (OpenAPI 3.1, 4.8.12.2). */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

/** The root document, of a version that can be read. */
export async function readSource(file: string): Promise<SourceFile> {
  return readDocument(await realpath(file).catch(() => resolve(file)), file);
}

/** True for a parameter of the token request, which belongs to the grants. */
function isOfGrants(
  { elsewhere, names }: DescribedRequest['encoding'],
  name: string,
  location: string,
): boolean {
  const [standard = name] = Object.keys(names).filter((one) => names[one]?.join() === name);
  return elsewhere[standard] === location;
}

function readParameters(
  operation: Operation,
  openapi30: boolean,
  { encoding }: DescribedRequest,
): Parameter[] {
  const written = fixedQuery(operation)
    .filter(([name]) => !isTokenRequestParameter(name))
    .map(([name, value]) =>
      readParameter(
        operation.pathItem.with({
          name,
          in: 'query',
          required: true,
          schema: { type: 'string', const: value },
        }),
        'query',
        openapi30,
      ),
    );
  const described = parameterObjects(operation).flatMap((at) => {
    const location = at.textOf('in');
    const name = at.textOf('name') ?? '';
    if (location !== 'header' && location !== 'query') return [];
    if (location === 'header' && ignoredHeaders.has(name.toLowerCase())) return [];
    if (isOfGrants(encoding, name, location)) return [];
    return [readParameter(at, location, openapi30)];
  });
  return [...written.filter((one) => !described.some((other) => isSame(one, other))), ...described];
}

/** Parameters that only stand in for another one leave the list and are reached through it. */
function withAlternatives(parameters: readonly Parameter[], extension: Cursor | undefined): Parameter[] {
  const pairs = (extension?.get('alternatives')?.items() ?? []).map((pair) => {
    const find = (member: 'parameter' | 'alternative'): Parameter => {
      const slot = pair.get(member)?.value as Slot;
      const found = parameters.find((parameter) => isSame(parameter, slot));
      if (found) return found;
      return (pair.get(member) ?? pair).fail(
        `the operation has no ${slot.in} parameter ${JSON.stringify(slot.name)}`,
        'name a parameter of the operation, or describe it there',
      );
    };
    return { parameter: find('parameter'), alternative: find('alternative') };
  });
  return parameters
    .filter((parameter) => !pairs.some(({ alternative }) => alternative === parameter))
    .map((parameter) => ({
      ...parameter,
      alternative: pairs.find((pair) => pair.parameter === parameter)?.alternative,
    }));
}

/** The parameters of the path's template, in its order. Those that the document does not describe are required all the same. */
function pathParametersOf(operation: Operation, openapi30: boolean): PathParameter[] {
  const path = barePath(operation.path);
  return [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => {
    const at = parameterObjects(operation).find(
      (parameter) => parameter.textOf('in') === 'path' && parameter.textOf('name') === name,
    );
    const described = at ?? operation.pathItem.with({ name, schema: { type: 'string' } });
    const { in: _, ...parameter } = readParameter(described, 'query', openapi30);
    return { ...parameter, required: true };
  });
}

/** What is no text in JSON, as the schemas of the parameters say. */
function jsonTypes(parameters: readonly Parameter[]): Record<string, JsonType> {
  const known: Readonly<Record<string, JsonType>> = {
    integer: 'number',
    number: 'number',
    boolean: 'boolean',
    array: 'list',
    object: 'value',
  };
  return Object.fromEntries(
    parameters.flatMap(({ name, schema }) => {
      const type =
        typeof schema === 'object' ? [schema.type].flat().find((one) => one !== 'null') : undefined;
      return typeof type === 'string' && Object.hasOwn(known, type) ? [[name, known[type] as JsonType]] : [];
    }),
  );
}

/** YAML reads a version such as 1.0 as a number. */
function textOf(at: Cursor | undefined): string {
  return typeof at?.value === 'number' ? String(at.value) : (at?.text() ?? '');
}

/** What RFC 6749 fills without a word of the document. */
function assumedOf(operation: Operation, request: DescribedRequest): Assumption[] {
  const { at } = operation;
  const responses = at.get('responses');
  const success = responses?.isObject
    ? responses.entries().some(([status]) => /^(2|default)/i.test(status))
    : false;
  return [
    ...(operation.method === 'GET'
      ? [
          {
            what: 'token requests are sent by GET, as described, and not by POST (RFC 6749 section 3.2)',
            pointer: at.pointer,
          },
        ]
      : []),
    ...(request.mediaType === undefined && request.encoding.body === 'form'
      ? [{ what: 'the request is a form, as by RFC 6749: no body is described', pointer: at.pointer }]
      : []),
    ...(request.otherwise
      ? [
          {
            what: `the request is a form, as by RFC 6749 and the document's other words: ${request.mediaType} is a slip`,
            pointer: (at.get('requestBody') ?? at).pointer,
          },
        ]
      : []),
    ...namesAssumed(request),
    ...(request.encoding.body === 'none'
      ? [{ what: 'the request has no body: its parameters are sent in the query', pointer: at.pointer }]
      : []),
    ...(success
      ? []
      : [
          {
            what: 'the token response is that of RFC 6749 section 5.1: none is described',
            pointer: (responses ?? at).pointer,
          },
        ]),
  ];
}

function namesAssumed({ encoding: { names }, pointer }: DescribedRequest): Assumption[] {
  const all = Object.entries(names).filter(([name, path]) => path.join('.') !== name);
  if (all.length === 0) return [];
  const written = all.map(([, path]) => path.join('.')).join(', ');
  const standard = all.map(([name]) => name).join(', ');
  return [{ what: `${written} stand for ${standard} of RFC 6749`, pointer }];
}

function refuseWithoutGrant(operation: Operation, request: DescribedRequest): never {
  const { media } = request;
  return (media?.get('schema') ?? media ?? operation.at).fail(
    'no grant is recognised: nothing says which value grant_type takes (const, enum, pattern, default, example or prose)',
    'describe the form, with one variant (oneOf) for each grant_type and its value as const',
  );
}

function firstOf(list: Cursor | undefined): unknown {
  return Array.isArray(list?.value) ? list.value[0] : undefined;
}

function serversOf(root: Cursor, operation: Operation): string[] {
  const named = serverOfPath(operation.path);
  if (named !== undefined) return [named];
  const servers = operation.at.get('servers') ?? operation.pathItem.get('servers') ?? root.get('servers');
  return (servers?.items() ?? []).flatMap((server) => {
    const url = server.textOf('url');
    if (url === undefined) return [];
    return [
      url.replace(/\{([^{}]*)\}/g, (template, name: string) =>
        String(
          server.at('variables', name, 'default')?.value ??
            firstOf(server.at('variables', name, 'enum')) ??
            template,
        ),
      ),
    ];
  });
}

function scopesOf(root: Cursor): string[] {
  const schemes = root.at('components', 'securitySchemes')?.entries() ?? [];
  const flows = schemes
    .filter(([, scheme]) => scheme.isObject && scheme.get('type')?.value === 'oauth2')
    .flatMap(([, scheme]) => scheme.get('flows')?.entries() ?? [])
    .filter(([name]) => !name.startsWith('x-'));
  const scopes = flows.flatMap(([, flow]) => flow.get('scopes')?.entries() ?? []);
  return [...new Set(scopes.map(([scope]) => scope))];
}

/**
 * Reads the contract of the token endpoint that the document describes. References are followed over local
 * files of the project; nothing is fetched.
 *
 * Whether the document satisfies OpenAPI's own schema is not judged here, because that is slow: see
 * `validateDocument`.
 *
 * @param file path of a YAML or JSON document
 * @param wanted the operation, where the user names one: operationId, path, or method and path
 * @throws ContractError
 */
export async function readContract(file: string, wanted?: string): Promise<Contract> {
  return contractOf(await readSource(file), wanted);
}

/** The same of a document that was read already: parsing a large one takes seconds. */
export async function contractOf(source: SourceFile, wanted?: string): Promise<Contract> {
  const { root, openapi30, without } = await resolved(source);
  const found = tokenEndpoint(root, wanted);
  const { operation } = found;
  const extension = operation.at.get('x-token-endpoint');
  if (extension) refuseUnless(extension, 'x-token-endpoint.schema.json');
  const declared = (extension?.value ?? {}) as Extension;
  const request = describedRequest(operation);
  const read = [operation, ...found.siblings].map((one) =>
    readGrants(one === operation ? request : describedRequest(one), { root, operation: one, openapi30 }),
  );
  const grants = read
    .flatMap((one) => one.grants)
    .filter(({ type }, index, all) => all.findIndex((other) => other.type === type) === index);
  if (grants.length === 0) refuseWithoutGrant(operation, request);
  const parameters = readParameters(operation, openapi30, request);
  const security = apiKeys(root, operation.at).filter(
    (key) => !parameters.some((other) => isSame(key, other)),
  );
  const authentication = clientAuthenticationByEvidence(root, operation, grants);
  return {
    file: source.shownAs,
    title: textOf(root.at('info', 'title')),
    version: textOf(root.at('info', 'version')),
    sha256: source.sha256,
    servers: serversOf(root, operation),
    operation: {
      name: named(operation),
      evidence: found.evidence,
      passedOver: found.passedOver.map(named),
    },
    method: operation.method === 'GET' ? 'GET' : 'POST',
    path: barePath(operation.path),
    pathParameters: pathParametersOf(operation, openapi30),
    pointer: operation.at.pointer,
    requestMediaTypes: contentOf(operation.at.get('requestBody')).map(([mediaType]) => mediaType),
    encoding: { ...request.encoding, types: jsonTypes(grants.flatMap((grant) => grant.parameters)) },
    parameters: withAlternatives([...parameters, ...security], extension),
    grants,
    clientAuthentication: declared.clientAuthentication ?? authentication.methods,
    scopes: scopesOf(root),
    responses: readResponses(operation.at, openapi30),
    declared: {
      rotation: declared.rotation,
      replayRevokesFamily: declared.replayRevokesFamily,
      graceSeconds: declared.graceSeconds ?? 0,
      accessTokenFormat: declared.accessTokenFormat,
      accessTokenProfile: declared.accessTokenProfile,
      issuer: declared.issuer,
    },
    companions: companionsOf(declared, operationsOf(root)),
    assumptions: [
      ...assumedOf(operation, request),
      ...read.flatMap((one) => one.assumptions),
      ...(declared.clientAuthentication ? [] : authentication.assumptions),
      ...mendedPart(source.value, operation.at.pointer).slips,
      ...without.map((pointer) => ({ what: 'it is not read, because a reference leads nowhere', pointer })),
    ],
  };
}
