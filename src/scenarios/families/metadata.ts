/** What the server publishes about itself, and whether it is true: RFC 8414, RFC 7517. */
import type { Contract, Grant } from '../../contract/contract.js';
import { stringMember } from '../../http/answer.js';
import type { Observation } from '../../http/observation.js';
import type { RequestDraft } from '../request.js';
import type { StepContext } from '../scenario.js';
import { clientGrant, hasClientSecret, parameterOf } from './grants.js';
import { undocumentedGrants } from './malformed-requests.js';
import { isExpected } from './missing-parameters.js';
import { type Use, using } from './token-use.js';

/**
 * A request for the key set: where the contract says that it is, else where the metadata says so (`jwks_uri`), if that is
 * the same host: what a target says must not lead us to anybody else.
 */
export function jwksRequest(
  { contract, companion }: Pick<StepContext, 'contract' | 'companion'>,
  metadata: Observation | undefined,
): RequestDraft | undefined {
  if (contract.companions.jwks) return companion('jwks');
  const url = metadata?.response && stringMember(metadata.response, 'jwks_uri');
  if (!metadata || url === undefined || !URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  if (origin !== new URL(metadata.request.url).origin) return undefined;
  return { ...companion('metadata'), url: origin + pathname };
}

const methods = {
  'client-secret-basic': 'client_secret_basic',
  'client-secret-post': 'client_secret_post',
} as const;

/** The probe in which the client identifies itself and does not authenticate, where there is one. */
function clientIdAlone(contract: Contract, grant: Grant): readonly string[] {
  const secret = parameterOf(grant, 'client_secret');
  if (secret) return isExpected(secret, contract) ? ['missing/client_secret'] : [];
  return grant.type === clientGrant ? ['credentials/without-secret'] : [];
}

export function publicationUses(contract: Contract, grant: Grant): Use[] {
  const { metadata, jwks } = contract.companions;
  const documents: Use = {
    probe: metadata ? 'metadata/document' : 'metadata/jwks',
    title: metadata ? 'The metadata document, and the key set' : 'The key set',
    // Which of the grants that it lists are offered is seen there.
    comparedWith: metadata ? undocumentedGrants(contract) : [],
    steps: [
      ...(metadata
        ? [using('metadata/document', (context) => context.companion('metadata'), 'document')]
        : []),
      using(
        'metadata/jwks',
        (context) => jwksRequest(context, metadata && context.observed('document')),
        'jwks',
      ),
    ],
  };
  const authentication: Use = {
    probe: 'metadata/auth',
    title: 'The client authenticated by each method that the metadata may list',
    comparedWith: clientIdAlone(contract, grant),
    steps: Object.entries(methods).map(([name, method]) =>
      using(
        `metadata/auth/${name}`,
        (context) => context.valid(grant.type, { authentication: method }),
        name,
      ),
    ),
  };
  return [
    ...(metadata || jwks ? [documents] : []),
    ...(metadata && hasClientSecret(contract, grant) ? [authentication] : []),
  ];
}
