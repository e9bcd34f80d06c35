/** The one rule that leads from the name of a contract parameter to its environment variable. */
import { type Role, roles } from '../scenarios/scenario.js';

/** Whose value it is: a further identity, or the main one in one grant only. */
export type Scope = Role | { readonly grant: string };

/** The names of a contract are few, and asked for with every request. */
const known = new Map<string, string>();

/** `client_id` → `CLIENT_ID`, `accountId` → `ACCOUNT_ID`, `X-Forwarded-For` → `X_FORWARDED_FOR`. */
function upperSnake(name: string): string {
  const found = known.get(name) ?? converted(name);
  known.set(name, found);
  return found;
}

function converted(name: string): string {
  return (
    name
      // The short name of a grant type that is a URI (RFC 6755 section 4).
      .replace(/^urn:ietf:params:oauth:grant-type:/, '')
      .replace(/([\p{Ll}\p{Nd}])(\p{Lu})/gu, '$1_$2')
      .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
      .replace(/[^\p{L}\p{Nd}]+/gu, '_')
      .replace(/^_+|_+$/g, '')
      .toUpperCase()
  );
}

/**
 * The environment variable of a contract parameter: `TOKEN_` + upper snake case, with the role or the grant
 * in between where one is given (`TOKEN_OTHER_CLIENT_ID`, `TOKEN_REFRESH_TOKEN_CLIENT_ID`).
 */
export function variableName(parameter: string, scope?: Scope): string {
  const owner = scope === undefined ? [] : [typeof scope === 'string' ? scope : upperSnake(scope.grant)];
  return ['TOKEN', ...owner, upperSnake(parameter)].join('_');
}

/** Every variable that a parameter may have: for the main identity, in each grant, and for each role. */
export function variableNames(parameter: string, grants: readonly { readonly type: string }[]): string[] {
  const scopes: readonly (Scope | undefined)[] = [
    undefined,
    ...grants.map(({ type }) => ({ grant: type })),
    ...roles,
  ];
  return scopes.map((scope) => variableName(parameter, scope));
}
