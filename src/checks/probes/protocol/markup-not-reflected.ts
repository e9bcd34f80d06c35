import { mediaType } from '../../../http/answer.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { quoted } from '../../quoting.js';
import { crashed } from '../outcome.js';
import { sentValues } from '../sent.js';

const literal = { probe: 'body/reflected/html' };
const sent = { form: [['grant_type', '<script>k3v9q2</script>']] } as const;
const described = { error_description: 'unknown: <script>k3v9q2</script>' };
const html = [['Content-Type', 'text/html']] as const;

/** Shorter markup occurs in every page. */
const isTelling = (value: string): boolean => /[<"]/.test(value) && value.length >= 5;

export const markupNotReflected: Check = {
  id: 'markup-not-reflected',
  title: 'Markup that is sent in a parameter does not come back executable.',
  requirements: ['OWASP-reflected-html'],
  on: { probes: ['body/reflected/html', 'body/reflected/quote', 'fuzz/*/*'] },
  judge({ observation: given }) {
    const { response } = given;
    const blocked = shielded(given);
    if (blocked !== undefined) return inconclusive(blocked);
    const crash = response ? undefined : crashed(given);
    if (crash || !response) return crash ?? inconclusive('no response came');
    const type = mediaType(response);
    if (type === 'application/json' || type?.endsWith('+json')) return pass;
    const body = response.body.toString('utf8');
    const markup = sentValues(given).find((value) => isTelling(value) && body.includes(value));
    return markup === undefined
      ? pass
      : violation(
          'JSON, or a page without the markup',
          `the markup unescaped, as ${type === undefined ? 'an unnamed type' : quoted(type)}`,
        );
  },
  examples: {
    conforming: [
      example(
        'inside JSON',
        observation(oauthError('unsupported_grant_type', 400, described), sent),
        literal,
      ),
      example(
        'escaped',
        observation({ status: 400, headers: html, body: '&lt;script&gt;k3v9q2' }, sent),
        literal,
      ),
    ],
    violating: [
      example(
        'in a page',
        observation({ status: 400, headers: html, body: '<p><script>k3v9q2</script></p>' }, sent),
        literal,
      ),
    ],
  },
};
