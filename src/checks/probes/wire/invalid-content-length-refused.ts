import type { Observation } from '../../../http/observation.js';
import type { Check } from '../../check.js';
import { example, oauthError, observation, unanswered } from '../../examples.js';
import { speaksOldHttp } from './old-http.js';
import { refusedAndClosed } from './refused-message.js';

const literal = { probe: 'wire/content-length/differing' };

const closed = (given: Observation): Observation => ({ ...given, connection: 'closed' });
const kept = (given: Observation): Observation => ({ ...given, connection: 'kept' });

export const invalidContentLengthRefused: Check = {
  id: 'invalid-content-length-refused',
  title: 'An invalid Content-Length, or several that differ, is refused, and the connection is closed.',
  requirements: ['RFC9112-6.3-invalid-content-length'],
  on: { probes: ['wire/content-length/*'] },
  judge: ({ observation: given }) => speaksOldHttp(given) ?? refusedAndClosed(given),
  examples: {
    conforming: [
      example('refused', closed(observation({ status: 400, headers: [], body: '' })), literal),
      example('closed', unanswered('reset'), literal),
      example('a server of HTTP/1.0', closed(observation({ httpVersion: '1.0' })), literal),
    ],
    violating: [
      example('a token', closed(observation()), literal),
      example('refused and kept', kept(observation(oauthError('invalid_request'))), literal),
      example(
        'the rest read as another request',
        {
          ...closed(observation(oauthError('invalid_client', 401))),
          further: [observation({ status: 400 }).response].flatMap((one) => one ?? []),
        },
        literal,
      ),
      example('no answer', unanswered('timeout'), literal),
    ],
  },
};
