/**
 * Every decision of the server, by name. The sound policy is exactly what stands in `decisions/`; a fault
 * replaces one or two of these functions. Decisions call each other through the policy, never directly, so
 * that a replaced one is the one that counts everywhere.
 */
import * as answers from './decisions/answers.js';
import * as clientAssertions from './decisions/client-assertions.js';
import * as clientAuthentication from './decisions/client-authentication.js';
import * as clientCredentials from './decisions/client-credentials.js';
import * as credentials from './decisions/credentials.js';
import * as desk from './decisions/desk.js';
import * as endpoints from './decisions/endpoints.js';
import * as form from './decisions/form.js';
import * as furtherGrants from './decisions/further-grants.js';
import * as grants from './decisions/grants.js';
import * as http from './decisions/http.js';
import * as published from './decisions/published.js';
import * as requestHeaders from './decisions/request-headers.js';
import * as scope from './decisions/scope.js';
import * as throttling from './decisions/throttling.js';
import * as tls from './decisions/tls.js';
import * as tokens from './decisions/tokens.js';

export const soundPolicy = {
  ...http,
  ...form,
  ...requestHeaders,
  ...credentials,
  ...clientAuthentication,
  ...clientAssertions,
  ...throttling,
  ...scope,
  ...tokens,
  ...grants,
  ...clientCredentials,
  ...furtherGrants,
  ...desk,
  ...endpoints,
  ...published,
  ...answers,
  ...tls,
};

export type Policy = typeof soundPolicy;
