/** Which property a check speaks for. */
import type { Check } from '../../checks/check.js';
import type { Property } from '../../scenarios/scenario.js';

const spokenForBy: Readonly<Record<Exclude<Property, 'oauth-answer' | 'no-token'>, readonly string[]>> = {
  'no-crash': ['never-5xx'],
  'no-injection': ['crlf-not-injected', 'value-not-in-headers', 'markup-not-reflected'],
  'no-leak': [
    'error-without-token',
    'no-secret-echo',
    'no-internal-details',
    'no-token-in-cookie',
    'no-credentials-in-url',
    'jwt-no-secrets',
  ],
  'same-meaning': ['same-meaning-granted'],
};

const properties = new Map(
  Object.entries(spokenForBy).flatMap(([property, checks]) =>
    checks.map((check) => [check, property as Property] as const),
  ),
);

/** All other invariants say what a grant or an error is. */
export function propertyOf({ id, on }: Pick<Check, 'id' | 'on'>): Property {
  return properties.get(id) ?? ('every' in on ? 'oauth-answer' : 'no-token');
}
