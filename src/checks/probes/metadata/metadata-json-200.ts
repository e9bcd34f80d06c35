import { duplicateMembers, jsonObject, mediaType, readJson } from '../../../http/answer.js';
import { type Check, pass, violation } from '../../check.js';
import { example, unanswered } from '../../examples.js';
import { document, metadataExample, probe } from '../../metadata.js';
import { quoted } from '../../quoting.js';
import { answered } from '../companions/answered.js';

export const metadataJson200: Check = {
  id: 'metadata-json-200',
  title: 'The metadata document is a JSON object, with HTTP 200 and as application/json.',
  requirements: ['RFC8414-3.2-json-200'],
  on: { probes: [probe] },
  judge: (subject) =>
    answered(subject, (response) => {
      if (response.status !== 200) return violation('HTTP 200', `HTTP ${response.status}`);
      const type = mediaType(response);
      if (type !== 'application/json')
        return violation('application/json', type === undefined ? 'no Content-Type' : quoted(type));
      if (!jsonObject(response))
        return violation('a JSON object', readJson(response).problem ?? 'JSON that is no object');
      const [twice] = duplicateMembers(response);
      return twice === undefined
        ? pass
        : violation('each member once', `the member ${quoted(twice)} occurs more than once`);
    }),
  examples: {
    conforming: [
      example('a document', document(), { probe }),
      example(
        'with a charset and unknown members',
        {
          headers: [['Content-Type', 'application/json;charset=UTF-8']],
          json: { ...metadataExample, vendor: { a: [] } },
        },
        { probe },
      ),
    ],
    violating: [
      example('a login page', { headers: [['Content-Type', 'text/html']], body: '<html>' }, { probe }),
      example('JSON labelled as text', { headers: [['Content-Type', 'text/plain']], json: {} }, { probe }),
      example('not found', { status: 404, body: '' }, { probe }),
      example('elsewhere', { status: 302, body: '' }, { probe }),
      example('a list', { json: [metadataExample] }, { probe }),
      example('cut off', { body: '{"issuer":' }, { probe }),
      example(
        'the issuer twice',
        { body: '{"issuer":"https://a.example","issuer":"https://b.example"}' },
        { probe },
      ),
      example('nothing', unanswered(), { probe }),
    ],
  },
};
