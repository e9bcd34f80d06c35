/** Frames for judges: what they need must be there, or there is nothing for them to judge. */
import { isJsonObject, type JsonObject, jsonObject, readJson, stringMember } from '../http/answer.js';
import type { ReceivedResponse } from '../http/observation.js';
import { type Judgement, notApplicable, type Subject } from './check.js';
import { isTokenEndpoint } from './classes.js';
import { type AccessTokenJwt, readAccessTokenJwt } from './jwt.js';
import { isTokenMember } from './predicates.js';

type Judge = (subject: Subject) => Judgement;

/** Judges what came back, from whichever endpoint. */
export function onResponse(judge: (response: ReceivedResponse, subject: Subject) => Judgement): Judge {
  return (subject) => {
    const { response } = subject.observation;
    return response ? judge(response, subject) : notApplicable('no response came');
  };
}

/** Judges what the token endpoint answered to a POST: the operation that the contract describes. */
export function onOperation(judge: (response: ReceivedResponse, subject: Subject) => Judgement): Judge {
  return onResponse((response, subject) =>
    isTokenEndpoint(subject.probe) && subject.observation.request.method === subject.contract.method
      ? judge(response, subject)
      : notApplicable('no token request'),
  );
}

/** Of bodies that were asked about: each check of a grant does. */
const topLevel = new WeakMap<JsonObject, boolean>();

/** True when the members of a grant stand where RFC 6749 section 5.1 wants them: at the top level. */
export function isTopLevelGrant(body: unknown): body is JsonObject {
  if (!isJsonObject(body)) return false;
  const known = topLevel.get(body) ?? Object.keys(body).some(isTokenMember);
  topLevel.set(body, known);
  return known;
}

/** Judges the members of a grant. Another shape of body is one defect, of the check `grant-json-object`. */
export function onGrant(
  judge: (members: JsonObject, response: ReceivedResponse, subject: Subject) => Judgement,
): Judge {
  return onResponse((response, subject) => {
    const { value } = readJson(response);
    return isTopLevelGrant(value)
      ? judge(value, response, subject)
      : notApplicable('the body is not a JSON object with the token at its top level');
  });
}

/** Judges a JWT access token (JWS compact serialisation); an opaque one is never a violation. */
export function onJwt(
  judge: (jwt: AccessTokenJwt, response: ReceivedResponse, subject: Subject) => Judgement,
): Judge {
  return onGrant((_, response, subject) => {
    const jwt = readAccessTokenJwt(response);
    return jwt ? judge(jwt, response, subject) : notApplicable('the access token is opaque');
  });
}

/** Judges the members of a refusal. One without an error code is one defect, of the check `error-required`. */
export function onError(
  judge: (code: string, members: JsonObject, response: ReceivedResponse, subject: Subject) => Judgement,
): Judge {
  return onResponse((response, subject) => {
    const code = stringMember(response, 'error');
    const members = jsonObject(response);
    return code && members
      ? judge(code, members, response, subject)
      : notApplicable('the body has no error code');
  });
}
