import { jsonObject, member } from '../../../http/answer.js';
import type { ReceivedResponse } from '../../../http/observation.js';
import { type Check, pass, violation } from '../../check.js';
import { example } from '../../examples.js';
import { answered } from './answered.js';

const literal = { probe: 'introspection/refresh-token', grant: 'refresh_token' };

/** Types of access tokens: RFC 6750, RFC 9449. */
const accessTokenTypes = new Set(['bearer', 'dpop']);

/** RFC 7662 section 2.2: `token_type` as in RFC 6749 section 5.1; no other member says that it is a refresh token. */
function saysAccessToken(response: ReceivedResponse): boolean {
  const type = member(response, 'token_type');
  const isAccessTokenType = typeof type === 'string' && accessTokenTypes.has(type.toLowerCase());
  const others = Object.values(jsonObject(response) ?? {});
  return isAccessTokenType && !others.some((value) => typeof value === 'string' && /^refresh/i.test(value));
}

export const refreshTokenNoActiveAccessToken: Check = {
  id: 'refresh-token-no-active-access-token',
  title: 'Introspection does not present a refresh token as an active access token.',
  requirements: ['RFC6749-1.5-refresh-token-not-at-resource'],
  on: { probes: ['introspection/refresh-token'] },
  judge: (subject) =>
    answered(subject, (response) =>
      member(response, 'active') === true && saysAccessToken(response)
        ? violation(
            'active false, or active as a refresh token',
            'active true with the type of an access token',
          )
        : pass,
    ),
  examples: {
    conforming: [
      example('inactive', { json: { active: false } }, literal),
      example('active, without a type', { json: { active: true, client_id: 'api' } }, literal),
      example('active as a refresh token', { json: { active: true, token_type: 'refresh_token' } }, literal),
      example(
        'active, and named a refresh token elsewhere',
        { json: { active: true, token_type: 'Bearer', typ: 'Refresh' } },
        literal,
      ),
    ],
    violating: [example('an active bearer token', { json: { active: true, token_type: 'Bearer' } }, literal)],
  },
};
