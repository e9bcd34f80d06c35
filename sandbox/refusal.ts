/** Why a request is refused: thrown by decisions, written as a response in one place. */

export interface RefusalOptions {
  /** For refusals of HTTP rather than of OAuth: 405, 413, 415. */
  readonly status?: number;
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

export class Refusal extends Error {
  /** An error code of RFC 6749 section 5.2 or RFC 6750 section 3.1; `undefined`: no token was sent at all. */
  readonly code: string | undefined;
  readonly options: RefusalOptions;

  constructor(code: string | undefined, description: string, options: RefusalOptions = {}) {
    super(description);
    this.name = 'Refusal';
    this.code = code;
    this.options = options;
  }
}

export const invalidRequest = (description: string, options?: RefusalOptions) =>
  new Refusal('invalid_request', description, options);

export const invalidClient = () => new Refusal('invalid_client', 'Client authentication failed');

export const invalidGrant = () =>
  new Refusal('invalid_grant', 'The credentials or the token are not valid for this request');

export const invalidScope = () => new Refusal('invalid_scope', 'The requested scope is not valid');

export const invalidToken = () => new Refusal('invalid_token', 'The access token is not valid');
