/** URLs of ours where a server might fetch them: as parameters, and in the header of a JWT (OWASP API7:2023). */
import type { Contract, Grant } from '../../contract/contract.js';
import { form, type RequestDraft, without, withValue } from '../request.js';
import type { Scenario, StepContext } from '../scenario.js';
import { issuingGrant } from './grants.js';
import { tagsOf } from './variation.js';

/** Parameters of OAuth and OpenID Connect that hold a URL, and what proxies and logging call one. */
const parameters = [
  ...['request_uri', 'redirect_uri', 'jwks_uri', 'logo_uri', 'client_uri', 'policy_uri', 'tos_uri'],
  ...['sector_identifier_uri', 'initiate_login_uri', 'resource', 'iss', 'issuer', 'url', 'callback'],
];

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function withUrls(draft: RequestDraft, { callback }: StepContext): RequestDraft {
  return parameters.reduce((result, name) => withValue(result, form(name), callback(name)), draft);
}

/** RFC 7523 section 2.2, with the headers that name keys elsewhere (RFC 7515 sections 4.1.2 and 4.1.5). */
function withAssertion(draft: RequestDraft, { callback }: StepContext): RequestDraft {
  const client = callback('client_id');
  const header = { alg: 'RS256', kid: 'k1', jku: callback('jku'), x5u: callback('x5u') };
  const claims = { iss: client, sub: client, aud: draft.url, jti: 'k1', exp: 4_102_444_800 };
  return [
    ['client_id', client],
    ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
    ['client_assertion', `${part(header)}.${part(claims)}.${Buffer.from('unsigned').toString('base64url')}`],
  ].reduce(
    (result, [name = '', value = '']) => withValue(result, form(name), value),
    without(draft, form('client_secret'), { in: 'header', name: 'Authorization' }),
  );
}

export function callbacks(contract: Contract, grant: Grant): Scenario[] {
  if (grant !== issuingGrant(contract)) return [];
  return [
    {
      id: `${grant.type}/callback`,
      family: 'malformed-requests',
      grant: grant.type,
      title: 'Addresses of the harness in parameters and in a client assertion',
      tags: tagsOf('malformed-requests', grant.type),
      needs: [],
      listens: true,
      steps: [
        {
          name: 'parameters',
          probe: 'callback/parameters',
          build: (context) => withUrls(context.valid(grant.type), context),
        },
        {
          name: 'assertion',
          probe: 'callback/assertion',
          build: (context) => withAssertion(context.valid(grant.type), context),
        },
      ],
    },
  ];
}
