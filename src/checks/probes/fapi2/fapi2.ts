/** FAPI 2.0 Security Profile section 5.3.2.1, where the profile says that the target claims it. */
import { refreshToken } from '../../../http/answer.js';
import { type Check, type Judgement, notApplicable, pass, type Subject, violation } from '../../check.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { refusedWithCode, tokenIssued } from '../outcome.js';
import { sentForm, usedAuthorization } from '../sent.js';

const claimed = { strictness: 'fapi2' } as const;

const ifClaimed =
  (judge: (subject: Subject) => Judgement) =>
  (subject: Subject): Judgement =>
    subject.strictness === 'fapi2' ? judge(subject) : notApplicable('the target does not claim FAPI 2.0');

const ropc = { ...claimed, probe: 'grant-type/undocumented/password' };
const issued = sentFormOf([['refresh_token', 'old']]);
const byPost = sentFormOf([
  ['client_id', 'api'],
  ['client_secret', 'lt-4711'],
]);

function sentFormOf(form: readonly (readonly [string, string])[]) {
  return (json: object = tokenResponse) => observation({ json }, { form });
}

export const fapi2: readonly Check[] = [
  {
    id: 'fapi2-password-grant-refused',
    title: 'Under FAPI 2.0 the password grant is refused.',
    requirements: ['FAPI2-5.3.2.1-2-reject-ropc'],
    on: { probes: ['grant-type/undocumented/password', 'valid/minimal'] },
    judge: ifClaimed((subject) =>
      subject.probe === ropc.probe || subject.grant === 'password'
        ? refusedWithCode(subject, { codes: ['unsupported_grant_type', 'unauthorized_client'] })
        : notApplicable('another grant'),
    ),
    examples: {
      conforming: [
        example('unsupported', oauthError('unsupported_grant_type'), ropc),
        example('not for this client', oauthError('unauthorized_client'), ropc),
        example('another grant', {}, { ...claimed, probe: 'valid/minimal', grant: 'client_credentials' }),
        example('not claimed', {}, { probe: 'valid/minimal' }),
      ],
      violating: [
        example('a token', {}, { ...claimed, probe: 'valid/minimal' }),
        example('processed', oauthError('invalid_grant'), ropc),
      ],
    },
  },
  {
    id: 'fapi2-no-rotation',
    title: 'Under FAPI 2.0 a refresh brings no new refresh token.',
    requirements: ['FAPI2-5.3.2.1-9-no-rotation'],
    on: { probes: ['refresh/first'] },
    judge: ifClaimed(({ observation: made }) => {
      if (!tokenIssued(made)) return notApplicable('the refresh was refused');
      const renewed = refreshToken(made);
      return renewed === undefined || renewed === sentForm(made).get('refresh_token')
        ? pass
        : violation('no refresh_token, or the same one', 'a new refresh_token');
    }),
    examples: {
      conforming: [
        example('none', issued({ ...tokenResponse, refresh_token: undefined }), {
          ...claimed,
          probe: 'refresh/first',
        }),
        example('the same', issued({ ...tokenResponse, refresh_token: 'old' }), {
          ...claimed,
          probe: 'refresh/first',
        }),
        example('a new one, and not claimed', issued(), { probe: 'refresh/first' }),
      ],
      violating: [example('a new one', issued(), { ...claimed, probe: 'refresh/first' })],
    },
  },
  {
    id: 'fapi2-no-shared-secret',
    title: 'Under FAPI 2.0 a client secret does not authenticate a client.',
    requirements: ['FAPI2-5.3.2.1-6-no-shared-secret'],
    on: { probes: ['valid/minimal'] },
    judge: ifClaimed(({ observation: made }) => {
      if (!sentForm(made).has('client_secret') && !usedAuthorization(made))
        return notApplicable('no client secret was sent');
      return tokenIssued(made)
        ? violation('a refusal with invalid_client', 'a token by a client secret')
        : pass;
    }),
    examples: {
      conforming: [
        example('no secret was sent', sentFormOf([['client_id', 'api']])(), {
          ...claimed,
          probe: 'valid/minimal',
        }),
        example('a secret, and not claimed', byPost(), { probe: 'valid/minimal' }),
      ],
      violating: [example('a secret', byPost(), { ...claimed, probe: 'valid/minimal' })],
    },
  },
];
