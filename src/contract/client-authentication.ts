/** How a client authenticates, where the document does not declare it. */
import type { ClientAuthenticationMethod, Grant } from './contract.js';
import type { Cursor } from './cursor.js';

function acceptsBasic(root: Cursor, operation: Cursor): boolean {
  const requirements = (operation.get('security') ?? root.get('security'))?.items() ?? [];
  const names = requirements.flatMap((requirement) => requirement.entries().map(([name]) => name));
  return names.some((name) => {
    const scheme = root.at('components', 'securitySchemes', name);
    return (
      scheme?.get('type')?.value === 'http' && String(scheme.get('scheme')?.value).toLowerCase() === 'basic'
    );
  });
}

/** By evidence: a client_secret in the form, an http basic scheme on the operation; `none` when there is neither. */
export function clientAuthenticationByEvidence(
  root: Cursor,
  operation: Cursor,
  grants: readonly Grant[],
): ClientAuthenticationMethod[] {
  const secrets = grants.flatMap(({ parameters }) =>
    parameters.filter(({ name }) => name === 'client_secret'),
  );
  const methods: ClientAuthenticationMethod[] = [];
  if (secrets.length > 0) methods.push('client_secret_post');
  if (acceptsBasic(root, operation))
    // Basic is the one that every server must support (RFC 6749 section 2.3.1), unless the form insists.
    methods.splice(secrets.some(({ required }) => required) ? 1 : 0, 0, 'client_secret_basic');
  return methods.length > 0 ? methods : ['none'];
}
