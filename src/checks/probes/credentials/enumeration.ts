import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { crashedInstead, tokenIssued } from '../outcome.js';
import { answerDifferences } from './answer-parity.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly probe: string;
  readonly comparedWith: string;
  readonly error: string;
  readonly wrong: string;
}

const rows: readonly Row[] = [
  {
    id: 'users-not-enumerable',
    title: 'An unknown user and a wrong password are answered alike.',
    requirement: 'ASVS5-6.3.8-user-enumeration-response',
    probe: 'credentials/username/unknown',
    comparedWith: 'credentials/password/wrong',
    error: 'invalid_grant',
    wrong: 'a wrong password',
  },
  {
    id: 'clients-not-enumerable',
    title: 'An unknown client and a wrong client secret are answered alike.',
    requirement: 'OAUTH-client-enumeration',
    probe: 'credentials/client_id/unknown',
    comparedWith: 'credentials/client_secret/wrong',
    error: 'invalid_client',
    wrong: 'a wrong client secret',
  },
  {
    id: 'disabled-users-not-enumerable',
    title: 'A disabled user with a wrong password is answered like an unknown one.',
    requirement: 'ASVS5-6.3.8-locked-account-oracle',
    probe: 'credentials/disabled-user-wrong-password',
    comparedWith: 'credentials/username/unknown',
    error: 'invalid_grant',
    wrong: 'an unknown user',
  },
];

export const enumeration: readonly Check[] = rows.map((row) => {
  const { id, title, requirement, probe, comparedWith, error } = row;
  const reference = oauthError(error, 400, { error_description: 'No user alice, request 1f0a2b3c4d5e.' });
  const literal = {
    probe,
    peers: { [comparedWith]: observation(reference, { form: [['username', 'alice']] }) },
  };
  const echo = { form: [['username', 'decoy-77']] } as const;
  return {
    id,
    title,
    requirements: [requirement],
    on: { probes: [probe] },
    judge({ observation, peer }) {
      const other = peer(comparedWith);
      if (!other) return inconclusive(`${row.wrong} was not tried for comparison`);
      const blocked = shielded(observation) ?? shielded(other);
      if (blocked !== undefined) return inconclusive(blocked);
      if (tokenIssued(observation) || tokenIssued(other))
        return notApplicable('one of the two was not refused: judged by the rule on the refusal');
      const crash = crashedInstead(observation) ?? crashedInstead(other);
      if (crash) return crash;
      const differences = answerDifferences(observation, other);
      return differences.length === 0
        ? pass
        : violation(`the same answer as for ${row.wrong}`, differences.join('; '));
    },
    examples: {
      conforming: [
        example('the same answer', observation(reference, { form: [['username', 'alice']] }), literal),
        example(
          'the name that was sent and a request id differ',
          observation(
            oauthError(error, 400, { error_description: 'No user decoy-77, request 99aa88bb77cc.' }),
            echo,
          ),
          literal,
        ),
      ],
      violating: [
        example('another description', oauthError(error, 400, { error_description: 'not found' }), literal),
        example('another status', observation({ ...reference, status: 401 }, echo), literal),
        example(
          'a header more',
          observation({ ...reference, more: [['X-Attempts-Left', '2']] }, { form: [['username', 'alice']] }),
          literal,
        ),
      ],
    },
  };
});
