/** Requests for a scope, and for none (RFC 6749 section 3.3). Those that are not right may be refused. */
import type { Parameter } from '../../contract/contract.js';
import { without, withValue } from '../request.js';
import { unknownScope } from '../values.js';
import { caseChanged } from './near-miss.js';
import type { Build, Variation } from './variation.js';

const malformedScopes = {
  quote: ['a"b', 'a double quote'],
  backslash: ['a\\b', 'a backslash'],
  'non-ascii': ['ä', 'a letter outside ASCII'],
} as const;

/** The scope of the main identity and that of the role OTHER in one request. */
function bothScopes(scope: Parameter, join: (one: string, other: string) => string): Build {
  return (valid, { value }) => {
    const [one, other] = [value(scope.name), value(scope.name, 'OTHER')];
    return one === undefined || other === undefined || one === other
      ? undefined
      : withValue(valid(), scope, join(one, other));
  };
}

/** The scope of the role RESTRICTED, put together with that of the main identity. */
function withForbidden(
  scope: Parameter,
  join: (forbidden: string, own: string | undefined) => string | undefined,
): Build {
  return (valid, { value }) => {
    const forbidden = value(scope.name, 'RESTRICTED');
    const asked = forbidden === undefined ? undefined : join(forbidden, value(scope.name));
    return asked === undefined ? undefined : withValue(valid(), scope, asked);
  };
}

/** RFC 6749 section 3.3. */
export function scopes(scope: Parameter): Variation[] {
  return [
    {
      probe: 'valid/without-scope',
      title: 'Without a scope',
      parameter: scope,
      build: (valid) => without(valid(), scope),
    },
    {
      probe: 'scope/unknown',
      title: 'A scope that does not exist',
      parameter: scope,
      build: (valid, { random }) => withValue(valid(), scope, unknownScope(random)),
    },
    {
      probe: 'scope/empty',
      title: 'A scope that has no value',
      parameter: scope,
      comparedWith: ['valid/without-scope'],
      build: (valid) => withValue(valid(), scope, ''),
    },
    {
      probe: 'scope/other-case',
      title: 'A known scope in the other letter case',
      parameter: scope,
      comparedWith: ['scope/unknown'],
      build(valid, { random, value }) {
        const changedCase = caseChanged(value(scope.name) ?? '', random);
        return changedCase === undefined ? undefined : withValue(valid(), scope, changedCase);
      },
    },
    {
      probe: 'scope/comma',
      title: 'Two known scopes joined by a comma',
      parameter: scope,
      needs: [{ role: 'OTHER', parameters: [scope.name] }],
      comparedWith: ['scope/unknown'],
      build: bothScopes(scope, (one, other) => `${one},${other}`),
    },
    {
      probe: 'scope/reordered',
      title: 'Two known scopes, in one order and in the other',
      parameter: scope,
      needs: [{ role: 'OTHER', parameters: [scope.name] }],
      build: {
        given: bothScopes(scope, (one, other) => `${one} ${other}`),
        reversed: bothScopes(scope, (one, other) => `${other} ${one}`),
      },
    },
    {
      probe: 'scope/forbidden',
      title: 'A scope that exists and that the client or the user may not have',
      parameter: scope,
      needs: [{ role: 'RESTRICTED', parameters: [scope.name] }],
      build: {
        alone: withForbidden(scope, (forbidden) => forbidden),
        besides: withForbidden(scope, (forbidden, own) => own && `${own} ${forbidden}`),
      },
    },
    ...Object.entries(malformedScopes).map(
      ([name, [value, what]]): Variation => ({
        probe: `scope/malformed/${name}`,
        title: `A scope that contains ${what}`,
        parameter: scope,
        comparedWith: ['scope/unknown'],
        build: (valid) => withValue(valid(), scope, value),
      }),
    ),
  ];
}
