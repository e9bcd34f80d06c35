/** The complete valid request of a grant, built from the contract and the configured identity (CONTROL). */
import type { ClientAuthenticationMethod, Companions, Contract, Parameter } from '../contract/contract.js';
import type { Field } from '../http/observation.js';
import { contentTypeOf } from '../scenarios/body-encodings.js';
import {
  basicCredentials,
  formMediaType,
  isPlainForm,
  type RequestDraft,
  withHeader,
  without,
  withValue,
} from '../scenarios/request.js';
import type { Role, ValidRequestOptions } from '../scenarios/scenario.js';
import type { Identity } from './identity.js';

export interface RequestBuilder {
  valid(grantType: string, options?: ValidRequestOptions): RequestDraft;
  companion(which: keyof Companions): RequestDraft;
  /** From now on the valid request of the grant names a scope, though the document leaves it open. */
  nameScope(grantType: string): void;
}

/** Sent with each request, so that the operator of the target can tell who is calling. */
const ownHeaders = (version: string, runId: string | undefined): Field[] => [
  ['User-Agent', `token-conformance/${version}${runId === undefined ? '' : ` (run ${runId})`}`],
  ['Accept', 'application/json'],
];

function endpointUrl(baseUrl: string, path: string): string {
  return /^https?:/i.test(path) ? path : baseUrl.replace(/\/+$/, '') + path;
}

function authenticated(
  draft: RequestDraft,
  method: ClientAuthenticationMethod,
  clientId: string | undefined,
  clientSecret: string | undefined,
): RequestDraft {
  const id = { in: 'form', name: 'client_id' } as const;
  const secret = { in: 'form', name: 'client_secret' } as const;
  if (clientId === undefined) return draft;
  if (method === 'client_secret_basic' && clientSecret !== undefined)
    return withHeader(without(draft, id, secret), 'Authorization', basicCredentials(clientId, clientSecret));
  const identified = withValue(draft, id, clientId);
  return method === 'none' || clientSecret === undefined
    ? without(identified, secret)
    : withValue(identified, secret, clientSecret);
}

export function createRequestBuilder(options: {
  readonly contract: Contract;
  readonly baseUrl: string;
  readonly identity: Identity;
  readonly version: string;
  readonly runId?: string | undefined;
}): RequestBuilder {
  const { contract, baseUrl, identity, version, runId } = options;
  const namingScope = new Set<string>();

  const blank = (url: string): RequestDraft => ({
    method: 'POST',
    url,
    query: [],
    headers: ownHeaders(version, runId),
    form: [],
    contentType: formMediaType,
    body: undefined,
  });

  /** A token request without its parameters. What the document does not describe as a form is not sent as one. */
  const blankRequest = (role: Role | undefined, grant: string): RequestDraft => {
    const { encoding } = contract;
    const path = contract.path.replace(/\{([^{}]+)\}/g, (template, name: string) => {
      const value = identity.value(name, { role, grant });
      return value === undefined ? template : encodeURIComponent(value);
    });
    return {
      ...blank(endpointUrl(baseUrl, path)),
      ...(isPlainForm(encoding) ? {} : { encoding, contentType: contentTypeOf(encoding) }),
    };
  };

  const add = (draft: RequestDraft, parameter: Parameter, value: string | undefined): RequestDraft =>
    value === undefined ? draft : withValue(draft, parameter, value);

  /** The header and query parameters that the contract demands of every request. */
  const addressed = (draft: RequestDraft, request: ValidRequestOptions, grant?: string): RequestDraft =>
    contract.parameters
      .filter((parameter) => parameter.required || request.optional === 'every')
      .reduce(
        (result, parameter) =>
          add(
            result,
            parameter,
            request.values?.[parameter.name] ?? identity.value(parameter.name, { role: request.role, grant }),
          ),
        draft,
      );

  return {
    nameScope: (grantType) => namingScope.add(grantType),

    valid(grantType, request = {}) {
      const grant = contract.grants.find(({ type }) => type === grantType);
      if (!grant) throw new Error(`the contract has no grant ${grantType}`);
      const value = (name: string) =>
        request.values?.[name] ?? identity.value(name, { role: request.role, grant: grantType });
      let draft = addressed(blankRequest(request.role, grantType), request, grantType);
      for (const parameter of grant.parameters) {
        if (parameter.name === 'grant_type') draft = withValue(draft, parameter, grantType);
        else if (
          parameter.required ||
          request.optional === 'every' ||
          (parameter.name === 'scope' && namingScope.has(grantType)) ||
          request.values?.[parameter.name] !== undefined
        )
          draft = add(draft, parameter, value(parameter.name));
      }
      for (const [name, given] of Object.entries(request.values ?? {}))
        if (!contract.parameters.some((parameter) => parameter.name === name))
          draft = withValue(draft, { in: 'form', name }, given);
      if (request.authentication === 'none')
        return without(
          draft,
          { in: 'form', name: 'client_id' },
          { in: 'form', name: 'client_secret' },
          { in: 'header', name: 'Authorization' },
        );
      const method = request.authentication ?? contract.clientAuthentication[0] ?? 'none';
      // A role that names a client of its own and no secret is a public client.
      const publicClient =
        request.role !== undefined &&
        identity.has(request.role, 'client_id') &&
        !identity.has(request.role, 'client_secret') &&
        request.values?.client_secret === undefined;
      return authenticated(
        draft,
        method,
        value('client_id'),
        publicClient ? undefined : value('client_secret'),
      );
    },

    companion(which) {
      const found = contract.companions[which];
      if (!found) throw new Error(`the contract has no ${which} endpoint`);
      const draft = addressed(blank(endpointUrl(baseUrl, found.path)), {});
      return found.method === 'POST'
        ? { ...draft, method: 'POST' }
        : { ...draft, method: found.method, contentType: undefined, body: { bytes: undefined } };
    },
  };
}
