import { type Check, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { refused, tokenIssued } from '../outcome.js';

const literal = { probe: 'media-type/missing' };

export const missingContentTypeHarmless: Check = {
  id: 'missing-content-type-harmless',
  title: 'A form body without Content-Type is processed, or refused with 400 or 415.',
  requirements: ['RFC9110-8.3-missing-content-type'],
  on: { probes: ['media-type/missing'] },
  judge(subject) {
    const { observation } = subject;
    if (tokenIssued(observation)) return pass;
    const judgement = refused(subject);
    const status = observation.response?.status;
    // 401: without the form there is no client identification.
    return judgement.kind === 'pass' && status !== 400 && status !== 401 && status !== 415
      ? violation('a token, or HTTP 400 or 415', whatCame(observation))
      : judgement;
  },
  examples: {
    conforming: [
      example('processed', {}, literal),
      example('unsupported', { status: 415, body: '' }, literal),
      example('refused', oauthError('invalid_request'), literal),
    ],
    violating: [example('not found', { status: 404, body: '' }, literal)],
  },
};
