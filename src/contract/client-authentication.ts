/** How a client authenticates, where the document does not declare it. */
import type { Assumption, ClientAuthenticationMethod, Grant } from './contract.js';
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

interface ByEvidence {
  readonly methods: readonly ClientAuthenticationMethod[];
  readonly assumptions: readonly Assumption[];
}

/**
 * By evidence: a client_secret among the parameters, an http basic scheme on the operation, a header parameter
 * Authorization; `none` when there is nothing of the kind.
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
  const assumptions: Assumption[] = [];
  if (header && basicByHeader && !/basic/i.test(said))
    assumptions.push({
      what: 'the header Authorization carries client id and secret by HTTP Basic (RFC 6749 section 2.3.1)',
      pointer: header.pointer,
    });
  // "The client credentials grant type MUST only be used by confidential clients" (section 4.4), which authenticate.
  const identified = grants.some(({ parameters }) => parameters.some(({ name }) => name === 'client_id'));
  if (methods.length === 0 && !identified && grants.some(({ type }) => type === 'client_credentials')) {
    methods.push('client_secret_basic');
    assumptions.push({
      what: 'clients authenticate by HTTP Basic, which every server supports (RFC 6749 section 2.3.1): nothing is described',
      pointer: at.pointer,
    });
  }
  return { methods: methods.length > 0 ? methods : ['none'], assumptions };
}
