import { isJsonObject, readJson } from '../../http/answer.js';
import { isTopLevelGrant, onOperation } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, tokenResponse } from '../examples.js';
import { isGrant } from '../predicates.js';

const expected = 'one JSON object with the parameters at its top level';

/** Class `any`, because a body that is not JSON at all cannot be recognised as a grant. */
export const grantJsonObject: Check = {
  id: 'grant-json-object',
  title: 'A token response is one JSON object with the OAuth parameters at its top level',
  requirements: ['RFC6749-5.1-json-object'],
  on: { every: 'any' },
  judge: onOperation((response) => {
    const { value, text, problem } = readJson(response);
    if (problem !== undefined) {
      const form = response.status < 300 && /\baccess_token\b/.test(text);
      return form ? violation(expected, problem) : notApplicable('not a token response');
    }
    if (!isGrant(response)) return notApplicable('not a token response');
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
      example('form-encoded', {
        headers: [['Content-Type', 'application/x-www-form-urlencoded']],
        body: 'access_token=mF_9.B5f-4.1JqM&token_type=bearer',
      }),
    ],
  },
};
