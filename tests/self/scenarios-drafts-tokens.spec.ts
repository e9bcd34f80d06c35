/** What is sent: which token is shown to companions, and what is forged. */
import { expect, test } from '@playwright/test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { jwtResponse } from '../../src/checks/example-jwt.js';
import { observation } from '../../src/checks/examples.js';
import { accessToken } from '../../src/http/answer.js';
import type { RequestDraft } from '../../src/scenarios/request.js';
import { draft, form, headers, presented, scenario } from './drafts.js';
import { build, newTokens, refused, type World, world } from './scenario-world.js';

test('companions are asked with the token, the client and the headers of the contract', () => {
  const active = draft('password/introspection/active');
  expect(form(active)).toEqual({
    token: 'access-1-aB3dE',
    client_id: 'Api-client',
    client_secret: 'Open5esame',
  });
  expect(headers(active)).toMatchObject({ Realm: 'z01j3e71zd' });
  expect(form(draft('password/introspection/without-client-authentication'))).toEqual({
    token: 'access-1-aB3dE',
  });
  expect(form(draft('password/revocation/missing-token'))).not.toHaveProperty('token');
  const authorization = (id: string, step = 'request') => headers(draft(id, step)).Authorization;
  expect(authorization('password/resource/access-token')).toBe('Bearer access-1-aB3dE');
  expect(draft('password/resource/access-token', 'in-query').query).toEqual([
    ['access_token', 'access-1-aB3dE'],
  ]);
  expect(authorization('password/resource/access-token', 'in-query')).toBeUndefined();
  expect(authorization('refresh_token/resource/refreshed-token')).toBe('Bearer access-2-aB3dE');
  expect(authorization('refresh_token/resource/refresh-token')).toBe('Bearer refresh-1-kL5mN');
  expect(authorization('password/revocation/access-token', 'resource')).toBe('Bearer access-1-aB3dE');
  expect(authorization('password/resource/no-token')).toBeUndefined();
  expect(presented('refresh_token/revocation/refresh-token', (_, count) => newTokens(count))).toMatchObject({
    'refresh-after': 'refresh-1-kL5mN',
  });
  expect(form(draft('refresh_token/revocation/refresh-token', 'again')).token).toBe('refresh-1-kL5mN');
});

const bearer = (given: RequestDraft) => headers(given).Authorization?.replace('Bearer ', '') ?? '';

test('after a replay the access token of the refresh before it is used', () => {
  const id = 'refresh_token/replay';
  expect(bearer(draft(id, 'resource-after-replay'))).toBe('access-2-aB3dE');
});

test('a JWT is forged in its payload, and without a signature', () => {
  const answer = () => observation(jwtResponse({ claims: { jti: 'x' } }));
  const given = { ...world, answer };
  const issued = accessToken(answer()) ?? '';
  const [header, payload, signature] = issued.split('.');
  const id = 'password/resource/tampered';
  const changed = bearer(draft(id, 'tampered', given)).split('.');
  expect([changed[0], changed[2]]).toEqual([header, signature]);
  expect(changed[1]).not.toBe(payload);
  expect(decodeJwt(changed.join('.'))).toMatchObject({ sub: 'alice', jti: 'x' });
  const unsigned = bearer(draft(id, 'unsigned', given));
  expect(decodeProtectedHeader(unsigned)).toEqual({ alg: 'none' });
  expect(unsigned.split('.').slice(1)).toEqual([payload, '']);
  expect(form(draft('password/introspection/tampered', 'unsigned', given)).token).toBe(unsigned);
});

test('an opaque token is changed in a character; nothing is forged for introspection', () => {
  const id = 'password/resource/tampered';
  expect(bearer(draft(id, 'tampered'))).toHaveLength('access-1-aB3dE'.length);
  expect(bearer(draft(id, 'tampered'))).not.toBe('access-1-aB3dE');
  expect(build(scenario(id)).get('unsigned')).toBeUndefined();
  expect(build(scenario('password/introspection/tampered')).get('tampered')).toBeUndefined();
});

test('a token is revoked and introspected by another client, by nobody, and with a wrong secret', () => {
  const other = { client_id: 'other-client', client_secret: 'Rumpel5tilz' };
  expect(form(draft('password/introspection/other-client'))).toEqual({ token: 'access-1-aB3dE', ...other });
  const foreign = 'refresh_token/revocation/other-client';
  expect(form(draft(foreign, 'revoke'))).toEqual({ token: 'refresh-1-kL5mN', ...other });
  expect(form(draft(foreign, 'refresh'))).toMatchObject({
    refresh_token: 'refresh-1-kL5mN',
    client_id: 'Api-client',
  });
  const open = 'refresh_token/revocation/without-client-authentication';
  expect(form(draft(open, 'nobody'))).toEqual({ token: 'refresh-1-kL5mN' });
  expect(form(draft(open, 'wrong-secret'))).toMatchObject({ client_id: 'Api-client' });
  expect(form(draft(open, 'wrong-secret')).client_secret).toMatch(/^\w{24}$/);
});

test('a revocation without effect is held against the other way to end the token', () => {
  const proofs = {
    'password/revocation/access-token': ['revoke-refresh-token', 'resource-after-refresh-revocation'],
    'refresh_token/revocation/refresh-token': ['revoke-access-token', 'resource'],
  } as const;
  for (const [id, steps] of Object.entries(proofs)) {
    const effective: World['answer'] = (step, count) =>
      step.probe.includes('resource') ? refused('invalid_token') : newTokens(count);
    const [without, withEffect] = [build(scenario(id)), build(scenario(id), { ...world, answer: effective })];
    for (const step of steps) {
      expect(without.get(step), `${id}#${step}`).toBeDefined();
      expect(withEffect.get(step), `${id}#${step}`).toBeUndefined();
    }
  }
});
