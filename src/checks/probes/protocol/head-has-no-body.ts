import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, observation } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { crashed } from '../outcome.js';

const literal = { probe: 'method/head' };

export const headHasNoBody: Check = {
  id: 'head-has-no-body',
  title: 'A response to HEAD has no content.',
  requirements: ['RFC9110-9.3.2-head-no-body'],
  on: { probes: ['method/head'] },
  judge({ observation }) {
    const length = observation.response?.body.length ?? 0;
    if (length > 0) return violation('no content', `${length} bytes of content`);
    if (observation.excess) return violation('no content', 'bytes after the header section');
    const blocked = shielded(observation);
    if (blocked !== undefined) return inconclusive(blocked);
    return crashed(observation) ?? pass;
  },
  examples: {
    conforming: [
      example('405', { status: 405, body: '' }, literal),
      example(
        'the length of the content that GET would have',
        { body: '', more: [['Content-Length', '120']] },
        literal,
      ),
    ],
    violating: [
      example('content', { status: 405, body: '{"error":"invalid_request"}' }, literal),
      example(
        'content that a client would take for the next response',
        { ...observation({ status: 405, body: '' }), excess: true },
        literal,
      ),
    ],
  },
};
