import { mediaType, readJson } from '../../../http/answer.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { crashedInstead } from '../outcome.js';
import { sentValues } from '../sent.js';

const literal = { probe: 'jsonp/callback' };
const sent = { form: [['callback', 'probe']] } as const;

export const jsonpDisabled: Check = {
  id: 'jsonp-disabled',
  title: 'A callback parameter does not wrap the response in JavaScript.',
  requirements: ['OWASP-jsonp-disabled'],
  on: { probes: ['jsonp/callback'] },
  judge({ observation: given }) {
    const blocked = shielded(given);
    if (blocked !== undefined) return inconclusive(blocked);
    const { response } = given;
    if (!response) return crashedInstead(given) ?? inconclusive('no response came');
    if (/javascript|ecmascript/.test(mediaType(response) ?? '')) return violation('plain JSON', 'a script');
    const { text, problem } = readJson(response);
    const wrapped = sentValues(given).some((name) => /^\w+$/.test(name) && text.includes(`${name}(`));
    return problem !== undefined && wrapped ? violation('plain JSON', 'JSON wrapped in a call') : pass;
  },
  examples: {
    conforming: [
      example('plain JSON', observation({}, sent), literal),
      example(
        'refused',
        observation(oauthError('invalid_request', 400, { error_description: 'probe()' }), sent),
        literal,
      ),
    ],
    violating: [
      example('wrapped', observation({ body: '/**/probe({"access_token":"x"});' }, sent), literal),
      example('a script', observation({ headers: [['Content-Type', 'text/javascript']] }, sent), literal),
    ],
  },
};
