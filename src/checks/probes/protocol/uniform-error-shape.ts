import { readJson, stringMember } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';

const literal = { probe: 'method/put' };

/** What a framework, a gateway or a firewall answers by itself. A crash and a refusal by OAuth have rules of their own. */
const beneathOAuth = new Set([404, 405, 413, 415, 431, 501]);

export const uniformErrorShape: Check = {
  id: 'uniform-error-shape',
  title: 'What is refused beneath OAuth has the shape of an OAuth error, too.',
  requirements: ['OPS-uniform-error-shape'],
  on: {
    probes: [
      'method/put',
      'method/patch',
      'method/delete',
      'media-type/xml-body',
      'media-type/mislabelled/*',
    ],
  },
  judge({ observation: { response } }) {
    if (!response || !beneathOAuth.has(response.status)) return notApplicable('not refused beneath OAuth');
    if (stringMember(response, 'error') !== undefined) return pass;
    return violation(
      'a JSON object with error',
      `HTTP ${response.status}, ${readJson(response).problem ?? 'JSON without an error member'}`,
    );
  },
  examples: {
    conforming: [
      example('an OAuth error', oauthError('invalid_request', 405), literal),
      example('the words of HTTP as the code', oauthError('Method Not Allowed', 405), literal),
      example('refused by OAuth', oauthError('invalid_request'), { probe: 'media-type/xml-body' }),
    ],
    violating: [
      example(
        'a page of the container',
        { status: 405, headers: [['Content-Type', 'text/html']], body: '<h1>HTTP Status 405</h1>' },
        literal,
      ),
      example('JSON of another shape', { status: 415, json: { status: 415 } }, literal),
    ],
  },
};
