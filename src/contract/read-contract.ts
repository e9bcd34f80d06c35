/** From an OpenAPI 3 document to the contract. The document is untrusted. */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { clientAuthenticationByEvidence } from './client-authentication.js';
import { companionsOf, type DeclaredCompanions } from './companions.js';
import type {
  ClientAuthenticationMethod,
  Contract,
  Parameter,
  TokenEndpointDeclaration,
} from './contract.js';
import { Cursor } from './cursor.js';
import { ContractError } from './document-error.js';
import { readGrants } from './grants.js';
import { contentOf } from './media-type.js';
import { refuseUnless } from './package-schema.js';
import { readParameter } from './parameter.js';
import { dereference } from './references.js';
import { readResponses } from './responses.js';
import { SourceFile } from './source-file.js';
import { formMediaType, formOf, type Operation, operationsOf, tokenEndpoint } from './token-endpoint.js';

/** `x-token-endpoint`, as its schema describes it. */
type Extension = Partial<TokenEndpointDeclaration> &
  DeclaredCompanions & {
    readonly clientAuthentication?: readonly ClientAuthenticationMethod[];
    readonly alternatives?: readonly Readonly<Record<'parameter' | 'alternative', Slot>>[];
  };

type Slot = Pick<Parameter, 'in' | 'name'>;

/** "Accept", "Content-Type" and "Authorization" as parameters "SHALL be ignored" (OpenAPI 3.1, 4.8.12.2). */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

/** The root document, of a version that can be read. */
export async function readDocument(file: string): Promise<SourceFile> {
  const path = await realpath(file).catch(() => resolve(file));
  const source = await SourceFile.read(path, file, ContractError);
  const root = new Cursor(source, '#', source.value);
  if (!root.isObject) root.fail('this is not an OpenAPI document', 'name an OpenAPI 3 document');
  const version = root.get('openapi')?.value;
  if (typeof version === 'string' && /^3\.[012]\.\d/.test(version)) return source;
  const swagger = root.get('swagger')?.value !== undefined;
  return (root.get('openapi') ?? root).fail(
    swagger ? 'this is a Swagger 2.0 document' : 'this is not an OpenAPI 3 document (openapi: 3.x.y)',
    swagger ? 'convert it to OpenAPI 3' : 'name an OpenAPI 3.0 or 3.1 document',
  );
}

function isSame(left: Slot, right: Slot): boolean {
  return left.in === right.in && left.in === 'header'
    ? left.name.toLowerCase() === right.name.toLowerCase()
    : left.in === right.in && left.name === right.name;
}

/** Parameter Objects of the operation, before those of its path that it does not override. */
export function parameterObjects({ at, pathItem }: Operation): Cursor[] {
  const own = at.get('parameters')?.items() ?? [];
  const slot = (parameter: Cursor) =>
    ({ in: parameter.textOf('in') ?? '', name: parameter.textOf('name') ?? '' }) as Slot;
  const inherited = (pathItem.get('parameters')?.items() ?? []).filter(
    (candidate) => !own.some((parameter) => isSame(slot(parameter), slot(candidate))),
  );
  return [...inherited, ...own];
}

function readParameters(operation: Operation, openapi30: boolean): Parameter[] {
  return parameterObjects(operation).flatMap((at) => {
    const location = at.textOf('in');
    if (location !== 'header' && location !== 'query') return [];
    if (location === 'header' && ignoredHeaders.has(at.textOf('name')?.toLowerCase() ?? '')) return [];
    return [readParameter(at, location, openapi30)];
  });
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

/** Path templating has no place in a contract: a token endpoint has one path. */
function pathOf(operation: Operation): string {
  return operation.path.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const at = parameterObjects(operation).find(
      (parameter) => parameter.textOf('in') === 'path' && parameter.textOf('name') === name,
    );
    const value = at && readParameter(at, 'query', false).documented;
    if (value !== undefined) return encodeURIComponent(value);
    return (at ?? operation.at).fail(
      `the path ${operation.path} has a parameter without an example`,
      `give the path parameter ${name} an example, or write its value into the path`,
    );
  });
}

function serversOf(root: Cursor, operation: Operation): string[] {
  const servers = operation.at.get('servers') ?? operation.pathItem.get('servers') ?? root.get('servers');
  return (servers?.items() ?? []).flatMap((server) => {
    const url = server.textOf('url');
    if (url === undefined) return [];
    return [
      url.replace(/\{([^{}]*)\}/g, (template, name: string) =>
        String(server.at('variables', name, 'default')?.value ?? template),
      ),
    ];
  });
}

function scopesOf(root: Cursor): string[] {
  const schemes = root.at('components', 'securitySchemes')?.entries() ?? [];
  const flows = schemes
    .filter(([, scheme]) => scheme.get('type')?.value === 'oauth2')
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
 * @throws ContractError
 */
export async function readContract(file: string): Promise<Contract> {
  const source = await readDocument(file);
  const root = new Cursor(source, '#', (await dereference(source)).value);
  const openapi30 = root.textOf('openapi')?.startsWith('3.0.') === true;
  const operation = tokenEndpoint(root);
  const extension = operation.at.get('x-token-endpoint');
  if (extension) refuseUnless(extension, 'x-token-endpoint.schema.json');
  const declared = (extension?.value ?? {}) as Extension;
  const form = formOf(operation);
  const grants = form ? readGrants(form, openapi30) : [];
  if (grants.length === 0)
    (form?.get('schema') ?? form ?? operation.at).fail(
      form
        ? 'no grant is recognised: the form has no grant_type with const, enum or a pattern that lists values'
        : `no grant is recognised: the request body has no ${formMediaType}`,
      'describe the form, with one variant (oneOf) for each grant_type and its value as const',
    );
  return {
    file,
    title: root.at('info', 'title')?.text() ?? '',
    version: root.at('info', 'version')?.text() ?? '',
    sha256: source.sha256,
    servers: serversOf(root, operation),
    path: pathOf(operation),
    pointer: operation.at.pointer,
    requestMediaTypes: contentOf(operation.at.get('requestBody')).map(([mediaType]) => mediaType),
    parameters: withAlternatives(readParameters(operation, openapi30), extension),
    grants,
    clientAuthentication:
      declared.clientAuthentication ?? clientAuthenticationByEvidence(root, operation.at, grants),
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
  };
}
