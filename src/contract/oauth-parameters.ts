/** What RFC 6749 and its companions say about the parameters of token requests. */

/** Parameters that belong to one grant only, by `grant_type`, and are REQUIRED there. */
export const ownParameters: Readonly<Record<string, readonly string[]>> = {
  password: ['username', 'password'], // RFC 6749 section 4.3.2
  refresh_token: ['refresh_token'], // RFC 6749 section 6
  authorization_code: ['code'], // RFC 6749 section 4.1.3
  'urn:ietf:params:oauth:grant-type:device_code': ['device_code'], // RFC 8628 section 3.4
  'urn:ietf:params:oauth:grant-type:jwt-bearer': ['assertion'], // RFC 7523 section 2.1
  'urn:ietf:params:oauth:grant-type:saml2-bearer': ['assertion'], // RFC 7522 section 2.1
  'urn:ietf:params:oauth:grant-type:token-exchange': ['subject_token', 'subject_token_type'], // RFC 8693 section 2.1
};

/** The same for what is optional: `redirect_uri` depends on the authorization request, and so on. */
export const ownOptionalParameters: Readonly<Record<string, readonly string[]>> = {
  authorization_code: ['redirect_uri', 'code_verifier'],
  'urn:ietf:params:oauth:grant-type:token-exchange': [
    'actor_token',
    'actor_token_type',
    'requested_token_type',
  ],
};

/** What a client says about itself, with any grant. */
const ofClients = ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type'];

const ofAnyGrant = ['grant_type', 'scope', 'audience', 'resource'];

const all = new Set([
  ...ofAnyGrant,
  ...ofClients,
  ...[ownParameters, ownOptionalParameters].flatMap((table) => Object.values(table).flat()),
]);

/** True for a parameter that says nothing about the grant. */
export function isOfEveryGrant(name: string): boolean {
  return ofAnyGrant.includes(name) || ofClients.includes(name);
}

function squeezed(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, '');
}

const bySqueezed = new Map([...all].map((name) => [squeezed(name), name]));

/** The parameter that a document means by `grantType`, `ClientId` or `user_name`. */
export function standardName(name: string): string | undefined {
  return bySqueezed.get(squeezed(name));
}

/** True for a parameter of token requests, wherever a document says that it is sent. */
export function isTokenRequestParameter(name: string): boolean {
  return all.has(name);
}
