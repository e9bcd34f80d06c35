/** The complete valid request of a grant, built from the contract and the configured identity (CONTROL). */
import { isAssertionMethod, isSecretMethod } from '../contract/client-authentication.js';
import type { ClientAuthenticationMethod, Companions, Contract, Parameter } from '../contract/contract.js';
import type { Field } from '../http/observation.js';
import { contentTypeOf } from '../scenarios/body-encodings.js';
import { presentedBy } from '../scenarios/families/grants.js';
import {
  basicCredentials,
  formMediaType,
  isPlainForm,
  type RequestDraft,
  withHeader,
  without,
  withValue,
} from '../scenarios/request.js';
import type { AssertionChange, Role, ValidRequestOptions } from '../scenarios/scenario.js';
import type { AssertionSettings } from '../settings/settings.js';
import { assertionType, clientAssertion, privateKeySigner, secretSigner } from './client-assertion.js';
import type { Identity } from './identity.js';
import type { Supply } from './supply.js';

export interface RequestBuilder {
  valid(grantType: string, options?: ValidRequestOptions): RequestDraft;
  companion(which: keyof Companions): RequestDraft;
  /** The draft with the client authenticated as in the valid request. */
  authenticate(
    draft: RequestDraft,
    whose: { readonly role?: Role | undefined; readonly grant?: string },
  ): RequestDraft;
  /** From now on the valid request of the grant names a scope, though the document leaves it open. */
  nameScope(grantType: string): void;
  /** The value that an optional parameter of the grant would have. */
  optionalValue(grantType: string, name: string): string | undefined;
  /** URL of the token endpoint, without query. */
  readonly tokenUrl: string;
}

/** Sent with each request, so that the operator of the target can tell who is calling. */
const ownHeaders = (version: string, runId: string | undefined): Field[] => [
  ['User-Agent', `token-conformance/${version}${runId === undefined ? '' : ` (run ${runId})`}`],
  ['Accept', 'application/json'],
];

function endpointUrl(baseUrl: string, path: string): string {
  return /^https?:/i.test(path) ? path : baseUrl.replace(/\/+$/, '') + path;
}

const id = { in: 'form', name: 'client_id' } as const;
const secret = { in: 'form', name: 'client_secret' } as const;
const assertion = { in: 'form', name: 'client_assertion' } as const;
const assertionKind = { in: 'form', name: 'client_assertion_type' } as const;

interface Client {
  readonly id: string | undefined;
  readonly secret: string | undefined;
  /** Of a JWT in place of the secret. */
  readonly assertion: ((method: ClientAuthenticationMethod) => string | undefined) | undefined;
}

function authenticated(
  draft: RequestDraft,
  method: ClientAuthenticationMethod,
  client: Client,
): RequestDraft {
  if (client.id === undefined) return draft;
  if (method === 'client_secret_basic' && client.secret !== undefined)
    return withHeader(
      without(draft, id, secret),
      'Authorization',
      basicCredentials(client.id, client.secret),
    );
  const identified = withValue(without(draft, secret), id, client.id);
  if (isAssertionMethod(method)) {
    const jwt = client.assertion?.(method);
    return jwt === undefined
      ? identified
      : withValue(withValue(identified, assertionKind, assertionType), assertion, jwt);
  }
  return isSecretMethod(method) && client.secret !== undefined
    ? withValue(withValue(draft, id, client.id), secret, client.secret)
    : identified;
}

const noAssertions: AssertionSettings = { key: undefined, algorithm: undefined, audience: undefined };

export function createRequestBuilder(options: {
  readonly contract: Contract;
  readonly baseUrl: string;
  readonly identity: Identity;
  readonly version: string;
  readonly runId?: string | undefined;
  readonly assertions?: AssertionSettings;
  /** Default: what grants present is taken from the identity. */
  readonly supply?: Supply;
}): RequestBuilder {
  const { supply } = options;
  const { contract, baseUrl, identity, version, runId, assertions = noAssertions } = options;
  const namingScope = new Set<string>();

  function assertionOf(
    method: ClientAuthenticationMethod,
    clientId: string | undefined,
    clientSecret: string | undefined,
    change?: AssertionChange,
  ): string | undefined {
    const signer =
      method === 'private_key_jwt'
        ? privateKeySigner(assertions)
        : clientSecret === undefined
          ? undefined
          : secretSigner(assertions, clientSecret);
    const audience = assertions.audience ?? tokenUrl();
    return signer && clientId !== undefined
      ? clientAssertion(signer, { id: clientId, audience }, change)
      : undefined;
  }

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
      method: contract.method,
      ...(isPlainForm(encoding) ? {} : { encoding, contentType: contentTypeOf(encoding) }),
    };
  };

  const tokenUrl = (): string => blankRequest(undefined, contract.grants[0]?.type ?? '').url;

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
    tokenUrl: tokenUrl(),
    optionalValue: (grantType, name) => identity.value(name, { grant: grantType }),
    nameScope: (grantType) => namingScope.add(grantType),

    valid(grantType, request = {}) {
      const grant = contract.grants.find(({ type }) => type === grantType);
      if (!grant) throw new Error(`the contract has no grant ${grantType}`);
      const principal = presentedBy(grantType);
      const presented =
        principal !== undefined && request.values?.[principal] !== undefined
          ? supply?.accompanying(grantType)
          : supply?.take(grantType, request.wanted);
      const values: Readonly<Record<string, string>> = { ...presented, ...request.values };
      const value = (name: string) =>
        values[name] ?? identity.value(name, { role: request.role, grant: grantType });
      let draft = addressed(blankRequest(request.role, grantType), request, grantType);
      for (const parameter of grant.parameters) {
        if (parameter.name === 'grant_type') draft = withValue(draft, parameter, grantType);
        else if (
          parameter.required ||
          request.optional === 'every' ||
          (parameter.name === 'scope' && namingScope.has(grantType)) ||
          values[parameter.name] !== undefined
        )
          draft = add(draft, parameter, value(parameter.name));
      }
      for (const [name, given] of Object.entries(values))
        if (!contract.parameters.some((parameter) => parameter.name === name))
          draft = withValue(draft, { in: 'form', name }, given);
      if (request.authentication === 'none')
        return without(draft, id, secret, assertion, assertionKind, { in: 'header', name: 'Authorization' });
      const usual = contract.clientAuthentication[0] ?? 'none';
      // A client without a secret cannot prove itself by one.
      const method = isSecretMethod(usual) || usual === 'none' ? (request.authentication ?? usual) : usual;
      // A role that names a client of its own and no secret is a public client.
      const publicClient =
        request.role !== undefined &&
        identity.has(request.role, 'client_id') &&
        !identity.has(request.role, 'client_secret') &&
        request.values?.client_secret === undefined;
      return authenticated(draft, method, {
        id: value('client_id'),
        secret: publicClient ? undefined : value('client_secret'),
        assertion: publicClient
          ? undefined
          : (by) => assertionOf(by, value('client_id'), value('client_secret'), request.assertion),
      });
    },

    authenticate(draft, { role, grant }) {
      const value = (name: string) => identity.value(name, { role, grant });
      return authenticated(draft, contract.clientAuthentication[0] ?? 'none', {
        id: value('client_id'),
        secret: value('client_secret'),
        assertion: (by) => assertionOf(by, value('client_id'), value('client_secret')),
      });
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
