import { accessToken, isJsonObject, type JsonObject, readJson, refreshToken } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import {
  type Check,
  inconclusive,
  type Judgement,
  notApplicable,
  pass,
  type Subject,
  violation,
} from '../../check.js';
import { jwtResponse } from '../../example-jwt.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded, whatCame } from '../../predicates.js';
import { sentClient, sentForm, sentHeaders } from '../sent.js';
import { claims } from '../token-facts.js';
import { sentTogether, togetherSteps } from './together.js';

/** One login of the burst: who asked, and whom what came back names. */
interface Login {
  readonly user: string;
  readonly client: string;
  readonly given: Observation;
  readonly named: JsonObject;
}

const userMembers = [
  'sub',
  'username',
  'user_name',
  'userId',
  'user_id',
  'uid',
  'email',
  'preferred_username',
];
const clientMembers = ['client_id', 'azp', 'cid', 'clientId'];

function loginOf(given: Observation, named: JsonObject = claims(given) ?? {}): Login {
  return {
    user: sentForm(given).get('username') ?? '',
    client: sentClient(given) ?? '',
    given,
    named,
  };
}

/** The members that all of the logins have, with their values. */
function valuesOf(logins: readonly Login[], names: readonly string[]): string[][] {
  return names
    .filter((name) => logins.every(({ named }) => ['string', 'number'].includes(typeof named[name])))
    .map((name) => logins.map(({ named }) => String(named[name])));
}

const isUniform = (values: readonly string[]): boolean => new Set(values).size <= 1;

/** The same token for two users. Of one user, a server may hand out a token again, to another client, too. */
function sharedToken(logins: readonly Login[]): string | undefined {
  for (const [kind, tokenOf] of [
    ['access token', accessToken],
    ['refresh token', refreshToken],
  ] as const) {
    const owners = new Map<string, string>();
    for (const { user, given } of logins) {
      const token = tokenOf(given);
      if (token === undefined) continue;
      if ((owners.get(token) ?? user) !== user) return `the same ${kind} for two users`;
      owners.set(token, user);
    }
  }
  return undefined;
}

/** What shows that a login brought what belongs to another one; `undefined`: nothing does. */
function crossing(logins: readonly Login[]): string | undefined {
  for (const { user, client, named } of logins) {
    const others = logins.filter((other) => other.user !== user).map((other) => other.user);
    const isForeign = (name: string, names: readonly string[], own: string): boolean =>
      typeof named[name] === 'string' && named[name] !== own && names.includes(named[name]);
    if (userMembers.some((name) => isForeign(name, others, user))) return 'a token of the other user';
    const otherClients = logins.filter((other) => other.client !== client).map((other) => other.client);
    if (clientMembers.some((name) => isForeign(name, otherClients, client)))
      return 'a token of the other client';
  }
  for (const user of new Set(logins.map((login) => login.user))) {
    const own = logins.filter((login) => login.user === user);
    if (valuesOf(own, userMembers).some((values) => !isUniform(values)))
      return 'tokens of different subjects for logins of one user';
  }
  return undefined;
}

const tellsUsersApart = (logins: readonly Login[]): boolean =>
  valuesOf(logins, userMembers).some((values) => !isUniform(values));

/** @param otherwise when the answers do not show whom the tokens belong to */
function judgeNamed(logins: readonly Login[], otherwise: Judgement): Judgement {
  const crossed = crossing(logins);
  if (crossed !== undefined) return violation('to each login a token of its own user and client', crossed);
  if (new Set(logins.map(({ user }) => user)).size < 2)
    return inconclusive('the logins of fewer than two users were granted');
  return tellsUsersApart(logins) ? pass : otherwise;
}

const unseen = 'the answers do not show whom the tokens belong to';

function judgeLogins({ burst, control, contract: { companions } }: Subject): Judgement {
  const crashed = burst.find(
    (given) => shielded(given) === undefined && (given.response?.status ?? 500) >= 500,
  );
  if (crashed) return violation('an answer below HTTP 500 to each of the logins', whatCame(crashed));
  const logins = burst.filter((given) => accessToken(given) !== undefined).map((given) => loginOf(given));
  const shared = sharedToken(logins);
  if (shared !== undefined) return violation('tokens of their own', shared);
  // The valid request before shows whom the main user's tokens name when nothing else goes on.
  const before = control && accessToken(control) !== undefined ? [loginOf(control)] : [];
  return judgeNamed(
    [...logins, ...before],
    companions.introspection || companions.resource
      ? notApplicable('the tokens do not name their users: others are asked whom they belong to')
      : inconclusive(unseen),
  );
}

