import { member } from '../../../http/answer.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, observation, tokenResponse } from '../../examples.js';
import { clocks } from '../../jwt.js';
import { sentForm } from '../sent.js';
import { lifetime, sameSet, statedScope } from '../token-facts.js';
import { alsoAnswered } from './answered.js';

const issued = observation(
  { json: { ...tokenResponse, scope: 'read write' } },
  { form: [['client_id', 'api']] },
);
const issuedLate = observation({
  headers: [
    ['Content-Type', 'application/json'],
    ['Date', new Date(1_789_999_880_000).toUTCString()],
  ],
});
const literal = { probe: 'introspection/active', peers: { issue: issued } };

/** Seconds between issue and introspection that a rounded expiry may be off by. */
const expiryTolerance = 10;

export const introspectionConsistent: Check = {
  id: 'introspection-consistent',
  title: 'Introspection agrees with the token response.',
  requirements: ['RFC7662-2.2-consistent-with-token-response'],
  on: { probes: ['introspection/active'] },
  judge: (subject) =>
    alsoAnswered(subject, (response) => {
      if (member(response, 'active') !== true)
        return notApplicable('the token is not active: judged by a rule of its own');
      const token = subject.peer('issue');
      if (!token?.response) return inconclusive('the token response is not known');
      const differing: string[] = [];
      const scopes = [statedScope(subject.observation), statedScope(token)] as const;
      if (scopes[0] && scopes[1] && !sameSet(scopes[0], scopes[1])) differing.push('scope');
      const [exp, seconds] = [member(response, 'exp'), lifetime(token)];
      // The clock of the server may be another one than ours: its own Date counts as well.
      const offsets = clocks(token, token.response).map((clock) =>
        Math.abs(Number(exp) - clock - (seconds ?? 0)),
      );
      if (typeof exp === 'number' && seconds !== undefined && Math.min(...offsets) > expiryTolerance)
        differing.push('exp');
      const [client, sent] = [member(response, 'client_id'), sentForm(token).get('client_id')];
      if (typeof client === 'string' && sent !== null && client !== sent) differing.push('client_id');
      const [type, stated] = [member(response, 'token_type'), member(token.response, 'token_type')];
      if (
        typeof type === 'string' &&
        typeof stated === 'string' &&
        type.toLowerCase() !== stated.toLowerCase()
      )
        differing.push('token_type');
      return differing.length === 0
        ? pass
        : violation('what the token response said', `other values of ${differing.join(', ')}`);
    }),
  examples: {
    conforming: [
      example('the same', { json: { active: true, scope: 'write read', client_id: 'api' } }, literal),
      example(
        'a clock two minutes behind',
        { json: { active: true, exp: 1_790_003_480 } },
        { ...literal, peers: { issue: issuedLate } },
      ),
      example('the type in another case', { json: { active: true, token_type: 'bearer' } }, literal),
    ],
    violating: [
      example('all scopes of the client', { json: { active: true, scope: 'read write admin' } }, literal),
      example('another expiry', { json: { active: true, exp: 1_790_090_000 } }, literal),
      example('another client', { json: { active: true, client_id: 'web' } }, literal),
    ],
  },
};
