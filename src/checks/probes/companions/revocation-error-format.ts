import { mediaType, readJson, stringMember } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { beforeOAuth } from '../../classes.js';
import { example, oauthError } from '../../examples.js';
import { quoted } from '../../quoting.js';
import { alsoAnswered } from './answered.js';

const literal = { probe: 'revocation/missing-token' };

export const revocationErrorFormat: Check = {
  id: 'revocation-error-format',
  title: 'A refused revocation is answered like a refused token request: JSON with an error code.',
  requirements: ['RFC7009-2.2.1-error-format'],
  on: {
    probes: [
      'revocation/missing-token',
      'revocation/without-client-authentication',
      'revocation/wrong-secret',
      'revocation/other-client',
    ],
  },
  judge: (subject) =>
    alsoAnswered(subject, (response) => {
      const { status } = response;
      if (status < 400 || status > 499 || beforeOAuth.has(status))
        return notApplicable('not refused by OAuth');
      const expected = 'a JSON object with error, a non-empty string';
      if (!stringMember(response, 'error'))
        return violation(expected, readJson(response).problem ?? 'JSON without an error code');
      const type = mediaType(response);
      return type === 'application/json'
        ? pass
        : violation('Content-Type application/json', type === undefined ? 'no Content-Type' : quoted(type));
    }),
  examples: {
    conforming: [
      example('invalid_request', oauthError('invalid_request'), literal),
      example('a code of this endpoint', oauthError('unsupported_token_type'), literal),
      example('accepted', { status: 200, body: '' }, literal),
      example('refused by HTTP', { status: 415, body: 'no' }, literal),
    ],
    violating: [
      example('plain text', { status: 400, headers: [['Content-Type', 'text/plain']], body: 'no' }, literal),
      example('no body', { status: 401, body: '' }, literal),
      example('JSON of another shape', { status: 400, json: { message: 'no' } }, literal),
      example(
        'JSON labelled as text',
        { ...oauthError('invalid_request'), headers: [['Content-Type', 'text/plain']] },
        literal,
      ),
    ],
  },
};
