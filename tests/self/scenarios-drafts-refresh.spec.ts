/** What is sent: which refresh token, and when. */
import { expect, test } from '@playwright/test';
import { observation } from '../../src/checks/examples.js';
import { draft, form, presented, scenario } from './drafts.js';
import { build, newTokens, refused, type World, world } from './scenario-world.js';

test('a chain of refreshes presents the newest refresh token', () => {
  expect(presented('refresh_token/chain', (_, count) => newTokens(count))).toEqual({
    issue: undefined,
    first: 'refresh-1-kL5mN',
    second: 'refresh-2-kL5mN',
    third: 'refresh-3-kL5mN',
    'replay-ancestor': 'refresh-1-kL5mN',
    'after-ancestor-replay': 'refresh-5-kL5mN',
  });
});

test('a chain of refreshes keeps the old refresh token when no new one is returned', () => {
  const once: World['answer'] = (step, count) =>
    step.name === 'issue'
      ? newTokens(count)
      : observation({ json: { access_token: `access-${count}`, token_type: 'Bearer' } });
  expect(presented('refresh_token/chain', once)).toMatchObject({
    first: 'refresh-1-kL5mN',
    second: 'refresh-1-kL5mN',
    third: 'refresh-1-kL5mN',
  });
  expect(presented('refresh_token/replay', once)).toMatchObject({
    'replay-rotated': undefined,
    'after-replay': undefined,
  });
});

test('a chain ends where a refresh is refused', () => {
  const answer: World['answer'] = (step, count) =>
    step.name === 'first' ? refused('invalid_grant') : newTokens(count);
  expect(presented('refresh_token/chain', answer)).toMatchObject({ second: undefined, third: undefined });
});

test('a replay presents the first refresh token again, then the newest one', () => {
  const answer: World['answer'] = (step, count) =>
    step.name === 'replay-rotated' ? refused('invalid_grant') : newTokens(count);
  expect(presented('refresh_token/replay', answer)).toEqual({
    issue: undefined,
    first: 'refresh-1-kL5mN',
    'replay-rotated': 'refresh-1-kL5mN',
    'after-replay': 'refresh-2-kL5mN',
  });
});

test('after refusals the same refresh token is presented, or the one that was returned instead', () => {
  const id = 'refresh_token/after-refusal';
  expect(
    presented(id, (step, count) => (step.name === 'issue' ? newTokens(count) : refused('invalid_grant'))),
  ).toEqual({
    issue: undefined,
    'wrong-secret': 'refresh-1-kL5mN',
    'unknown-scope': 'refresh-1-kL5mN',
    'without-header': 'refresh-1-kL5mN',
    'after-refusal': 'refresh-1-kL5mN',
  });
  expect(
    presented(id, (step, count) =>
      step.name === 'wrong-secret' ? refused('invalid_client') : newTokens(count),
    ),
  ).toMatchObject({ 'after-refusal': 'refresh-4-kL5mN' });
});

test('a token that was issued for a narrower scope is refreshed for a wider one', () => {
  const id = 'refresh_token/refresh/wider-scope';
  expect(form(draft(id, 'issue')).scope).toBe('read');
  expect(form(draft(id)).scope).toBe('read all');
  const alone = { ...world, roles: {} };
  expect(form(draft(id, 'issue', alone)).scope).toBe('all');
  expect(form(draft(id, 'request', alone)).scope).toMatch(/^all x_unknown_\w{8}$/);
});

test('a part of the scope is asked for, then none, with the token that came of it', () => {
  const id = 'refresh_token/narrowing';
  expect(form(draft(id, 'issue')).scope).toBe('all read');
  expect(form(draft(id, 'narrower')).scope).toBe('read');
  expect(form(draft(id, 'after-narrowing'))).not.toHaveProperty('scope');
  expect(presented(id, (_, count) => newTokens(count))).toMatchObject({
    narrower: 'refresh-1-kL5mN',
    'after-narrowing': 'refresh-2-kL5mN',
  });
  const wide = { ...world, roles: { OTHER: { scope: 'all read' } } };
  expect(form(draft(id, 'narrower', wide)).scope).toBe('all');
  const same = build(scenario(id), { ...world, roles: { OTHER: { scope: 'all' } } });
  expect([same.get('narrower'), same.get('after-narrowing')]).toEqual([undefined, undefined]);
});

test('the owner refreshes after another client tried, with the same token', () => {
  const id = 'refresh_token/refresh/other-client';
  const answer: World['answer'] = (step, count) =>
    step.name === 'issue' ? newTokens(count) : refused('invalid_grant');
  expect(presented(id, answer)).toEqual({
    issue: undefined,
    request: 'refresh-1-kL5mN',
    'after-other-client': 'refresh-1-kL5mN',
  });
  expect(form(draft(id, 'after-other-client')).client_id).toBe('Api-client');
});

test('a client without secret is issued the token that it refreshes', () => {
  const issue = form(draft('refresh_token/refresh/public-client', 'issue'));
  expect(issue.client_id).toBe('public-app');
  expect(issue).not.toHaveProperty('client_secret');
});
