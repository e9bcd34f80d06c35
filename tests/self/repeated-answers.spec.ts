/** The judge that is not asked again about the same answer says what the judge that is asked says. */
import { expect, test } from '@playwright/test';
import type { Subject } from '../../src/checks/check.js';
import { oauthError, observation, response, subject } from '../../src/checks/examples.js';
import { checks } from '../../src/checks/index.js';
import type { ReceivedResponse } from '../../src/http/observation.js';
import { createRepeatedJudge } from '../../src/session/fuzz/repeated-answers.js';
import { type Judged, judge } from '../../src/session/judge.js';
import { contract } from './scenario-world.js';

const said = (judged: readonly Judged[]) => judged.map(({ check, judgement }) => [check.id, judgement]);

/** As in one sweep: one contract, one profile. What was sent, what came and what else was seen are those of the example. */
const inOneSweep = (one: Subject): Subject => ({
  ...one,
  contract,
  parameter: undefined,
  strictness: 'rfc6749',
  enforcement: () => true,
});

function at(one: Subject, date: string): Subject {
  const { response: received } = one.observation;
  if (!received) return one;
  const headers = [...received.headers.filter(([name]) => name !== 'Date'), ['Date', date] as const];
  return { ...one, observation: { ...one.observation, response: { ...received, headers } } };
}

const dates = [10, 11, 12].map((second) => `Tue, 14 Nov 2023 22:13:${second} GMT`);

test('of the examples of the checks, again and again, at other times', () => {
  const examples = checks
    .flatMap((check) => [...check.examples.conforming, ...check.examples.violating])
    .map((example) => inOneSweep(example.subject))
    // Enough of each check, and of those that are about the request.
    .filter((_, at) => at % 3 === 0);
  expect(examples.length).toBeGreaterThan(400);
  const repeated = createRepeatedJudge();
  for (const date of dates)
    for (const example of examples.map((one) => at(one, date)))
      expect(said(repeated(example, ''))).toEqual(said(judge(example, '')));
});

test('of an answer that repeats what only one of the requests had in it', () => {
  const answer = oauthError('invalid_request', 400, { error_description: 'no grant for Slate-Plover-771' });
  const sent = (username: string, password: string) =>
    subject(
      observation(answer, {
        form: [
          ['grant_type', 'password'],
          ['username', username],
          ['password', password],
        ],
      }),
      {
        probe: 'fuzz/oauth/other',
      },
    );
  const repeated = createRepeatedJudge();
  const echoes = (one: Subject): boolean =>
    repeated(one, '').some(
      ({ check, judgement }) => check.id === 'no-secret-echo' && judgement.kind === 'violation',
    );
  for (const password of ['Amber_Finch-204', 'Cobalt_Wren-318', 'Umber_Heron-559'])
    expect(echoes(sent('somebody', password))).toBe(false);
  expect(echoes(sent('somebody', 'Slate-Plover-771'))).toBe(true);
});

test('of grants that differ by their tokens, some of which repeat what was sent', () => {
  const grant = (token: string, expires: unknown, sent: string, note = '') =>
    subject(
      observation(
        { json: { access_token: token, token_type: 'Bearer', expires_in: expires, note } },
        {
          form: [
            ['grant_type', 'refresh_token'],
            ['refresh_token', sent],
          ],
        },
      ),
      { probe: 'fuzz/oauth/same-meaning' },
    );
  const repeated = createRepeatedJudge();
  const tokens = ['Amber-Finch-20417', 'Cobalt-Wren-31862', 'Umber-Heron-55905', 'Slate-Plover-77143'];
  const sequence = [
    ...tokens.map((token, at) => grant(token, 3600, `refresh-${at}-Violet-Swift-48`)),
    ...tokens.map((token) => grant(token, '3600', 'refresh-9-Violet-Swift-48')),
    ...tokens.map((token) =>
      grant(token, 3600, 'refresh-9-Violet-Swift-48', 'for refresh-9-Violet-Swift-48'),
    ),
  ];
  const judged = sequence.map((one) => said(repeated(one, '')));
  expect(judged).toEqual(sequence.map((one) => said(judge(one, ''))));
  // The three groups are not judged alike.
  const [sound, asText, echoed] = [0, 4, 8].map((at) => JSON.stringify(judged[at + 3]));
  expect(new Set([sound, asText, echoed]).size).toBe(3);
});

test('the answer is looked at less often', () => {
  let looks = 0;
  const counted = (): ReceivedResponse => ({
    ...response(oauthError('invalid_request')),
    get status() {
      looks++;
      return 400;
    },
  });
  const repeated = createRepeatedJudge();
  const looksOf = (judges: typeof judge): number => {
    looks = 0;
    judges(subject({ ...observation(), response: counted() }, { probe: 'fuzz/oauth/other' }), '');
    return looks;
  };
  const whole = looksOf(judge);
  looksOf(repeated);
  looksOf(repeated);
  // What depends on the request is judged each time, and so is which checks there are.
  expect(looksOf(repeated)).toBeLessThan(whole * 0.7);
});
