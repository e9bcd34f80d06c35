import type { ClientAuthenticationMethod } from '../../../contract/contract.js';
import { type Check, inconclusive, notApplicable, pass, type Subject, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { document, listOf, metadataMembers } from '../../metadata.js';
import { shielded, whatCame } from '../../predicates.js';
import { tokenIssued } from '../outcome.js';

const methods = {
  'metadata/auth/client-secret-basic': 'client_secret_basic',
  'metadata/auth/client-secret-post': 'client_secret_post',
} as const satisfies Readonly<Record<string, ClientAuthenticationMethod>>;

type Probe = keyof typeof methods;

/** The client id alone: the method `none`. */
const withoutSecret = ['missing/client_secret', 'credentials/without-secret'] as const;

/** True when no listed method that was tried brought a token: a client that believes the metadata gets none. */
function leadsNowhere(listed: readonly string[], { peer, observation: made, probe }: Subject): boolean {
  // A client that identifies itself and nothing more was tried, too.
  if (listed.includes('none') && withoutSecret.some((tried) => tokenIssued(peer(tried)))) return false;
  return Object.entries(methods).every(([tried, method]) => {
    const answer = tried === probe ? made : peer(tried);
    return answer !== undefined && !(listed.includes(method) && tokenIssued(answer));
  });
}

const refused = observation(oauthError('invalid_client', 401));
const literal = (probe: Probe, listed: unknown, other = observation()) => ({
  probe,
  published: { metadata: document({ token_endpoint_auth_methods_supported: listed }) },
  peers: Object.fromEntries(Object.keys(methods).map((name) => [name, other])),
});
const post = 'metadata/auth/client-secret-post';
const basic = 'metadata/auth/client-secret-basic';

/** RFC 8414 section 2: "If omitted, the default is "client_secret_basic"". */
export const metadataAuthMethodsTruthful: Check = {
  id: 'metadata-auth-methods-truthful',
  title: 'token_endpoint_auth_methods_supported lists the methods that work.',
  requirements: ['RFC8414-2-auth-methods-truthful'],
  on: { probes: [basic, post] },
  judge(subject) {
    const { observation: made, probe, contract, published } = subject;
    const members = metadataMembers(published.metadata);
    if (!members) return notApplicable('the metadata document cannot be read: judged by a rule of its own');
    const blocked = shielded(made);
    if (blocked !== undefined) return inconclusive(blocked);
    const listed = listOf(members, 'token_endpoint_auth_methods_supported') ?? ['client_secret_basic'];
    const method = methods[probe as Probe];
    const works = tokenIssued(made);
    if (!listed.includes(method)) {
      if (!works) return pass;
      return violation(
        `${method} among the listed methods`,
        `it works and is not listed${leadsNowhere(listed, subject) ? ', and none that is listed works' : ''}`,
        leadsNowhere(listed, subject) ? {} : { severity: 'info' },
      );
    }
    // The client may be registered for one method only: what the document says that it may use.
    if (works) return pass;
    return contract.clientAuthentication.includes(method)
      ? violation(`a token by ${method}, which is listed`, whatCame(made))
      : notApplicable(`${method} is listed, and the document does not offer it to this client`);
  },
  examples: {
    conforming: [
      example('listed, and works', {}, literal(post, ['client_secret_post'])),
      example('not listed, and does not work', refused, literal(basic, ['client_secret_post'])),
      example('listed, and not meant for this client', refused, literal(basic, ['client_secret_basic'])),
    ],
    violating: [
      example('listed, and refused', refused, literal(post, ['client_secret_post', 'client_secret_basic'])),
      example(
        'works, and another one is listed that works, too',
        {},
        literal(post, ['client_secret_basic']),
        'info',
      ),
      example(
        'works, and so does the id alone, which is listed as none',
        {},
        {
          ...literal(post, ['none']),
          peers: { [basic]: observation(), 'missing/client_secret': observation() },
        },
        'info',
      ),
      example(
        'works, and the id alone is listed and does not',
        {},
        { ...literal(post, ['none']), peers: { [basic]: refused, 'missing/client_secret': refused } },
      ),
      example('works, and only Basic is assumed, which does not', {}, literal(post, undefined, refused)),
      example('works, and only assertions are listed', {}, literal(post, ['private_key_jwt'])),
      example('works, and nothing is listed', {}, literal(post, [])),
    ],
  },
};
