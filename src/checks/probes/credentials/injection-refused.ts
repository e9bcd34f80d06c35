import { stringMember } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { type Check, notApplicable, violation } from '../../check.js';
import { type AnswerLiteral, example, oauthError, observation } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { grantedAnyway } from '../granted-anyway.js';
import { crashed, refused } from '../outcome.js';
import { sentValues } from '../sent.js';

/** The result, standing on its own: in identifiers and times it occurs by chance. */
const result = /(?<![\w:-]|\d\.)(49)+(?![\w:-]|\.\d)/;

/** `{{7*7}}` and the like came back as 49. */
function wasEvaluated(given: Observation): boolean {
  const { response } = given;
  const asked = sentValues(given).some((value) => value.includes('7*7'));
  const texts = ['error', 'error_description'].map((name) => response && stringMember(response, name));
  return asked && texts.some((text) => text !== undefined && result.test(text));
}

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  /** Names of the probes below `credentials/injection`. */
  readonly names: readonly [string, ...string[]];
}

const rows: readonly Row[] = [
  {
    id: 'sql-injection-refused',
    title: 'Credentials are not interpreted by the database.',
    requirement: 'ASVS5-1.2.4-sql-injection',
    names: [
      'sql-tautology',
      'sql-comment',
      'sql-password',
      'sql-pattern',
      'sql-client-id',
      'sql-client-secret',
      'sql-refresh-token',
      'sql-refresh-token-pattern',
    ],
  },
  {
    id: 'expression-injection-refused',
    title: 'Credentials are not interpreted as LDAP filters, NoSQL operators or expressions.',
    requirement: 'ASVS5-1.2.6-ldap-nosql-injection',
    names: [
      'template',
      'ldap-wildcard',
      'ldap-prefix',
      'ldap-filter',
      'nosql-operator',
      'json-operator',
      'array',
      'nosql-client-secret',
      'nosql-refresh-token',
    ],
  },
];

const template = { form: [['username', '{{7*7}}']] } as const;

export const injectionRefused: readonly Check[] = rows.map(({ id, title, requirement, names }) => {
  const literal = { probe: `credentials/injection/${names[0]}` };
  const afterWrongPassword = (answer: AnswerLiteral) => ({
    ...literal,
    peers: { 'credentials/password/wrong': observation(answer) },
  });
  const described = (error_description: string) => oauthError('invalid_grant', 400, { error_description });
  return {
    id,
    title,
    requirements: [requirement],
    on: { probes: names.map((name) => `credentials/injection/${name}`) },
    judge(subject) {
      const { observation: given } = subject;
      if (wasEvaluated(given))
        return violation('an answer that evaluates nothing', 'the result of the injected expression');
      // A crash on what another wrong password survives is how an injection shows.
      const crash = crashed(given) !== undefined;
      const plain = subject.peer('credentials/password/wrong');
      if (crash && plain && crashed(plain))
        return notApplicable('any wrong password crashes the server: judged by a rule of its own');
      if (crash) return violation('a refusal (HTTP 4xx)', whatCame(given));
      return grantedAnyway(subject, ['credentials/password/wrong']) ?? refused(subject);
    },
    examples: {
      conforming: [
        example('refused', oauthError('invalid_grant'), literal),
        example('49 in another number', observation(described('case 1492'), template), literal),
        example(
          '49 in an identifier and a time',
          observation(described('Trace 1a49-c49f-49e0 at 10:49:12.490Z, 2026-11-49T'), template),
          literal,
        ),
        example('49 for another reason', described('Error 49'), literal),
        example('any wrong password brings a token', {}, afterWrongPassword({})),
        example(
          'any wrong password crashes the server',
          { status: 500, body: '' },
          afterWrongPassword({ status: 500, body: '' }),
        ),
      ],
      violating: [
        example('a token', {}, literal),
        example(
          'a token, though another wrong password is refused',
          {},
          afterWrongPassword(oauthError('invalid_grant')),
        ),
        example('the query breaks', { status: 500, body: '' }, literal),
        example(
          'the query breaks, though another wrong password is refused',
          { status: 500, body: '' },
          afterWrongPassword(oauthError('invalid_grant')),
        ),
        example('evaluated', observation(described('no user 49'), template), literal),
        example(
          'one of three evaluated',
          observation(described('no user {{7*7}}49#{7*7}.'), template),
          literal,
        ),
      ],
    },
  };
});
