import { member, stringMember } from '../../../http/answer.js';
import {
  type Check,
  inconclusive,
  type Judgement,
  notApplicable,
  pass,
  type Subject,
  violation,
} from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { refusedWithCode, tokenIssued } from '../outcome.js';
import { answered } from './answered.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  /** Names the probe of the revocation. */
  readonly hint: 'other-type' | 'unknown';
}

const rows: readonly Row[] = [
  {
    id: 'wrong-hint-no-obstacle',
    title: 'A token_type_hint that names the other kind of token does not prevent revocation.',
    requirement: 'RFC7009-2.1-wrong-hint',
    hint: 'other-type',
  },
  {
    id: 'unknown-hint-ignored',
    title: 'A token_type_hint that nobody knows is ignored.',
    requirement: 'RFC7009-2.2-unknown-hint-ignored',
    hint: 'unknown',
  },
];

/** What a revocation without a hint does is the measure. */
function withoutHint({ peer, grant }: Subject): Judgement | undefined {
  if (grant === 'refresh_token')
    return tokenIssued(peer('revocation/refresh-after'))
      ? notApplicable('a revocation without a hint leaves the refresh token valid, too')
      : undefined;
  const plain = peer('revocation/access-token')?.response;
  if (plain && stringMember(plain, 'error') === 'unsupported_token_type')
    return notApplicable('the server does not support the revocation of access tokens');
  const after = peer('revocation/introspection-after')?.response;
  return after && member(after, 'active') === true
    ? notApplicable('a revocation without a hint leaves the token active, too')
    : undefined;
}

const succeeding = ({ id, title, requirement, hint }: Row): Check => {
  const literal = { probe: `revocation/hint/${hint}`, grant: 'refresh_token' };
  return {
    id,
    title,
    requirements: [requirement],
    on: { probes: [literal.probe] },
    judge: (subject) =>
      withoutHint(subject) ??
      answered(subject, ({ status }) =>
        status === 200 ? pass : violation('HTTP 200', whatCame(subject.observation)),
      ),
    examples: {
      conforming: [
        example('revoked', { status: 200, body: '' }, literal),
        example(
          'access tokens cannot be revoked, with or without a hint',
          oauthError('unsupported_token_type'),
          {
            ...literal,
            grant: 'client_credentials',
            peers: { 'revocation/access-token': observation(oauthError('unsupported_token_type')) },
          },
        ),
      ],
      violating: [
        example(
          'unsupported, though it is the hint and not the token',
          oauthError('unsupported_token_type'),
          literal,
        ),
        example('an error', oauthError('invalid_request'), literal),
        example('not found', { status: 404, body: '' }, literal),
      ],
    },
  };
};

const ending = ({ id, title, requirement, hint }: Row): Check => {
  const revocation = `revocation/hint/${hint}`;
  const refresh = `refresh/after-hinted-revocation/${hint}`;
  const introspection = `introspection/after-hinted-revocation/${hint}`;
  const literal = {
    probe: refresh,
    grant: 'refresh_token',
    peers: { [revocation]: observation({ status: 200, body: '' }) },
  };
  return {
    id: `${id}-in-effect`,
    title: `${title.slice(0, -1)}: the token has ended.`,
    requirements: [requirement],
    on: { probes: [refresh, introspection] },
    judge(subject) {
      const revoked = subject.peer(revocation);
      if (!revoked) return inconclusive('the token was not revoked');
      if (revoked.response?.status !== 200)
        return notApplicable('the revocation did not succeed: judged by a rule of its own');
      const useless = withoutHint(subject);
      if (useless) return useless;
      if (subject.probe === refresh) return refusedWithCode(subject, { codes: ['invalid_grant'] });
      return answered(subject, (response) =>
        member(response, 'active') === true ? violation('active false', 'active true') : pass,
      );
    },
    examples: {
      conforming: [
        example('refused', oauthError('invalid_grant'), literal),
        example('inactive', { json: { active: false } }, { ...literal, probe: introspection }),
        example(
          'no revocation has an effect, with or without a hint',
          {},
          { ...literal, peers: { ...literal.peers, 'revocation/refresh-after': observation() } },
        ),
        example(
          'the revocation was refused',
          {},
          {
            ...literal,
            peers: { [revocation]: observation(oauthError('invalid_request')) },
          },
        ),
      ],
      violating: [
        example('still exchanged', {}, literal),
        example(
          'still exchanged, unlike after a revocation without a hint',
          {},
          {
            ...literal,
            peers: {
              ...literal.peers,
              'revocation/refresh-after': observation(oauthError('invalid_grant')),
            },
          },
        ),
        example('still active', { json: { active: true } }, { ...literal, probe: introspection }),
      ],
    },
  };
};

export const hintedRevocation: readonly Check[] = rows.flatMap((row) => [succeeding(row), ending(row)]);
