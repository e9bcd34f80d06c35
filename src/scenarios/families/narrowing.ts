/** Less scope than was granted: RFC 6749 section 6. */
import type { Contract, Parameter } from '../../contract/contract.js';
import { without, withValue } from '../request.js';
import type { Scenario, Step, StepContext } from '../scenario.js';
import { flow, newest, refresh, succeeded } from './refresh-steps.js';
import { issueStep } from './variation.js';

/** The distinct values of a scope. */
export function scopeValues(scope = ''): string[] {
  return [...new Set(scope.split(' '))].filter((value) => value !== '');
}

/** The main scope and that of the role OTHER together, and a part of it; `undefined` when both are the same. */
function scopesOf({ value }: StepContext): { readonly all: string; readonly part: string } | undefined {
  const [main, other] = [scopeValues(value('scope')), scopeValues(value('scope', 'OTHER'))];
  const all = scopeValues([...main, ...other].join(' '));
  const part = [other, main].find((some) => some.length > 0 && some.length < all.length);
  return part && { all: all.join(' '), part: part.join(' ') };
}

/** Section 6: the scope of a new refresh token "MUST be identical to that of the refresh token included by the client". */
export function narrowing(contract: Contract, scope: Parameter): Scenario {
  const title = 'A part of the scope that was granted, then no scope with the newest refresh token';
  const issue = issueStep(contract, (draft, context) => {
    const scopes = scopesOf(context);
    return scopes ? withValue(draft, scope, scopes.all) : draft;
  });
  const steps: Step[] = [
    {
      name: 'narrower',
      probe: 'refresh/narrower-scope',
      build(context) {
        const scopes = scopesOf(context);
        const draft = refresh(context, context.token('issue', 'refresh_token'));
        return scopes && withValue(draft, scope, scopes.part);
      },
    },
    {
      name: 'after-narrowing',
      probe: 'refresh/after-narrowing',
      build: (context) =>
        scopesOf(context) && succeeded(context, 'narrower')
          ? without(refresh(context, newest(context, 'issue', 'narrower')), scope)
          : undefined,
    },
  ];
  return {
    ...flow(contract, 'narrowing', title, steps, issue),
    needs: [{ role: 'OTHER', parameters: [scope.name] }],
  };
}
