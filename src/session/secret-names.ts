/** Which parameters hold secrets. */
import type { Contract } from '../contract/contract.js';

/** Names of parameters that hold secrets in every contract; the contract may have more. */
const knownSecretNames = [
  'client_secret',
  'password',
  'refresh_token',
  'access_token',
  'token',
  'assertion',
  'client_assertion',
  'code',
  'code_verifier',
  'device_code',
  'subject_token',
  'actor_token',
];

export function secretNamesOf({ parameters, grants }: Contract): ReadonlySet<string> {
  const described = [...parameters, ...grants.flatMap((grant) => grant.parameters)];
  return new Set([...knownSecretNames, ...described.filter(({ secret }) => secret).map(({ name }) => name)]);
}