/** The tokens of the logins, as introspection or the resource describes them. */
function judgeOwners(subject: Subject): Judgement {
  const { burst, probe } = subject;
  const granted = sentTogether(subject).filter((given) => accessToken(given) !== undefined);
  const logins = new Map(granted.map((given) => [accessToken(given), given]));
  // A token that says nothing of clients may be handed out to two of them, and then belongs to one.
  const isOfOneClient = (token: string): boolean =>
    new Set(granted.filter((given) => accessToken(given) === token).map(sentClient)).size === 1;
  const described = burst.flatMap((asked): Login[] => {
    const token =
      sentForm(asked).get('token') ?? sentHeaders(asked, 'Authorization')[0]?.replace(/^\S+ /, '');
    const login = token !== undefined && isOfOneClient(token) ? logins.get(token) : undefined;
    const value = asked.response && asked.response.status < 300 ? readJson(asked.response).value : undefined;
    return login && isJsonObject(value) ? [loginOf(login, value)] : [];
  });
  const otherwise = tellsUsersApart(granted.map((given) => loginOf(given)))
    ? notApplicable('the tokens themselves name their users')
    : inconclusive(unseen);
  if (described.length === 0) return otherwise;
  const active = described.filter(({ named }) => named.active !== false);
  if (probe.startsWith('introspection/') && active.length < described.length)
    return active.length === 0
      ? inconclusive('introspection tells these clients nothing about their tokens')
      : violation('to each login a token of its own client', 'a token that introspection denies its client');
  return judgeNamed(active, otherwise);
}

const login = (username: string, answer: Parameters<typeof observation>[0], client_id = 'api') =>
  observation(answer, {
    form: [
      ['username', username],
      ['client_id', client_id],
    ],
  });
const tokenFor = (sub: string, jti: string, more: object = {}) =>
  jwtResponse({ claims: { sub, jti, ...more }, json: { refresh_token: `r-${jti}` } });
const alice = login('alice', tokenFor('alice', '1'));
const bob = login('bob', tokenFor('bob', '2'));
const literal = { probe: 'concurrent/issue', control: login('alice', tokenFor('alice', '0')) };
const burst = (...given: Observation[]) => ({ ...literal, burst: given });
const steps = togetherSteps(alice, bob);
const about = (given: Observation, json: object) =>
  observation({ json }, { form: [['token', accessToken(given) ?? '']] });
const described = (...given: Observation[]) => ({ probe: 'introspection/concurrent', steps, burst: given });

export const concurrentIssueIsolation: Check = {
  id: 'concurrent-issue-isolation',
  title: 'Logins at the same moment bring each user and client tokens of their own.',
  requirements: ['OWASP-concurrent-issue-isolation'],
  on: { probes: ['concurrent/issue', 'introspection/concurrent', 'resource/concurrent'] },
  judge: (subject) =>
    subject.probe === 'concurrent/issue'
      ? judgeLogins(subject)
      : subject.step('together/1')
        ? judgeOwners(subject)
        : notApplicable('there were no logins at the same moment'),
  examples: {
    conforming: [
      example('each its own', alice, burst(alice, bob)),
      example(
        'one of them refused for its rate',
        alice,
        burst(alice, bob, login('bob', { status: 429, body: '' })),
      ),
      example('the same token for the same user', alice, burst(alice, alice, bob)),
      example(
        'introspection names each user',
        about(alice, { active: true, sub: 'alice' }),
        described(about(alice, { active: true, sub: 'alice' }), about(bob, { active: true, sub: 'bob' })),
      ),
    ],
    violating: [
      example('the token of the other user', alice, burst(alice, login('bob', tokenFor('alice', '3')))),
      example('subjects that are no names, mixed up', alice, {
        ...burst(
          login('alice', tokenFor('17', '1')),
          login('bob', tokenFor('18', '2')),
          login('alice', tokenFor('18', '3')),
        ),
        control: observation(oauthError('invalid_grant')),
      }),
      example(
        'all of them exchanged',
        alice,
        burst(login('alice', tokenFor('18', '1')), login('bob', tokenFor('alice', '2'))),
      ),
      example('one token for both', alice, burst(alice, login('bob', tokenFor('alice', '1')))),
      example(
        'the token of the other client',
        alice,
        burst(
          login('alice', tokenFor('alice', '1', { azp: 'portal' })),
          login('bob', tokenFor('bob', '2', { azp: 'portal' }), 'portal'),
        ),
      ),
      example('a crash', alice, burst(alice, login('bob', { status: 500, body: '' }))),
      example(
        'introspection names the other user',
        about(alice, { active: true, username: 'bob' }),
        described(
          about(alice, { active: true, username: 'bob' }),
          about(bob, { active: true, username: 'bob' }),
        ),
      ),
      example(
        'introspection denies one',
        about(alice, { active: false }),
        described(about(alice, { active: false }), about(bob, { active: true, sub: 'bob' })),
      ),
    ],
  },
};
