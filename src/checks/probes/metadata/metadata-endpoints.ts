import type { JsonObject } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { type Check, inconclusive, notApplicable, pass, type Subject, violation } from '../../check.js';
import { example } from '../../examples.js';
import { document, normalised, onMetadata, probe } from '../../metadata.js';
import { quoted } from '../../quoting.js';

/** RFC 8414 section 2 wants https; a target that is itself reached by http is judged by the rules on transport. */
function isPlain(url: string, { observation: { request } }: Subject): boolean {
  return url.startsWith('http:') && request.url.startsWith('https:');
}

const tokenEndpoint: Check = {
  id: 'metadata-token-endpoint',
  title: 'token_endpoint of the metadata is the endpoint that was tested.',
  requirements: ['RFC8414-2-token-endpoint-match'],
  on: { probes: [probe] },
  judge: onMetadata((members, subject) => {
    const tested = normalised(subject.control?.request.url);
    if (tested === undefined) return inconclusive('the valid request was not sent');
    const expected = `token_endpoint ${quoted(tested)}`;
    const { token_endpoint: named } = members;
    if (named === undefined) return violation(expected, 'token_endpoint is absent');
    const found = normalised(named);
    if (found === undefined)
      return violation(expected, `token_endpoint is no absolute URL: ${quoted(String(named))}`);
    return found === tested ? pass : violation(expected, `token_endpoint ${quoted(found)}`);
  }),
  examples: {
    conforming: [
      example('the same', document(), { probe }),
      example('spelt otherwise', document({ token_endpoint: 'HTTPS://SERVER.example:443/oauth/token' }), {
        probe,
      }),
    ],
    violating: [
      example('another environment', document({ token_endpoint: 'https://staging.example/oauth/token' }), {
        probe,
      }),
      example('plain http', document({ token_endpoint: 'http://server.example/oauth/token' }), { probe }),
      example('a slash more', document({ token_endpoint: 'https://server.example/oauth/token/' }), { probe }),
      example('relative', document({ token_endpoint: '/oauth/token' }), { probe }),
      example('absent', document({ token_endpoint: undefined }), { probe }),
      example('a list', document({ token_endpoint: ['https://server.example/oauth/token'] }), { probe }),
    ],
  },
};

/** Members of RFC 8414 section 2, and of its registry, that are URLs a client goes to. */
const urls = /^(?:[a-z_]+_endpoint|jwks_uri)$/;

const companionOf: Readonly<Record<string, 'revocation' | 'introspection' | 'jwks'>> = {
  revocation_endpoint: 'revocation',
  introspection_endpoint: 'introspection',
  jwks_uri: 'jwks',
};

/** The path that the contract gives to what a member names, where it gives one. */
function describedPath(name: string, { contract: { companions } }: Subject): string | undefined {
  const which = Object.hasOwn(companionOf, name) ? companionOf[name] : undefined;
  return which && companions[which]?.path;
}

function wrongUrl(members: JsonObject, subject: Subject): string | undefined {
  for (const [name, value] of Object.entries(members)) {
    if (!urls.test(name) || name === 'token_endpoint') continue;
    const url = normalised(value);
    if (url === undefined) return `${quoted(name)} is no absolute URL`;
    if (isPlain(url, subject)) return `${quoted(name)} is a URL of plain http`;
    const path = describedPath(name, subject);
    const differs =
      path !== undefined && (/^https?:/i.test(path) ? normalised(path) !== url : !url.endsWith(path));
    if (differs) return `${name} is ${quoted(url)}, and the document says ${path}`;
  }
  return undefined;
}

const introspected = {
  probe,
  contract: {
    companions: {
      revocation: undefined,
      introspection: { method: 'POST', path: '/introspect' },
      resource: undefined,
      metadata: { method: 'GET', path: '/.well-known/oauth-authorization-server' },
      jwks: undefined,
    },
  },
};
const naming = (members: Readonly<Record<string, unknown>>): Observation => document(members);

const otherEndpoints: Check = {
  id: 'metadata-other-endpoints',
  title: 'Every endpoint that the metadata names is an absolute https URL, and the one of the document.',
  requirements: ['RFC8414-2-token-endpoint-match'],
  on: { probes: [probe] },
  judge: onMetadata((members, subject) => {
    if (!Object.keys(members).some((name) => urls.test(name) && name !== 'token_endpoint'))
      return notApplicable('the metadata names no other endpoint');
    const wrong = wrongUrl(members, subject);
    return wrong === undefined ? pass : violation('absolute https URLs of this server', wrong);
  }),
  examples: {
    conforming: [
      example('none', naming({}), { probe }),
      example(
        'as described',
        naming({ introspection_endpoint: 'https://server.example/introspect' }),
        introspected,
      ),
      example('keys on another host', naming({ jwks_uri: 'https://keys.example/jwks.json' }), { probe }),
    ],
    violating: [
      example('relative', naming({ revocation_endpoint: '/revoke' }), { probe }),
      example('plain http', naming({ jwks_uri: 'http://server.example/jwks' }), { probe }),
      example('empty', naming({ revocation_endpoint: '' }), { probe }),
      example(
        'another path',
        naming({ introspection_endpoint: 'https://server.example/v1/check' }),
        introspected,
      ),
    ],
  },
};

export const metadataEndpoints: readonly Check[] = [tokenEndpoint, otherEndpoints];
