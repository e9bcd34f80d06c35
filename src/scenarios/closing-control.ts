/** The control after a group: the valid request once more, when everything else of a family was sent. */
import type { Contract } from '../contract/contract.js';
import { issuingGrant } from './families/grants.js';
import { families, type Scenario, type Step } from './scenario.js';

function steps(grant: string, issuing: string | undefined): Step[] {
  if (grant !== 'refresh_token')
    return [{ name: 'control', probe: 'control', build: ({ valid }) => valid(grant) }];
  return [
    {
      name: 'issue',
      probe: 'issue',
      prerequisite: true,
      build: ({ valid }) => (issuing === undefined ? undefined : valid(issuing)),
    },
    {
      name: 'control',
      probe: 'control',
      build: ({ valid, token }) =>
        valid(grant, { values: { refresh_token: token('issue', 'refresh_token') } }),
    },
  ];
}

/** One scenario for each family and grant that has any whose verdicts rest on the valid request. */
export function closingControls(contract: Contract, scenarios: readonly Scenario[]): Scenario[] {
  const issuing = issuingGrant(contract)?.type;
  // After guessing, the valid request may be refused for a while: that is what was wanted.
  return families
    .filter((family) => family !== 'abuse')
    .flatMap((family) =>
      contract.grants
        .filter(({ type }) =>
          scenarios.some(
            (scenario) => scenario.family === family && scenario.grant === type && !scenario.independent,
          ),
        )
        .map(({ type }) => ({
          id: `${type}/control/after-${family}`,
          family,
          grant: type,
          title: 'The valid request once more, after everything else of this group',
          tags: [`@${family}`],
          needs: [],
          steps: steps(type, issuing),
        })),
    );
}
