import { member, stringMember } from '../../../http/answer.js';
import { type Check, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { answered, introspected } from './answered.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly probe: string;
  /** An answer that says nothing wrong: with this body a 200 is a warning. */
  readonly harmless: (active: unknown) => boolean;
}

const rows: readonly Row[] = [
  {
    id: 'revocation-needs-token',
    title: 'A revocation without a token is refused with 400 invalid_request.',
    requirement: 'RFC7009-2.1-missing-token-param',
    probe: 'revocation/missing-token',
    harmless: () => true,
  },
  {
    id: 'introspection-needs-token',
    title: 'An introspection without a token is refused with 400 invalid_request.',
    requirement: 'RFC7662-2.1-missing-token-param',
    probe: 'introspection/missing-token',
    harmless: (active) => active === false,
  },
];

export const tokenParameterRequired: readonly Check[] = rows.map(
  ({ id, title, requirement, probe, harmless }) => ({
    id,
    title,
    requirements: [requirement],
    on: { probes: [probe] },
    judge: (subject) =>
      (probe === 'introspection/missing-token' ? introspected : answered)(subject, (response) =>
        response.status === 400 && stringMember(response, 'error') === 'invalid_request'
          ? pass
          : violation('HTTP 400 invalid_request', whatCame(subject.observation), {
              ...(response.status === 200 && harmless(member(response, 'active'))
                ? { severity: 'warn' }
                : {}),
            }),
      ),
    examples: {
      conforming: [
        example('invalid_request', oauthError('invalid_request'), { probe }),
        example('with a description', oauthError('invalid_request', 400, { error_description: 'token' }), {
          probe,
        }),
      ],
      violating: [
        example('without effect', { status: 200, json: { active: false } }, { probe }, 'warn'),
        example('another code', oauthError('invalid_grant'), { probe }),
        example('no code', { status: 400, body: '' }, { probe }),
        example('a crash', { status: 500, body: '' }, { probe }),
      ],
    },
  }),
);
