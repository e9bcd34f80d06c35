import { jsonObject } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, oauthError, tokenResponse } from '../examples.js';
import { isGrant } from '../predicates.js';

const parameters = [
  ...['access_token', 'token_type', 'expires_in', 'refresh_token', 'scope', 'id_token'],
  ...['error', 'error_description', 'error_uri'],
];

export const noNullMembers: Check = {
  id: 'no-null-members',
  title: 'Parameters without a value are left out, not sent as null',
  requirements: ['OAUTH21-JSON-no-null-members'],
  on: { every: 'any-json' },
  judge: onResponse((response) => {
    const members = jsonObject(response);
    if (!members) return notApplicable('the body is not a JSON object');
    // Without any code the refusal is one defect, of the check error-required.
    const judged = isGrant(response) ? parameters : parameters.filter((name) => name !== 'error');
    const found = judged.filter((name) => Object.hasOwn(members, name) && members[name] === null);
    return found.length === 0 ? pass : violation('no such member', `${found.join(', ')}: null`);
  }),
  examples: {
    conforming: [
      example('null in a member of the vendor', { json: { ...tokenResponse, branch_code: null } }),
    ],
    violating: [
      example('refresh_token: null', { json: { ...tokenResponse, refresh_token: null } }),
      example('error_uri: null', oauthError('invalid_grant', 400, { error_uri: null })),
      example('error: null beside a token', { json: { ...tokenResponse, error: null } }),
      example('access_token: null beside an error', oauthError('invalid_grant', 400, { access_token: null })),
    ],
  },
};
