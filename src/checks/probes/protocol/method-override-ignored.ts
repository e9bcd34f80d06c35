import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, observation } from '../../examples.js';
import { shielded, whatCame } from '../../predicates.js';
import { crashed, rateLimited, tokenIssued } from '../outcome.js';

const literal = {
  probe: 'method/override',
  peers: { 'method/get': observation({ status: 405, body: '' }) },
};

export const methodOverrideIgnored: Check = {
  id: 'method-override-ignored',
  title: 'No header turns a GET into a POST that brings a token.',
  requirements: ['OWASP-method-override-ignored'],
  on: { probes: ['method/override'] },
  judge({ observation: given, peer }) {
    if (tokenIssued(given))
      return tokenIssued(peer('method/get'))
        ? notApplicable('a GET alone brings a token: judged by a rule of its own')
        : violation('no token', whatCame(given));
    const limited = rateLimited(given);
    if (limited) return limited;
    const blocked = given.response ? undefined : shielded(given);
    return blocked === undefined ? (crashed(given) ?? pass) : inconclusive(blocked);
  },
  examples: {
    conforming: [
      example('405', { status: 405, body: '' }, literal),
      example('a page without a token', { body: '<h1>Token endpoint</h1>' }, literal),
      example('a GET alone does the same', {}, { ...literal, peers: { 'method/get': observation() } }),
    ],
    violating: [example('a token', {}, literal)],
  },
};
