import { mediaType } from '../../../http/answer.js';
import { type Check, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { quoted } from '../../quoting.js';
import { granted } from '../outcome.js';

const literal = { probe: 'valid/accept/html' };

export const jsonWhateverAcceptSays: Check = {
  id: 'json-whatever-accept-says',
  title: 'The response is JSON whatever Accept says.',
  requirements: ['RFC6749-5.1-accept-any-json'],
  on: { probes: ['valid/accept/*'] },
  judge(subject) {
    // RFC 9110 section 12.4.1 lets a server answer 406 when the client excludes what it has.
    if (subject.observation.response?.status === 406)
      return violation('HTTP 200 with an access token', whatCame(subject.observation), { severity: 'warn' });
    const judgement = granted(subject);
    const { observation, control } = subject;
    const [type, usual] = [observation, control].map((one) => one?.response && mediaType(one.response));
    return judgement.kind === 'pass' && type !== 'application/json' && usual === 'application/json'
      ? violation('application/json, as for other values of Accept', quoted(type ?? ''))
      : judgement;
  },
  examples: {
    conforming: [
      example('JSON', {}, literal),
      example(
        'JSON with a charset',
        { headers: [['Content-Type', 'application/json;charset=UTF-8']] },
        literal,
      ),
    ],
    violating: [
      example('XML', { headers: [['Content-Type', 'application/xml']], body: '<access_token/>' }, literal),
      example('a form', { body: 'access_token=mF_9.B5f-4.1JqM&token_type=bearer' }, literal),
      example(
        'JSON labelled as Accept asks for',
        { headers: [['Content-Type', 'text/html']] },
        { ...literal, control: observation({ headers: [['Content-Type', 'application/json']] }) },
      ),
      example('406', { status: 406, body: '' }, literal, 'warn'),
      example('refused', oauthError('invalid_request'), literal),
    ],
  },
};
