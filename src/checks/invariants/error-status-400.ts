import { onError } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { beforeOAuth } from '../classes.js';
import { example, oauthError } from '../examples.js';
import { quoted } from '../quoting.js';

/** Said by the endpoint itself: what was not found, or not implemented, was no path, realm or method. */
const ofTheEndpoint = new Set([
  'invalid_client',
  'invalid_grant',
  'invalid_scope',
  'unauthorized_client',
  'unsupported_grant_type',
]);

const byHttp = (status: number, code: string): boolean =>
  status === 429 ||
  (status === 406 && !ofTheEndpoint.has(code)) ||
  (beforeOAuth.has(status) && !([404, 501].includes(status) && ofTheEndpoint.has(code)));

export const errorStatus400: Check = {
  id: 'error-status-400',
  title: 'Errors have HTTP status 400, or 401 where the client failed to authenticate',
  requirements: ['RFC6749-5.2-status-400'],
  on: { every: 'error' },
  judge: onError((code, _, { status }) => {
    // Each of them is one defect with a check of its own: error-not-2xx, no-redirect, never-5xx.
    if (status < 400 || (status >= 500 && status !== 501)) return notApplicable('judged elsewhere');
    if (byHttp(status, code)) return notApplicable('refused by the HTTP layer');
    if (status === 400) return pass;
    if (code === 'invalid_client')
      return status === 401 ? pass : violation('HTTP 400 or 401 for invalid_client', `HTTP ${status}`);
    return violation('HTTP 400', `HTTP ${status} with error ${quoted(code)}`);
  }),
  examples: {
    conforming: [
      example('invalid_client as 400', oauthError('invalid_client', 400)),
      example('invalid_client as 401', oauthError('invalid_client', 401)),
      example('too large a request', oauthError('invalid_request', 413)),
      example('a media type that is not taken', oauthError('invalid_request', 406)),
      example('nothing at this path', oauthError('invalid_request', 404)),
    ],
    violating: [
      example('a wrong password as 401', oauthError('invalid_grant', 401)),
      example('a user who is not found', oauthError('invalid_grant', 404)),
      example('a grant that is not implemented', oauthError('unsupported_grant_type', 501)),
      example('422', oauthError('invalid_request', 422)),
      example('403 for a client', oauthError('invalid_client', 403)),
    ],
  },
};
