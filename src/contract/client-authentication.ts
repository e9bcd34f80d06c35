/** How a client authenticates, where the document does not declare it, and what that leaves of the contract. */
import type { Assumption, ClientAuthenticationMethod, Contract, Grant } from './contract.js';
import type { Cursor } from './cursor.js';
import { type Operation, parameterObjects } from './operations.js';
import { authorizationHeaders, schemesOf } from './security.js';

function acceptsBasic(root: Cursor, operation: Cursor): boolean {
  return schemesOf(root, operation).some(
    ({ at }) => at.get('type')?.value === 'http' && String(at.get('scheme')?.value).toLowerCase() === 'basic',
  );
}

/** What a header parameter Authorization says about itself. OpenAPI ignores it; to a reader it says enough. */
function textsOf(at: Cursor): string {
  const schema = at.get('schema');
  const holders = [at, ...(schema?.isObject ? [schema] : [])];
  return holders
    .flatMap((holder) =>
      ['description', 'example', 'default', 'pattern', 'enum', 'const', 'x-example'].map(
        (name) => holder.get(name)?.value,
      ),
    )
    .filter((value) => value !== undefined)
    .map((value) => JSON.stringify(value))
    .join(' ')
    .slice(0, 5000);
}

/** The parameters of RFC 7521 section 4.2. */
const assertionParameters = ['client_assertion', 'client_assertion_type'];

/**
 * "The client credentials grant type MUST only be used by confidential clients" (RFC 6749 section 4.4), which authenticate;
 * with these codes client_id is "REQUIRED, if the client is not authenticating" (section 4.1.3; RFC 8628 section 3.4).
 */
const needsClient = [
  'client_credentials',
  'authorization_code',
  'urn:ietf:params:oauth:grant-type:device_code',
];

interface ByEvidence {
  readonly methods: readonly ClientAuthenticationMethod[];
  readonly assumptions: readonly Assumption[];
}

/**
 * By evidence: a client_secret or a client_assertion among the parameters, a scheme of HTTP Basic or of mutual TLS on the
 * operation, a header parameter Authorization; `none` when there is nothing of the kind. A client_assertion does not say who
 * signs it: then both ways are open.
 */
export function clientAuthenticationByEvidence(
  root: Cursor,
  operation: Operation,
  grants: readonly Grant[],
): ByEvidence {
  const { at } = operation;
  const secrets = grants.flatMap(({ parameters }) =>
    parameters.filter(({ name }) => name === 'client_secret'),
  );
  const [header] = authorizationHeaders(root, at, parameterObjects(operation));
  const said = header ? textsOf(header) : '';
  const basicByHeader = header !== undefined && (/basic/i.test(said) || !/bearer|token/i.test(said));
  const prose = String(at.get('description')?.value ?? '').slice(0, 20_000);
  const basicByProse = /\b(?:authorization|authenticat\w*)\b[^.]{0,80}\bbasic\b|\bbasic auth/i.test(prose);
  const methods: ClientAuthenticationMethod[] = [];
  if (secrets.length > 0) methods.push('client_secret_post');
  if (acceptsBasic(root, at) || basicByHeader || basicByProse)
    // Basic is the one that every server must support (RFC 6749 section 2.3.1), unless the form insists.
    methods.splice(secrets.some(({ required }) => required) ? 1 : 0, 0, 'client_secret_basic');
  if (grants.some(({ parameters }) => parameters.some(({ name }) => name === 'client_assertion')))
    methods.push('private_key_jwt', 'client_secret_jwt');
  if (schemesOf(root, at).some((scheme) => scheme.at.get('type')?.value === 'mutualTLS'))
    methods.push('tls_client_auth');
  const assumptions: Assumption[] = [];
  if (header && basicByHeader && !/basic/i.test(said))
    assumptions.push({
      what: 'the header Authorization carries client id and secret by HTTP Basic (RFC 6749 section 2.3.1)',
      pointer: header.pointer,
    });
  const identified = grants.some(({ parameters }) => parameters.some(({ name }) => name === 'client_id'));
  if (methods.length === 0 && !identified && grants.some(({ type }) => needsClient.includes(type))) {
    methods.push('client_secret_basic');
    assumptions.push({
      what: 'clients authenticate by HTTP Basic, which every server supports (RFC 6749 section 2.3.1): nothing is described',
      pointer: at.pointer,
    });
  }
  return { methods: methods.length > 0 ? methods : ['none'], assumptions };
}

/** RFC 7523 section 2.2: by a JWT that the client signs. */
export function isAssertionMethod(method: ClientAuthenticationMethod | undefined): boolean {
  return method === 'private_key_jwt' || method === 'client_secret_jwt';
}

/** RFC 6749 section 2.3.1: the secret itself is sent. */
export function isSecretMethod(method: ClientAuthenticationMethod | undefined): boolean {
  return method === 'client_secret_post' || method === 'client_secret_basic';
}

/**
 * The contract as it is for a client that authenticates by this method: the others come after it, and the form has no
 * parameters that only they need.
 */
export function authenticatingBy(contract: Contract, method: ClientAuthenticationMethod): Contract {
  const others = contract.clientAuthentication.filter((other) => other !== method);
  const isForeign = ({ name, required }: Grant['parameters'][number]): boolean =>
    isSecretMethod(method)
      ? !required && assertionParameters.includes(name)
      : method !== 'none' &&
        (name === 'client_secret' || (!isAssertionMethod(method) && assertionParameters.includes(name)));
  return {
    ...contract,
    clientAuthentication: [method, ...others],
    grants: contract.grants.map((grant) => ({
      ...grant,
      parameters: grant.parameters.filter((parameter) => !isForeign(parameter)),
    })),
  };
}
