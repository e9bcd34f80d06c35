import { headerValues } from '../../../http/answer.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { crashed } from '../outcome.js';
import { sentValues } from '../sent.js';

const literal = { probe: 'body/reflected/crlf' };
const sent = { form: [['client_id', 'api\r\nX-Injected: 1']] } as const;

/** Header names that the values would add after a line end; U+560D and U+560A end in the bytes of CR and LF. */
function injected(values: readonly string[]): string[] {
  return values.flatMap((value) =>
    [...value.matchAll(/[\r\n\u560a\u560d]([A-Za-z-]+):/g)].map((found) => found[1] ?? ''),
  );
}

export const crlfNotInjected: Check = {
  id: 'crlf-not-injected',
  title: 'A line end in a parameter adds no header to the response.',
  requirements: ['OWASP-crlf-injection'],
  on: { probes: ['body/reflected/crlf'] },
  judge({ observation: given }) {
    const { response } = given;
    const blocked = shielded(given);
    if (blocked !== undefined) return inconclusive(blocked);
    if (!response) return crashed(given) ?? inconclusive('no response came');
    const added = injected(sentValues(given)).find((name) => headerValues(response, name).length > 0);
    return added === undefined ? pass : violation('no header out of the parameter', `the header ${added}`);
  },
  examples: {
    conforming: [
      example('refused', observation(oauthError('invalid_client', 401), sent), literal),
      example(
        'in the value of a header, without the line end',
        observation(
          {
            ...oauthError('invalid_client', 401),
            more: [['WWW-Authenticate', 'Basic realm="api X-Injected: 1"']],
          },
          sent,
        ),
        literal,
      ),
    ],
    violating: [
      example(
        'added',
        observation({ ...oauthError('invalid_client', 401), more: [['X-Injected', '1']] }, sent),
        literal,
      ),
    ],
  },
};
