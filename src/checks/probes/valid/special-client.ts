import { type Check, notApplicable } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { basicNotSupported, withBasic } from '../basic/basic-support.js';
import { granted } from '../outcome.js';
import { usedAuthorization } from '../sent.js';

const probe = 'valid/special-client';
const literal = { ...withBasic, probe };

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly [string, ...string[]];
  readonly basic: boolean;
}

const rows: readonly Row[] = [
  {
    id: 'special-client-in-body',
    title: 'Reserved characters of a client id or secret in the body survive the form encoding.',
    requirements: ['RFC6749-B-form-encoding-reserved'],
    basic: false,
  },
  {
    id: 'special-client-in-basic',
    title: 'Client id and secret in HTTP Basic are form-decoded.',
    requirements: ['RFC6749-2.3.1-basic-form-decoding', 'RFC7617-2-secret-with-colon'],
    basic: true,
  },
];

export const specialClient: readonly Check[] = rows.map(({ id, title, requirements, basic }) => {
  const sent = { headers: basic ? ([['Authorization', 'Basic x']] as const) : [] };
  return {
    id,
    title,
    requirements,
    on: { probes: [probe] },
    judge(subject) {
      if (usedAuthorization(subject.observation) !== basic)
        return notApplicable('the client authenticates in another way');
      return (basic ? basicNotSupported(subject) : undefined) ?? granted(subject);
    },
    examples: {
      conforming: [
        example('a token', observation({}, sent), literal),
        example(
          'the other transport',
          observation(oauthError('invalid_client'), {
            headers: basic ? [] : [['authorization', 'Basic x']],
          }),
          literal,
        ),
      ],
      violating: [example('not decoded', observation(oauthError('invalid_client'), sent), literal)],
    },
  };
});
