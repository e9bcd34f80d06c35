/** The one list of checks on the document: add a check's file here and it runs. */

import type { DocumentCheck } from './document-check.js';
import { documentClientAuthentication } from './document-client-authentication.js';
import { documentErrorCodes } from './document-error-codes.js';
import { documentErrorMember } from './document-error-member.js';
import { documentErrorResponses } from './document-error-responses.js';
import { documentExampleSecrets } from './document-example-secrets.js';
import { documentExamplesStandard } from './document-examples-standard.js';
import { documentExamplesValid } from './document-examples-valid.js';
import { documentFormMediaType } from './document-form-media-type.js';
import { documentFormOpen } from './document-form-open.js';
import { documentGrantParameters } from './document-grant-parameters.js';
import { documentGrantTypeRequired } from './document-grant-type-required.js';
import { documentJson } from './document-json.js';
import { documentMemberTypes } from './document-member-types.js';
import { documentMethodPost } from './document-method-post.js';
import { documentNoCredentialsInUri } from './document-no-credentials-in-uri.js';
import { documentNoNullMembers } from './document-no-null-members.js';
import { documentParametersOnce } from './document-parameters-once.js';
import { documentPatterns } from './document-patterns.js';
import { documentRefresh } from './document-refresh.js';
import { documentResponseHeaders } from './document-response-headers.js';
import { documentResponseOpen } from './document-response-open.js';
import { documentSecretFormat } from './document-secret-format.js';
import { documentServersHttps } from './document-servers-https.js';
import { documentSuccess200 } from './document-success-200.js';
import { documentTokenMembers } from './document-token-members.js';
import { documentTokenType } from './document-token-type.js';
import { documentUriNoFragment } from './document-uri-no-fragment.js';

export const documentChecks: readonly DocumentCheck[] = [
  documentServersHttps,
  documentUriNoFragment,
  documentMethodPost,
  documentFormMediaType,
  documentNoCredentialsInUri,
  documentFormOpen,
  documentGrantTypeRequired,
  documentGrantParameters,
  documentParametersOnce,
  documentClientAuthentication,
  documentSecretFormat,
  documentSuccess200,
  documentTokenMembers,
  ...documentMemberTypes,
  documentNoNullMembers,
  documentTokenType,
  documentResponseOpen,
  documentRefresh,
  ...documentJson,
  ...documentResponseHeaders,
  documentErrorResponses,
  documentErrorMember,
  documentErrorCodes,
  documentExamplesValid,
  documentExamplesStandard,
  documentExampleSecrets,
  documentPatterns,
];
