/** What a contract and its grants have: families derive only what can be sent. */
import { isSecretMethod } from '../../contract/client-authentication.js';
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import { admitsIdentifiers } from '../values.js';

export const refreshGrant = 'refresh_token';
export const clientGrant = 'client_credentials';
export const codeGrant = 'authorization_code';
export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'; // RFC 8628 section 3.4
export const assertionGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'; // RFC 7523 section 2.1
export const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'; // RFC 8693 section 2.1

/** The grant that hands out the refresh token: a client that acts for itself gets none (RFC 6749 section 4.4.3). */
export function issuingGrant(contract: Contract): Grant | undefined {
  const candidates = contract.grants.filter(({ type }) => type !== refreshGrant);
  const refreshes = candidates.length < contract.grants.length;
  const preferred = (grant: Grant): boolean =>
    refreshes ? grant.type !== clientGrant : presentedBy(grant.type) === undefined;
  return candidates.find(({ type }) => type === 'password') ?? candidates.find(preferred) ?? candidates[0];
}

/** By grant type: the parameter that presents what was obtained elsewhere, at an authorization endpoint or by a device. */
const presented: Readonly<Record<string, string>> = {
  [codeGrant]: 'code',
  [deviceGrant]: 'device_code',
  [assertionGrant]: 'assertion',
  [exchangeGrant]: 'subject_token',
};

/** `undefined`: a grant whose request can be made at any time, of what is configured. */
export function presentedBy(grantType: string): string | undefined {
  return Object.hasOwn(presented, grantType) ? presented[grantType] : undefined;
}

export function parameterOf(grant: Grant, name: string): Parameter | undefined {
  return grant.parameters.find((parameter) => parameter.name === name);
}

export function hasParameters(grant: Grant, ...names: readonly string[]): boolean {
  return names.every((name) => parameterOf(grant, name) !== undefined);
}

/** The client proves itself by something that is never sent: a key, or a certificate. */
export function hasNoSecretToSend({ clientAuthentication: [method = 'none'] }: Contract): boolean {
  return method !== 'none' && !isSecretMethod(method);
}

/** RFC 6749 section 2.3.1: a server that issues client passwords supports HTTP Basic. */
export function hasClientSecret(contract: Contract, grant: Grant): boolean {
  return (
    !hasNoSecretToSend(contract) &&
    (hasParameters(grant, 'client_secret') || contract.clientAuthentication.includes('client_secret_basic'))
  );
}

export function requiredHeaders(contract: Contract): Parameter[] {
  return contract.parameters.filter(({ required }) => required);
}

/**
 * Headers that may name a realm, such as one customer among several: the server looks their value up. One that it parses (an
 * address, a version) or that it may not even read (`x-enforced: unknown`) keeps nobody apart.
 */
export function realmHeaders(contract: Contract): Parameter[] {
  return requiredHeaders(contract).filter(
    ({ enforced, schema }) => enforced === true && admitsIdentifiers(schema),
  );
}

const places = { header: 'header', query: 'query parameter', form: 'form parameter' } as const;

/** `form parameter username`. */
export function nameOf(parameter: Parameter): string {
  return `${places[parameter.in]} ${parameter.name}`;
}
