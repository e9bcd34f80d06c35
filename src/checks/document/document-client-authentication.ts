import type { TokenDocument } from '../../contract/token-document.js';
import type { DocumentCheck } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample, type Parts } from './examples.js';
import { formParameters, grantTypesOf } from './form.js';
import { nameOf, parametersIn } from './places.js';

const inBody = ['client_secret', 'client_assertion'];

/** OpenAPI ignores a header parameter Authorization; to a reader it says enough. */
function inHeaders(document: TokenDocument): boolean {
  return parametersIn(document, 'header').some((at) => nameOf(at).toLowerCase() === 'authorization');
}

/** By a scheme that authenticates clients; a token (`bearer`, `oauth2`) is what this endpoint is for. */
function inSchemes({ root, operation }: TokenDocument): boolean {
  const required = operation.at.get('security') ?? root.get('security');
  const names = (required?.items() ?? []).flatMap((one) => one.entries().map(([name]) => name));
  return names.some((name) => {
    const scheme = root.at('components', 'securitySchemes', name);
    const type = scheme?.get('type')?.value;
    const bearer = String(scheme?.get('scheme')?.value).toLowerCase() === 'bearer';
    return type === 'apiKey' || type === 'mutualTLS' || (type === 'http' && !bearer);
  });
}

const grantOfClients = ({ password }: Parts) => {
  password.properties.grant_type = { const: 'client_credentials' };
  for (const name of ['client_id', 'client_secret', 'username', 'password']) delete password.properties[name];
  password.required = ['grant_type'];
};

/** "Confidential clients or other clients issued client credentials MUST authenticate" (section 3.2.1). */
export const documentClientAuthentication: DocumentCheck = {
  id: 'document-client-authentication',
  title: 'The document says how a client authenticates.',
  requirements: ['RFC6749-3.2.1-document-client-authentication'],
  part: 'request',
  judge: (document) => {
    const grants = grantTypesOf(document);
    if (grants.size === 0) return notDescribed('grant');
    const described = inBody.some((name) => formParameters(document, name).length > 0);
    if (described || inHeaders(document) || inSchemes(document)) return [];
    return [
      {
        at: document.operation.at.pointer,
        expected: 'client_secret in the form, or HTTP Basic as a security scheme of the operation',
        actual: 'no way for a client to authenticate',
        // Of the grants of section 4, this one alone "MUST only be used by confidential clients" (section 4.4).
        severity: grants.has('client_credentials') ? 'warn' : 'info',
      },
    ];
  },
  examples: {
    conforming: [
      documentExample('in the form'),
      documentExample('HTTP Basic', (parts) => {
        grantOfClients(parts);
        parts.refresh.properties = parts.password.properties;
        parts.operation.security = [{ basic: [] }];
        parts.document.components = { securitySchemes: { basic: { type: 'http', scheme: 'Basic' } } };
      }),
      documentExample('a header parameter', (parts) => {
        grantOfClients(parts);
        parts.refresh.properties = parts.password.properties;
        parts.operation.parameters = [{ name: 'Authorization', in: 'header', schema: {} }];
      }),
    ],
    violating: [
      documentExample('the grant of clients without any', (parts) => {
        grantOfClients(parts);
        parts.refresh.properties = parts.password.properties;
      }),
      documentExample('by a token, of which there is none yet', (parts) => {
        grantOfClients(parts);
        parts.refresh.properties = parts.password.properties;
        parts.document.security = [{ token: [] }];
        parts.document.components = { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } };
      }),
      documentExample(
        'public clients only',
        ({ password, refresh }) => {
          for (const { properties } of [password, refresh]) delete properties.client_secret;
        },
        'info',
      ),
    ],
  },
};
