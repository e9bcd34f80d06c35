import { stringMember } from '../../../http/answer.js';
import { type Check, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { document, listOf, onMetadata, probe } from '../../metadata.js';
import { quoted } from '../../quoting.js';
import { sentForm } from '../sent.js';

/** RFC 8414 section 2: "If omitted, the default value is "["authorization_code", "implicit"]"." */
const assumed = ['authorization_code', 'implicit'];

/** The standard grants that the document does not offer, each tried once. */
const tried = [
  'authorization-code',
  'password',
  'client-credentials',
  'refresh-token',
  'device-code',
  'jwt-bearer',
  'token-exchange',
].map((name) => `grant-type/undocumented/${name}`);

const unsupported = observation(oauthError('unsupported_grant_type'), {
  form: [['grant_type', 'client_credentials']],
});
const processed = observation(oauthError('unauthorized_client'), {
  form: [['grant_type', 'client_credentials']],
});
const both = ['password', 'refresh_token'];
const withTried = (answer: typeof unsupported) => ({
  probe,
  peers: { 'grant-type/undocumented/client-credentials': answer },
});

export const metadataGrantTypesTruthful: Check = {
  id: 'metadata-grant-types-truthful',
  title: 'grant_types_supported lists the grants that are offered, and no other.',
  requirements: ['RFC8414-2-grant-types-truthful'],
  on: { probes: [probe] },
  judge: onMetadata((members, { contract, peer }) => {
    const stated = listOf(members, 'grant_types_supported');
    const listed = stated ?? assumed;
    const missing = contract.grants.map(({ type }) => type).filter((type) => !listed.includes(type));
    if (missing.length > 0)
      return violation(
        `grant_types_supported with ${missing.join(', ')}`,
        stated
          ? `it lists ${quoted(stated.join(', '))}`
          : 'it is absent, which means authorization_code and implicit',
      );
    const refusals = tried.flatMap((name) => {
      const answer = peer(name);
      const type = answer && sentForm(answer).get('grant_type');
      const refused = answer?.response && stringMember(answer.response, 'error') === 'unsupported_grant_type';
      return refused && type && stated?.includes(type) ? [type] : [];
    });
    return refusals.length === 0
      ? pass
      : violation('grants that are supported', `${refusals.join(', ')}, which it refuses as unsupported`);
  }),
  examples: {
    conforming: [
      example('those of the document', document(), { probe }),
      example(
        'one more, not for this client',
        document({ grant_types_supported: [...both, 'client_credentials'] }),
        withTried(processed),
      ),
      example('one that is not listed is not supported', document(), withTried(unsupported)),
    ],
    violating: [
      example('password is not listed', document({ grant_types_supported: ['refresh_token'] }), { probe }),
      example('none is listed', document({ grant_types_supported: undefined }), { probe }),
      example('a text in place of a list', document({ grant_types_supported: 'password refresh_token' }), {
        probe,
      }),
      example(
        'one is listed and unsupported',
        document({ grant_types_supported: [...both, 'client_credentials'] }),
        withTried(unsupported),
      ),
    ],
  },
};
