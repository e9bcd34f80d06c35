/** Checks on a required header that is absent, without a value, or malformed. */
import type { Check, Subject } from '../../check.js';
import { notApplicable } from '../../check.js';
import { example, oauthError, observation, parameter, unanswered } from '../../examples.js';
import { refused } from '../outcome.js';
import { judgedAsEnforced } from './enforced-header.js';

interface HeaderCheck {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly probes: readonly [string, ...string[]];
  /** `refresh_token`: only there. `other`: every other grant. */
  readonly grant: 'refresh_token' | 'other' | 'any';
}

const header = parameter('Realm', { in: 'header' });

export function headerCheck({ id, title, requirement, probes, grant }: HeaderCheck): Check {
  const isMine = (subject: Subject) =>
    grant === 'any' || (subject.grant === 'refresh_token') === (grant === 'refresh_token');
  const literal = {
    probe: probes[0].replace('*', header.name),
    parameter: header,
    grant: grant === 'refresh_token' ? 'refresh_token' : 'password',
  };
  return {
    id,
    title,
    requirements: [requirement],
    on: { probes },
    judge(subject) {
      if (!isMine(subject)) return notApplicable('headers of refresh requests have a rule of their own');
      return judgedAsEnforced(subject, () => refused(subject));
    },
    examples: {
      conforming: [
        example('refused as an OAuth error', oauthError('invalid_request'), literal),
        example('refused before the OAuth layer', { status: 404, json: { message: 'no realm' } }, literal),
        example('declared as not enforced', {}, { ...literal, enforced: false }),
      ],
      violating: [
        example('a token', {}, literal),
        example('a crash, enforcement unknown', unanswered(), { ...literal, enforced: 'unknown' }),
        example(
          'a token, though another grant is refused without the header',
          {},
          {
            ...literal,
            enforced: 'unknown',
            contract: { grants: [{ type: 'other', pointer: '', parameters: [] }] },
            peers: {
              [`other missing-header/${header.name}`]: observation(oauthError('invalid_request')),
            },
          },
        ),
        example('a token, enforcement unknown', {}, { ...literal, enforced: 'unknown' }, 'info'),
      ],
    },
  };
}
