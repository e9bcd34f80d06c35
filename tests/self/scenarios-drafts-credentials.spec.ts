/** What is sent: whose credentials, and how they are changed. */
import { expect, test } from '@playwright/test';
import { observation } from '../../src/checks/examples.js';
import { encodeForm, type RequestDraft } from '../../src/scenarios/request.js';
import { draft, form, headers, scenario, scenarios } from './drafts.js';
import { build, disposable, everyRole, mainValues, type World, world } from './scenario-world.js';

test('a special user is sent with the space as a plus sign, then as %20', () => {
  const id = 'password/valid/special-user';
  expect(encodeForm(draft(id, 'plus').form)).toContain('username=Zo%C3%AB+a%2Bb&');
  expect(draft(id, 'percent-20').body?.bytes?.toString()).toContain('username=Zo%C3%AB%20a%2Bb&');
});

test('a special client is sent in the body, then by HTTP Basic with form-encoded parts', () => {
  const id = 'password/valid/special-client';
  expect(form(draft(id, 'post'))).toMatchObject({ client_id: 'ä:b', client_secret: 'c+d: é' });
  expect(headers(draft(id, 'basic')).Authorization).toBe(
    `Basic ${Buffer.from('%C3%A4%3Ab:c%2Bd%3A+%C3%A9').toString('base64')}`,
  );
});

test('changed passwords are tried with the user who may be locked out, where there is one', () => {
  const spared = { ...world, roles: { ...everyRole, DISPOSABLE: disposable } };
  const ids = [...scenarios.keys()].filter((id) =>
    /(credentials\/password\/(?!beyond|decomposed|unaccented|question|tokens|other)|claimed-address|missing\/password|duplicate-differing\/password|invalid-percent|sql-password)/.test(
      id,
    ),
  );
  expect(ids.length).toBeGreaterThan(10);
  for (const id of ids) {
    for (const found of build(scenario(id), spared).values())
      expect(JSON.stringify(found?.body?.bytes?.toString() ?? found?.form), id).toContain('Mallory');
    for (const found of build(scenario(id)).values())
      expect(JSON.stringify(found?.body?.bytes?.toString() ?? found?.form), id).toContain('Alice');
  }
  expect(form(draft('password/credentials/password/case', 'request', spared)).password).toBe('eXPEND4BLE');
});

test('no changed credential is the right one, whatever the real value and the seed', () => {
  const changing = [...scenarios.values()].filter(
    ({ id }) =>
      /credentials\/(username|password|client_id|client_secret)\//.test(id) ||
      /basic\/(wrong-secret|unknown-client|mismatched|both-conflicting)/.test(id) ||
      /refresh\/(wrong-secret|garbage|exact)/.test(id),
  );
  expect(changing.length).toBeGreaterThan(25);
  const sent = (given: RequestDraft) =>
    JSON.stringify([
      ['username', 'password', 'client_id', 'client_secret', 'refresh_token'].map(
        (name) => form(given)[name],
      ),
      headers(given).Authorization,
    ]);
  const right: string[] = [];
  let compared = 0;
  for (const real of ['', '123', 'ÄÖ', 'a', 'plain'])
    for (let seed = 0; seed < 20; seed++) {
      const values = { ...mainValues, username: real, password: real, client_id: real, client_secret: real };
      const given: World = {
        ...world,
        seed,
        values,
        // Another identity with the very same values: they must not be sent as wrong ones.
        roles: { OTHER: values },
        answer: () =>
          observation({ json: { access_token: 'x', token_type: 'Bearer', refresh_token: real || '-' } }),
      };
      const unchanged = ['password/valid/minimal', 'password/basic/valid', 'refresh_token/valid/minimal'].map(
        (id) => sent(draft(id, 'request', given)),
      );
      for (const one of changing) {
        const found = build(one, given).get('request');
        if (!found) continue;
        compared++;
        if (unchanged.includes(sent(found))) right.push(`${one.id}, seed ${seed}, ${real}`);
      }
    }
  expect(right).toEqual([]);
  expect(compared).toBeGreaterThan(1500);
});

test('a value without letters has no other case, a single character is not truncated', () => {
  const given = { ...world, values: { ...mainValues, password: '1' } };
  expect(build(scenario('password/credentials/password/case'), given).get('request')).toBeUndefined();
  expect(build(scenario('password/credentials/password/truncated'), given).get('request')).toBeUndefined();
});

test('the last character of a long password is changed, a short one is left alone', () => {
  const id = 'password/credentials/password/beyond-72-bytes';
  const real = everyRole.SPECIAL?.password ?? '';
  expect(form(draft(id)).password).toBe(`${real.slice(0, -1)}y`);
  const short = { ...world, roles: { SPECIAL: { username: 'Zoë', password: 'short' } } };
  expect(build(scenario(id), short).get('request')).toBeUndefined();
});

test('a wrong client secret comes with a wrong password, and with a refresh token that nobody has', () => {
  const id = 'password/credentials/client-first';
  const [password, token] = [form(draft(id, 'wrong-password')), form(draft(id, 'unknown-refresh-token'))];
  expect(password).toMatchObject({ grant_type: 'password', client_id: 'Api-client' });
  expect([password.password, password.client_secret]).not.toContain('Wonder1and!');
  expect([password.client_secret, token.client_secret]).not.toContain('Open5esame');
  expect(token).toMatchObject({ grant_type: 'refresh_token', client_id: 'Api-client' });
  expect(token.refresh_token).toMatch(/^\w{43}$/);
});
