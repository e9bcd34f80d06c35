/** What a contract and its grants have: families derive only what can be sent. */
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import { admitsIdentifiers } from '../values.js';

export const refreshGrant = 'refresh_token';
export const clientGrant = 'client_credentials';

/** The grant that hands out the refresh token. */
export function issuingGrant(contract: Contract): Grant | undefined {
  const candidates = contract.grants.filter(({ type }) => type !== refreshGrant);
  return candidates.find(({ type }) => type === 'password') ?? candidates[0];
}

export function parameterOf(grant: Grant, name: string): Parameter | undefined {
  return grant.parameters.find((parameter) => parameter.name === name);
}

export function hasParameters(grant: Grant, ...names: readonly string[]): boolean {
  return names.every((name) => parameterOf(grant, name) !== undefined);
}

/** RFC 6749 section 2.3.1: a server that issues client passwords supports HTTP Basic. */
export function hasClientSecret(contract: Contract, grant: Grant): boolean {
  return (
    hasParameters(grant, 'client_secret') || contract.clientAuthentication.includes('client_secret_basic')
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
