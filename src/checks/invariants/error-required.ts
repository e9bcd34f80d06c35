import { jsonObject, readJson, stringMember } from '../../http/answer.js';
import { covers } from '../../scenarios/probe.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { beforeOAuth } from '../classes.js';
import { example, oauthError } from '../examples.js';

const expected = 'a JSON object with error, a non-empty string';

/** Refused for a header that OAuth does not know: which answer that is, is a matter of the contract. */
const headerProbes = [
  'missing-header/*',
  'empty-header/*',
  'blank-header/*',
  'malformed-header/*',
  'duplicate-header/*',
  'other-header/*',
  'unknown-header-value/*',
  'unusual-header/*',
  'refresh/other-header/*',
  'fuzz/http/*',
];

const realmProbe = { probe: 'missing-header/Realm' };

export const errorRequired: Check = {
  id: 'error-required',
  title: 'A refused token request is answered with a JSON object that has an error code',
  requirements: ['RFC6749-5.2-error-required'],
  on: { every: 'error' },
  judge: onResponse((response, { probe }) => {
    if (stringMember(response, 'error')) return pass;
    // A 2xx or 3xx in place of a refusal is one defect, of the checks error-not-2xx and no-redirect.
    if (response.status < 400) return notApplicable('not an error status');
    if (beforeOAuth.has(response.status)) return notApplicable('refused before OAuth');
    if (covers('media-type/malformed/*', probe)) return notApplicable('refused by the HTTP layer');
    if (headerProbes.some((pattern) => covers(pattern, probe)))
      return notApplicable('refused for a header that OAuth does not know');
    const { problem } = readJson(response);
    if (problem !== undefined) return violation(expected, problem);
    const members = jsonObject(response);
    if (!members) return violation(expected, 'JSON, but no object');
    return violation(
      expected,
      !Object.hasOwn(members, 'error')
        ? 'error is absent'
        : members.error === ''
          ? 'error is empty'
          : 'error is not a string',
    );
  }),
  examples: {
    conforming: [
      example('the code alone, without description', oauthError('invalid_grant')),
      example('refused by the HTTP layer', { status: 415, json: { error: { message: 'no' } } }),
      example('refused by a gateway', { status: 401, json: { message: 'no realm' } }, realmProbe),
    ],
    violating: [
      example('no body', { status: 401, body: '' }),
      example('the format of a framework', { status: 400, json: { status: 400, message: 'Bad Request' } }),
      example('an object', { status: 400, json: { error: { code: 'invalid_grant' } } }),
      example('HTML', { status: 400, headers: [['Content-Type', 'text/html']], body: '<h1>Bad Request' }),
    ],
  },
};
