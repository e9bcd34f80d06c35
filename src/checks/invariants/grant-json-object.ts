import { isJsonObject, readJson } from '../../http/answer.js';
import { isTopLevelGrant, onOperation } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, tokenResponse } from '../examples.js';
import { isGrant, looksGranted } from '../predicates.js';

const expected = 'one JSON object with the parameters at its top level';

/** Class `any`, because a body that is not JSON at all cannot be recognised as a grant. */
export const grantJsonObject: Check = {
  id: 'grant-json-object',
  title: 'A token response is one JSON object with the OAuth parameters at its top level',
  requirements: ['RFC6749-5.1-json-object'],
  on: { every: 'any' },
  judge: onOperation((response) => {
    const { value, problem } = readJson(response);
    if (problem !== undefined) {
      return looksGranted(response) ? violation(expected, problem) : notApplicable('not a token response');
    }
    if (!isGrant(response) && !looksGranted(response)) return notApplicable('not a token response');
    if (isTopLevelGrant(value)) return pass;
    return violation(
      expected,
      isJsonObject(value) ? 'an object with the token further down' : 'no JSON object',
    );
  }),
  examples: {
    conforming: [
      example('unrecognised members with nested values', {
        json: { ...tokenResponse, user: { roles: ['a'], access_token: null } },
      }),
      example('a login page for a refused request', { body: '<!doctype html><title>Sign in</title>' }),
    ],
    violating: [
      example('the envelope of a gateway', { json: { data: tokenResponse, status: 'ok' } }),
      example('an array', { json: [tokenResponse] }),
      example('JSON inside of JSON', { json: JSON.stringify(tokenResponse) }),
      example('UTF-16', { body: Buffer.from(JSON.stringify(tokenResponse), 'utf16le') }),
      example('form-encoded', {
        headers: [['Content-Type', 'application/x-www-form-urlencoded']],
        body: 'access_token=mF_9.B5f-4.1JqM&token_type=bearer',
      }),
    ],
  },
};
