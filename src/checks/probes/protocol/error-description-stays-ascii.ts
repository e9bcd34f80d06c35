import { stringMember } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { quoted } from '../../quoting.js';

const literal = { probe: 'error/language' };
const german = oauthError('invalid_grant', 400, { error_description: 'Ungültige Anmeldedaten' });

/** Refusals without Accept-Language. */
const comparable = [
  'credentials/username/unknown',
  'credentials/password/wrong',
  'grant-type/unknown-extension',
  'grant-type/unknown',
];

function foreignDescription(given: Observation | undefined): string | undefined {
  const description = given?.response && stringMember(given.response, 'error_description');
  return description !== undefined && /[^\x00-\x7F]/.test(description) ? description : undefined;
}

export const errorDescriptionStaysAscii: Check = {
  id: 'error-description-stays-ascii',
  title: 'A localised error_description keeps to the characters that it may consist of.',
  requirements: ['RFC6749-5.2-accept-language-ascii'],
  on: { probes: ['error/language', 'body/reflected/html', 'body/reflected/quote'] },
  judge({ observation: given, peer }) {
    const blocked = shielded(given);
    if (blocked !== undefined) return inconclusive(blocked);
    const description = foreignDescription(given);
    if (description === undefined) return pass;
    return comparable.every((probe) => foreignDescription(peer(probe)) === undefined)
      ? violation('an error_description of ASCII characters', quoted(description))
      : notApplicable('it is so without Accept-Language, too: judged by the rule on error_description');
  },
  examples: {
    conforming: [
      example(
        'not localised',
        oauthError('invalid_grant', 400, { error_description: 'Bad credentials' }),
        literal,
      ),
      example(
        'localised in ASCII',
        oauthError('invalid_grant', 400, { error_description: 'Falsches Passwort' }),
        literal,
      ),
      example('no description', oauthError('invalid_grant'), literal),
      example('German anyway: another rule', german, {
        ...literal,
        peers: { 'credentials/password/wrong': observation(german) },
      }),
    ],
    violating: [example('localised', german, literal)],
  },
};
