/** Frames and examples for judging a metadata document (RFC 8414 section 3.2). */
import { type JsonObject, jsonObject } from '../http/answer.js';
import type { Observation } from '../http/observation.js';
import { type Judgement, notApplicable, type Subject } from './check.js';
import { observation } from './examples.js';

/** The members of a metadata document; `undefined` when it is not readable as one. */
export function metadataMembers(published: Observation | undefined): JsonObject | undefined {
  const { response } = published ?? {};
  return response?.status === 200 ? jsonObject(response) : undefined;
}

/** Judges the members of the document. One that cannot be read is one defect, of the check `metadata-json-200`. */
export function onMetadata(
  judge: (members: JsonObject, subject: Subject) => Judgement,
): (subject: Subject) => Judgement {
  return (subject) => {
    const members = metadataMembers(subject.observation);
    return members
      ? judge(members, subject)
      : notApplicable('the metadata document cannot be read: judged by a rule of its own');
  };
}

/** An own member that is an array of strings; `undefined` when absent. Another type: the strings among it, or none. */
export function listOf(members: JsonObject, name: string): string[] | undefined {
  if (!Object.hasOwn(members, name)) return undefined;
  const value = members[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** A URL without query and fragment, in the form in which two of them are compared; `undefined`: not absolute http(s). */
export function normalised(url: unknown): string | undefined {
  if (typeof url !== 'string' || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** The document of the examples, for the endpoint of the examples. */
export const metadataExample = {
  issuer: 'https://server.example',
  token_endpoint: 'https://server.example/oauth/token',
  grant_types_supported: ['password', 'refresh_token'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
};

/** How the document of the examples was read, with other members. `undefined` takes one away. */
export function document(
  members: Readonly<Record<string, unknown>> = {},
  url = 'https://server.example/.well-known/oauth-authorization-server',
): Observation {
  return observation({ json: { ...metadataExample, ...members } }, { method: 'GET', url });
}

export const probe = 'metadata/document';
