import { headerValues } from '../../../http/answer.js';
import type { Field } from '../../../http/observation.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { crashed } from '../outcome.js';
import { sentValues } from '../sent.js';

const literal = { probe: 'body/reflected/crlf' };
const sent = { form: [['client_id', 'api\r\nX-Injected: 1']] } as const;

const lineEnd = /[\r\n\u560a\u560d]/;

/**
 * Header fields that the values would add after a line end, with the beginning of what they would say; U+560D and
 * U+560A end in the bytes of CR and LF.
 */
function injected(values: readonly string[]): Field[] {
  return values
    .filter((value) => lineEnd.test(value))
    .flatMap((value) =>
      [...value.matchAll(/[\r\n\u560a\u560d]([A-Za-z-]+): ?([\w=]+)/g)].map(
        ([, name = '', said = '']): Field => [name, said],
      ),
    );
}

export const crlfNotInjected: Check = {
  id: 'crlf-not-injected',
  title: 'A line end in a parameter adds no header to the response.',
  requirements: ['OWASP-crlf-injection'],
  on: { probes: ['body/reflected/crlf', 'fuzz/*/*'] },
  judge({ observation: given }) {
    const { response } = given;
    const blocked = shielded(given);
    if (blocked !== undefined) return inconclusive(blocked);
    if (!response) return crashed(given) ?? inconclusive('no response came');
    const added = injected(sentValues(given)).find(([name, said]) =>
      headerValues(response, name).some((value) => value.trim().startsWith(said)),
    );
    return added === undefined ? pass : violation('no header out of the parameter', `the header ${added[0]}`);
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
      example(
        'the server sets a cookie of its own',
        observation(
          { ...oauthError('invalid_client', 401), more: [['Set-Cookie', 'node=3; Secure']] },
          { form: [['client_id', 'api\nSet-Cookie: injected=1']] },
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
