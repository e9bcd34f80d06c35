import { type Check, pass, violation } from '../../check.js';
import { example } from '../../examples.js';
import { document, onMetadata, probe } from '../../metadata.js';
import { quoted } from '../../quoting.js';

/** REQUIRED by section 2, and without elements where no authorization endpoint is: the standard contradicts itself there. */
const exempt = 'response_types_supported';

/** The members of RFC 8414 section 2 that are arrays, and those of its registry that follow the same pattern. */
const isList = (name: string): boolean =>
  /_supported$/.test(name) &&
  !/^(?:[a-z_]+_parameter|claims_parameter|backchannel_[a-z_]+|frontchannel_[a-z_]+|authorization_response_iss_parameter)_supported$/.test(
    name,
  );

export const metadataLists: Check = {
  id: 'metadata-lists',
  title: 'What the metadata lists is a JSON array, and left out where it has no elements.',
  requirements: ['RFC8414-3.2-no-empty-arrays'],
  on: { probes: [probe] },
  judge: onMetadata((members) => {
    for (const [name, value] of Object.entries(members)) {
      if (Array.isArray(value) && value.length === 0 && name !== exempt)
        return violation('no member without elements', `${quoted(name)} is an empty array`);
      if (isList(name) && (typeof value === 'string' || value === null))
        return violation(
          'an array, or no such member',
          `${quoted(name)} is ${value === null ? 'null' : 'a string'}`,
        );
      if (isList(name) && Array.isArray(value) && new Set(value).size < value.length)
        return violation('each value once', `${quoted(name)} has a value twice`, { severity: 'info' });
    }
    return pass;
  }),
  examples: {
    conforming: [
      example('none', document(), { probe }),
      example('no response types', document({ response_types_supported: [] }), { probe }),
      example(
        'a flag',
        document({ request_parameter_supported: false, tls_client_certificate_bound_access_tokens: true }),
        { probe },
      ),
    ],
    violating: [
      example('no scopes', document({ scopes_supported: [] }), { probe }),
      example('of the vendor', document({ x_features: [] }), { probe }),
      example('a text', document({ scopes_supported: 'read write' }), { probe }),
      example('null', document({ scopes_supported: null }), { probe }),
      example('a value twice', document({ scopes_supported: ['read', 'read'] }), { probe }, 'info'),
    ],
  },
};
