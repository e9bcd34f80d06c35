/**
 * What the target offers, in the words of the catalogue's preconditions: settles which requirements do not
 * apply to it at all.
 */
import type { Contract, Parameter } from '../contract/contract.js';

/** Short names that the catalogue gives to grants whose `grant_type` is a URI (RFC 7521, RFC 8628, RFC 8693, …). */
const grantTypes: Readonly<Record<string, string>> = {
  device_code: 'urn:ietf:params:oauth:grant-type:device_code',
  token_exchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
  jwt_bearer: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  ciba: 'urn:openid:params:grant-type:ciba',
  preauth_code: 'urn:ietf:params:oauth:grant-type:pre-authorized_code',
};

/**
 * Preconditions that a contract settles, each with what is missing when it does not hold. Those of them that
 * a contract cannot declare (DPoP, mutual TLS, …) never hold.
 */
export const settledByContract: Readonly<Record<string, string>> = {
  client_secret: 'a client secret',
  'grant:client_credentials': 'the grant client_credentials',
  'grant:authorization_code': 'the grant authorization_code',
  'grant:jwt_bearer': 'the grant jwt_bearer',
  'grant:token_exchange': 'the grant token_exchange',
  introspection: 'an introspection endpoint',
  revocation: 'a revocation endpoint',
  resource_probe: 'a protected resource',
  custom_headers: 'required request headers',
  scope_known: 'two scope values',
  jwt_access_token: 'access tokens in the form of JWTs',
  jwt_token: 'tokens in the form of JWTs',
  https: 'https',
  metadata: 'a metadata document',
  jwks: 'a key set',
  openid_scope: 'OpenID Connect',
  openid_server: 'OpenID Connect',
  auth_code: 'the authorization code flow',
  pkce: 'the authorization code flow',
  device_flow: 'the device flow',
  private_key_jwt: 'client authentication by a signed JWT',
  resource_indicators: 'resource indicators',
  dpop: 'DPoP',
  dpop_required: 'DPoP',
  mtls: 'mutual TLS',
  rar: 'rich authorization requests',
  fapi2_target: 'FAPI 2.0',
  'profile:fapi_interaction_id': 'a FAPI interaction id',
  ciba: 'CIBA',
  oid4vci: 'verifiable credential issuance',
};

/** The `grant_type` of a grant that the catalogue names. */
export function grantTypeOf(name: string): string {
  return grantTypes[name] ?? name;
}

/**
 * The preconditions of `settledByContract` that a contract fulfils, and `grant:<type>` for each grant; `https` is
 * not among them: the base URL settles it.
 */
export function capabilities(contract: Contract): string[] {
  const { clientAuthentication, companions, declared } = contract;
  const parametersOf = (grant: string): readonly Parameter[] =>
    contract.grants.find(({ type }) => type === grant)?.parameters ?? [];
  const mayBeJwt = declared.accessTokenFormat !== 'opaque';
  const held: readonly (readonly [string, boolean])[] = [
    ['client_secret', clientAuthentication.some((method) => method.startsWith('client_secret'))],
    ['private_key_jwt', clientAuthentication[0]?.endsWith('_jwt') === true],
    ['mtls', clientAuthentication[0]?.endsWith('tls_client_auth') === true],
    ['auth_code', parametersOf('authorization_code').length > 0],
    ['pkce', parametersOf('authorization_code').some(({ name }) => name === 'code_verifier')],
    ['device_flow', parametersOf(grantTypeOf('device_code')).length > 0],
    ['introspection', companions.introspection !== undefined],
    ['revocation', companions.revocation !== undefined],
    ['resource_probe', companions.resource !== undefined],
    ['metadata', companions.metadata !== undefined],
    // The metadata may name the key set as jwks_uri.
    ['jwks', companions.jwks !== undefined || companions.metadata !== undefined],
    [
      'custom_headers',
      contract.parameters.some((parameter) => parameter.in === 'header' && parameter.required),
    ],
    ['scope_known', contract.scopes.length > 1],
    ['jwt_access_token', mayBeJwt],
    ['jwt_token', mayBeJwt],
  ];
  return [
    ...held.flatMap(([name, holds]) => (holds ? [name] : [])),
    ...contract.grants.map(({ type }) => `grant:${type}`),
  ];
}
