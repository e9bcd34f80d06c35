import type { Observation } from '../../../http/observation.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { sentForm } from '../sent.js';

/** Shorter values, and plain words, occur in header fields by chance. */
const leastLength = 6;
const plainWord = /^[\w .@-]*$/;

const bytes = (text: string): string => Buffer.from(text).toString('latin1');

/** The forms in which a value survives in a header field: line ends are gone, or have become spaces. */
function survivingForms(value: string): string[] {
  return [value.replace(/[\r\n]+/g, ''), value.replace(/\r\n|[\r\n]/g, ' ')].flatMap((text) => [
    text,
    bytes(text),
  ]);
}

/** What the request carries and the valid one does not. */
function unusualValues(given: Observation, control: Observation | undefined): string[] {
  const usual = new Set(control ? sentForm(control).values() : []);
  return [...sentForm(given).values()].filter(
    (value) => value.length >= leastLength && !plainWord.test(value) && !usual.has(value),
  );
}

const literal = { probe: 'fuzz/oauth/other' };
const sent = { form: [['scope', 'a"b;c\r\nX-Injected: 1']] } as const;
const saying = (value: string, name = 'X-Requested-Scope') =>
  observation({ ...oauthError('invalid_scope'), more: [[name, value]] }, sent);

export const valueNotInHeaders: Check = {
  id: 'value-not-in-headers',
  title: 'A parameter value is not copied into a header of the response.',
  requirements: ['OWASP-crlf-injection'],
  on: { probes: ['fuzz/*/*'] },
  judge({ observation: given, control }) {
    const { response } = given;
    if (!response) return notApplicable('no response came');
    const values = unusualValues(given, control);
    if (values.length === 0) return notApplicable('nothing was sent that would be recognised');
    const forms = values.flatMap(survivingForms).filter((form) => form.trim() !== '');
    const copied = response.headers.find(([, field]) => forms.some((form) => field.includes(form)));
    // Without its line end it splits nothing: that would be one defect, of the check crlf-not-injected.
    return copied
      ? violation('no header out of the parameter', `its value in the header ${copied[0].slice(0, 40)}`, {
          severity: 'warn',
        })
      : pass;
  },
  examples: {
    conforming: [
      example('refused', observation(oauthError('invalid_scope'), sent), literal),
      example('encoded', saying('a%22b%3Bc%0D%0AX-Injected%3A+1'), literal),
      example(
        'a word that is there anyway',
        observation({ more: [['X-Scope', 'all']] }, { form: [['scope', 'all']] }),
        literal,
      ),
    ],
    violating: [
      example('without the line end', saying('a"b;cX-Injected: 1'), literal, 'warn'),
      example(
        'in a challenge',
        saying('Basic realm="a"b;c X-Injected: 1"', 'WWW-Authenticate'),
        literal,
        'warn',
      ),
    ],
  },
};
