import { onJwt } from '../answered.js';
import { type Check, notApplicable, pass, type Subject, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { contract, example, observation } from '../examples.js';
import { metadataMembers } from '../metadata.js';
import { quoted } from '../quoting.js';

function issuerOf({ contract: { declared }, published }: Subject): unknown {
  return declared.issuer ?? metadataMembers(published.metadata)?.issuer;
}

const issuer = 'https://server.example';
const literal = { published: { metadata: observation({ json: { issuer } }) } };

export const jwtIssMatchesMetadata: Check = {
  id: 'jwt-iss-matches-metadata',
  title: 'iss of a JWT access token is the issuer of the metadata',
  requirements: ['JWT-iss-matches-metadata'],
  on: { every: 'success' },
  judge: onJwt(({ claims: { iss } }, _, subject) => {
    const expected = issuerOf(subject);
    if (typeof expected !== 'string') return notApplicable('no issuer is published');
    if (iss === undefined) return notApplicable('iss is absent: judged by the rule on required claims');
    return iss === expected
      ? pass
      : violation(
          `iss ${quoted(expected)}`,
          typeof iss === 'string' ? `iss ${quoted(iss)}` : 'iss is no string',
        );
  }),
  examples: {
    conforming: [
      example('the same', jwtResponse({ claims: { iss: issuer } }), literal),
      example('absent', jwtResponse(), literal),
      example('nothing is published', jwtResponse({ claims: { iss: 'https://other.example' } })),
      example('the metadata cannot be read', jwtResponse({ claims: { iss: issuer } }), {
        published: { metadata: observation({ status: 404, body: '' }) },
      }),
    ],
    violating: [
      example(
        'plain http, as behind a proxy',
        jwtResponse({ claims: { iss: 'http://server.example' } }),
        literal,
      ),
      example('a slash at the end', jwtResponse({ claims: { iss: `${issuer}/` } }), literal),
      example('a list', jwtResponse({ claims: { iss: [issuer] } }), literal),
      example('another one than declared', jwtResponse({ claims: { iss: issuer } }), {
        ...literal,
        contract: { declared: { ...contract.declared, issuer: 'https://issuer.example' } },
      }),
    ],
  },
};
