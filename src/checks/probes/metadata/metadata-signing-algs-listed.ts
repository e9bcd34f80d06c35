import { type Check, pass, violation } from '../../check.js';
import { example } from '../../examples.js';
import { document, listOf, onMetadata, probe } from '../../metadata.js';

const endpoints = ['token', 'revocation', 'introspection'];
const byJwt = ['private_key_jwt', 'client_secret_jwt'];
const supported = (endpoint: string) => `${endpoint}_endpoint_auth_signing_alg_values_supported`;

/** RFC 8414 section 2: "This metadata entry MUST be present if either of these authentication methods are specified". */
export const metadataSigningAlgsListed: Check = {
  id: 'metadata-signing-algs-listed',
  title: 'Where clients may authenticate by a JWT, its algorithms are listed, and none is not among them.',
  requirements: ['RFC8414-2-signing-alg-listed'],
  on: { probes: [probe] },
  judge: onMetadata((members) => {
    for (const endpoint of endpoints) {
      const methods = listOf(members, `${endpoint}_endpoint_auth_methods_supported`) ?? [];
      const algorithms = listOf(members, supported(endpoint));
      const needed = methods.some((method) => byJwt.includes(method));
      if (needed && (algorithms === undefined || algorithms.length === 0))
        return violation(`${supported(endpoint)}, a list`, algorithms ? 'it lists nothing' : 'it is absent');
      if (algorithms?.some((name) => name.toLowerCase() === 'none'))
        return violation(`${supported(endpoint)} without none`, 'none is listed');
    }
    return pass;
  }),
  examples: {
    conforming: [
      example('no such method', document(), { probe }),
      example(
        'listed',
        document({
          token_endpoint_auth_methods_supported: ['private_key_jwt'],
          token_endpoint_auth_signing_alg_values_supported: ['PS256', 'ES256'],
        }),
        { probe },
      ),
    ],
    violating: [
      example('absent', document({ token_endpoint_auth_methods_supported: ['private_key_jwt'] }), { probe }),
      example(
        'none among them',
        document({
          token_endpoint_auth_methods_supported: ['client_secret_jwt'],
          token_endpoint_auth_signing_alg_values_supported: ['HS256', 'none'],
        }),
        { probe },
      ),
      example(
        'of another endpoint',
        document({ introspection_endpoint_auth_methods_supported: ['client_secret_jwt'] }),
        { probe },
      ),
      example(
        'empty',
        document({
          token_endpoint_auth_methods_supported: ['private_key_jwt'],
          token_endpoint_auth_signing_alg_values_supported: [],
        }),
        { probe },
      ),
    ],
  },
};
