/** A difference that the standards leave to the server: it behaves otherwise than the sound policy and conforms as well. */
import type { Members } from '../decisions/answers.js';
import type { Field, IncomingRequest, Issued, OutgoingResponse } from '../model.js';
import type { Policy } from '../policy.js';
import type { Refusal } from '../refusal.js';
import type { RunConditions } from '../run-conditions.js';

/** Called once per start: what it closes over is the state of one server. */
export type Bend = (policy: Policy) => Partial<Policy>;

export interface Variation {
  /** Kebab-case, unique. */
  readonly id: string;
  /** What the server does otherwise, in one plain sentence. */
  readonly sentence: string;
  /** Document and section that leave it to the server, with the words where they fit. */
  readonly allowedBy: string;
  /** Where the default run does not show it. */
  readonly run?: RunConditions;
  readonly bend: Bend;
}

/** Several differences in one server; a later one sees what the earlier ones made of the policy. */
export function together(...bends: readonly Bend[]): Bend {
  return (policy) => {
    let bent = policy;
    for (const bend of bends) bent = { ...bent, ...bend(bent) };
    return bent;
  };
}

/** Changes each response, whatever it is. */
export function withResponse(
  change: (response: OutgoingResponse, request: IncomingRequest) => OutgoingResponse,
): Bend {
  return (policy) => ({ send: (request, response) => change(policy.send(request, response), request) });
}

/** Changes the header fields of each response. */
export function withFields(change: (headers: readonly Field[]) => readonly Field[]): Bend {
  return withResponse((response) => ({ ...response, headers: change(response.headers) }));
}

export function replacing(name: string, ...fields: readonly Field[]) {
  return (headers: readonly Field[]): Field[] =>
    headers.flatMap((field) => (field[0].toLowerCase() === name.toLowerCase() ? fields : [field]));
}

/** Changes the members of token responses. */
export function withSuccess(change: (members: Members, issued: Issued) => Members): Bend {
  return (policy) => ({
    successMembers: (server, issued) => change(policy.successMembers(server, issued), issued),
  });
}

/** Changes the members of refusals that have a body. */
export function withErrors(change: (members: Members, refusal: Refusal) => Members): Bend {
  return (policy) => ({
    errorMembers: (server, refusal, request) => {
      const members = policy.errorMembers(server, refusal, request);
      return members && change(members, refusal);
    },
  });
}

export function without(members: Members, ...names: readonly string[]): Members {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));
}

/** The parameters of a form body as any parser would read them. */
export function sentForm(request: IncomingRequest): URLSearchParams {
  return new URLSearchParams(request.body?.toString());
}
