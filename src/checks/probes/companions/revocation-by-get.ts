import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { tokenIssued } from '../outcome.js';
import { alsoAnswered } from './answered.js';
import { isAlive } from './token-alive.js';

const literal = { probe: 'revocation/get', grant: 'refresh_token' };
const refresh = 'refresh/after-revocation-by-get';
const introspection = 'introspection/after-revocation-by-get';

/** RFC 7009 section 2.1: the request is a POST. Section 2.3 allows JSONP by GET, which puts tokens into logs. */
const refused: Check = {
  id: 'revocation-by-get',
  title: 'Revocation by GET is refused.',
  requirements: ['RFC7009-2-post-only'],
  on: { probes: ['revocation/get'] },
  judge: (subject) =>
    alsoAnswered(subject, ({ status }) =>
      status >= 200 && status < 300 ? violation('a refusal (HTTP 405)', whatCame(subject.observation)) : pass,
    ),
  examples: {
    conforming: [
      example('method not allowed', { status: 405, body: '' }, literal),
      example('not found', { status: 404, body: '' }, literal),
      example('sent elsewhere', { status: 302, body: '' }, literal),
      example('a malformed request', oauthError('invalid_request'), literal),
    ],
    violating: [
      example('served', { status: 200, body: '' }, literal),
      example('JSONP', { status: 200, body: 'callback()' }, literal),
    ],
  },
};

/** Judged whatever the answer to the GET was: a refusal may come too late. */
const withoutEffect: Check = {
  id: 'revocation-by-get-without-effect',
  title: 'A token survives its revocation by GET.',
  requirements: ['RFC7009-2-post-only'],
  on: { probes: [refresh, introspection] },
  judge: (subject) =>
    alsoAnswered(subject, () => {
      const { observation: used, probe } = subject;
      if (probe === refresh)
        return tokenIssued(used) ? pass : violation('a token that stays valid', whatCame(used));
      const alive = isAlive(probe, used);
      if (alive === undefined) return inconclusive('the answer does not show whether the token is active');
      return alive ? pass : violation('a token that stays active', 'active false');
    }),
  examples: {
    conforming: [
      example('still exchanged', {}, { ...literal, probe: refresh }),
      example('still active', { json: { active: true } }, { ...literal, probe: introspection }),
    ],
    violating: [
      example('revoked', oauthError('invalid_grant'), { ...literal, probe: refresh }),
      example('no longer active', { json: { active: false } }, { ...literal, probe: introspection }),
    ],
  },
};

export const revocationByGet: readonly Check[] = [refused, withoutEffect];
