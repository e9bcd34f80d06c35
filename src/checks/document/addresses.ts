/** The addresses that a document publishes for the token endpoint. */
import type { Cursor } from '../../contract/cursor.js';
import type { TokenDocument } from '../../contract/token-document.js';

interface Published {
  readonly at: Cursor;
  /** Variables replaced by their defaults. */
  readonly address: string;
}

function serverAddresses({ root, operation }: TokenDocument): Published[] {
  const servers = operation.at.get('servers') ?? operation.pathItem.get('servers') ?? root.get('servers');
  return (servers?.items() ?? []).flatMap((server) => {
    const at = server.get('url');
    if (typeof at?.value !== 'string') return [];
    const address = at.value.replace(/\{([^{}]*)\}/g, (template, name: string) =>
      String(server.at('variables', name, 'default')?.value ?? template),
    );
    return [{ at, address }];
  });
}

/** `tokenUrl` and `refreshUrl` of the OAuth 2.0 flows. */
function schemeAddresses({ root }: TokenDocument): Published[] {
  const schemes = root.at('components', 'securitySchemes')?.entries() ?? [];
  return schemes
    .filter(([, scheme]) => scheme.get('type')?.value === 'oauth2')
    .flatMap(([, scheme]) => scheme.get('flows')?.entries() ?? [])
    .flatMap(([, flow]) => (flow.isObject ? [flow.get('tokenUrl'), flow.get('refreshUrl')] : []))
    .flatMap((at) => (typeof at?.value === 'string' ? [{ at, address: at.value }] : []));
}

export function publishedAddresses(document: TokenDocument): Published[] {
  return [...serverAddresses(document), ...schemeAddresses(document)];
}
