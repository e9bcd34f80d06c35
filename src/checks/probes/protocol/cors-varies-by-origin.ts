import { header } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, observation } from '../../examples.js';
import { sentHeaders } from '../sent.js';

const literal = { probe: 'cors/foreign-origin' };
const sent = { headers: [['Origin', 'https://foreign.example']] } as const;
const allowed = ['Access-Control-Allow-Origin', 'https://foreign.example'] as const;

export const corsVariesByOrigin: Check = {
  id: 'cors-varies-by-origin',
  title: 'A response whose CORS headers depend on the origin carries Vary: Origin.',
  requirements: ['CORS-vary-origin'],
  on: { probes: ['cors/foreign-origin'] },
  judge({ observation: given }) {
    const origin = given.response && header(given.response, 'Access-Control-Allow-Origin')?.trim();
    if (!given.response || origin === undefined || !sentHeaders(given, 'Origin').includes(origin))
      return notApplicable('Access-Control-Allow-Origin does not depend on the origin');
    const vary = header(given.response, 'Vary') ?? '';
    return /(^|,)\s*(origin|\*)\s*(,|$)/i.test(vary)
      ? pass
      : violation('Vary with Origin', vary === '' ? 'no Vary header' : 'Vary without Origin');
  },
  examples: {
    conforming: [
      example('varies', observation({ more: [allowed, ['Vary', 'Accept-Encoding, origin']] }, sent), literal),
      example('every origin', observation({ more: [['Access-Control-Allow-Origin', '*']] }, sent), literal),
    ],
    violating: [
      example('no Vary', observation({ more: [allowed] }, sent), literal),
      example('another Vary', observation({ more: [allowed, ['Vary', 'X-Origin']] }, sent), literal),
    ],
  },
};
