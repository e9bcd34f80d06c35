import { type Check, pass, violation } from '../../check.js';
import { example } from '../../examples.js';
import { document, listOf, onMetadata, probe } from '../../metadata.js';

const withCode = (members: Readonly<Record<string, unknown>> = {}) =>
  document({
    authorization_endpoint: 'https://server.example/authorize',
    grant_types_supported: ['authorization_code', 'password', 'refresh_token'],
    ...members,
  });

/** RFC 9700 section 2.1.1: a client must be able to see that the server supports PKCE. */
export const metadataPkcePublished: Check = {
  id: 'metadata-pkce-published',
  title: 'Where the authorization code grant is offered, code_challenge_methods_supported has S256.',
  requirements: ['RFC9700-2.1.1-pkce-published'],
  on: { probes: [probe] },
  judge: onMetadata((members) => {
    const stated = listOf(members, 'grant_types_supported');
    // Not stated, the code grant is assumed; it takes an authorization endpoint.
    const offersCode = stated
      ? stated.includes('authorization_code')
      : Object.hasOwn(members, 'authorization_endpoint');
    const methods = listOf(members, 'code_challenge_methods_supported');
    if (!offersCode || methods?.includes('S256')) return pass;
    return violation(
      'code_challenge_methods_supported with S256',
      methods ? 'S256 is not listed' : 'it is absent',
    );
  }),
  examples: {
    conforming: [
      example('no code grant', document(), { probe }),
      example('S256', withCode({ code_challenge_methods_supported: ['S256', 'plain'] }), { probe }),
    ],
    violating: [
      example('absent', withCode(), { probe }),
      example('plain only', withCode({ code_challenge_methods_supported: ['plain'] }), { probe }),
      example('grants that are not listed', withCode({ grant_types_supported: undefined }), { probe }),
    ],
  },
};
