import { type Check, pass, type Subject, violation } from '../../check.js';
import { contract, example } from '../../examples.js';
import { document, onMetadata, probe } from '../../metadata.js';
import { quoted } from '../../quoting.js';

const wellKnown = ['oauth-authorization-server', 'openid-configuration'];

/**
 * The issuer that a URL of metadata is built from (RFC 8414 sections 3 and 5, OpenID Connect Discovery section 4), without
 * a slash at the end: both ways to build the URL take one away. `undefined`: the URL is not built from an issuer.
 */
function issuerOf(url: string): string | undefined {
  const { origin, pathname } = new URL(url);
  for (const name of wellKnown) {
    const [before, after, ...more] = pathname.split(`/.well-known/${name}`);
    if (before === undefined || after === undefined || more.length > 0) continue;
    if (before === '' || after === '') return (origin + before + after).replace(/\/$/, '');
  }
  return undefined;
}

function expectedIssuer({ contract: { declared }, observation: { request } }: Subject): {
  readonly url: string | undefined;
  readonly exact: boolean;
} {
  return declared.issuer === undefined
    ? { url: issuerOf(request.url), exact: false }
    : { url: declared.issuer, exact: true };
}

/** RFC 8414 section 2: an https URL without query and fragment. A target that is reached by http has an issuer of http. */
function malformation(issuer: string, { observation: { request } }: Subject): string | undefined {
  if (!URL.canParse(issuer) || !/^https?:\/\//i.test(issuer)) return 'no absolute URL';
  if (/[?#]/.test(issuer)) return 'a URL with a query or a fragment';
  const insecure = issuer.startsWith('http:') && request.url.startsWith('https:');
  return insecure ? 'a URL of plain http' : undefined;
}

const declaring = (issuer: string) => ({
  probe,
  contract: { declared: { ...contract.declared, issuer } },
});
const ofPath = (url: string, issuer: string) => document({ issuer }, `https://server.example${url}`);

export const metadataIssuerMatch: Check = {
  id: 'metadata-issuer-match',
  title: 'The issuer of the metadata is the one that its URL was built from.',
  requirements: ['RFC8414-3.3-issuer-match'],
  on: { probes: [probe] },
  judge: onMetadata(({ issuer }, subject) => {
    const { url, exact } = expectedIssuer(subject);
    const expected = url === undefined ? 'issuer, a URL' : `issuer ${quoted(url)}`;
    if (typeof issuer !== 'string')
      return violation(expected, issuer === undefined ? 'issuer is absent' : 'issuer is no string');
    const wrong = malformation(issuer, subject);
    if (wrong !== undefined) return violation(expected, `issuer is ${wrong}: ${quoted(issuer)}`);
    const given = exact ? issuer : issuer.replace(/\/$/, '');
    return url === undefined || given === url ? pass : violation(expected, `issuer ${quoted(issuer)}`);
  }),
  examples: {
    conforming: [
      example('the root', document(), { probe }),
      example(
        'the root with a slash, which the URL does not show',
        document({ issuer: 'https://server.example/' }),
        {
          probe,
        },
      ),
      example(
        'a path, after the well-known part',
        ofPath('/.well-known/oauth-authorization-server/realms/a', 'https://server.example/realms/a'),
        { probe },
      ),
      example(
        'a path, before it',
        ofPath('/realms/a/.well-known/openid-configuration', 'https://server.example/realms/a'),
        { probe },
      ),
      example('a URL that says nothing', ofPath('/metadata.json', 'https://issuer.example'), { probe }),
      example(
        'as declared',
        ofPath('/metadata.json', 'https://issuer.example/'),
        declaring('https://issuer.example/'),
      ),
    ],
    violating: [
      example('an internal host', document({ issuer: 'https://as.internal:8443' }), { probe }),
      example('another path', document({ issuer: 'https://server.example/realms/b' }), { probe }),
      example('plain http', document({ issuer: 'http://server.example' }), { probe }),
      example('another letter case', document({ issuer: 'https://Server.example' }), { probe }),
      example('the default port', document({ issuer: 'https://server.example:443' }), { probe }),
      example('absent', document({ issuer: undefined }), { probe }),
      example('a path only', document({ issuer: '/' }), { probe }),
      example('with a query', document({ issuer: 'https://server.example?realm=a' }), { probe }),
      example(
        'a slash that was not declared',
        document({ issuer: 'https://server.example/' }),
        declaring('https://server.example'),
      ),
    ],
  },
};
