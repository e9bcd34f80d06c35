/** Clients that authenticate rightly, by every way that they may choose (RFC 6749 section 2.3.1). */
import type { Contract, Grant } from '../../contract/contract.js';
import { encodeForm, form, valuesOf, withHeader, withValue } from '../request.js';
import { hasClientSecret, hasParameters } from './grants.js';
import { roleValues } from './role-values.js';
import { type Build, type Variation, when } from './variation.js';

/** Form-encoded as one part of the credentials (RFC 6749 section 2.3.1). */
const formEncoded = (text: string): string => encodeForm([['', text]]).slice(1);

function specialClientBy(authentication: 'client_secret_post' | 'client_secret_basic'): Build {
  return (valid, context) =>
    valid({ authentication, values: roleValues(context, 'SPECIAL', 'client_id', 'client_secret') });
}

/** The colons of the secret as they are: RFC 7617 section 2 allows them after the first one. */
const specialClientWithRawColon: Build = (valid, context) => {
  const { client_id: id, client_secret: secret } = roleValues(
    context,
    'SPECIAL',
    'client_id',
    'client_secret',
  );
  if (id === undefined || !secret?.includes(':')) return undefined;
  const credentials = `${formEncoded(id)}:${formEncoded(secret).replaceAll('%3A', ':')}`;
  return withHeader(
    valid({ authentication: 'client_secret_basic', values: { client_id: id, client_secret: secret } }),
    'Authorization',
    `Basic ${Buffer.from(credentials).toString('base64')}`,
  );
};

/** Its first letter or digit as `%XX`, which decodes to the same; `undefined` when it has none. */
function letterEncoded(text: string): string | undefined {
  const at = text.search(/[A-Za-z0-9]/);
  if (at < 0) return undefined;
  const encoded = `%${text.charCodeAt(at).toString(16)}`;
  return `${formEncoded(text.slice(0, at))}${encoded}${formEncoded(text.slice(at + 1))}`;
}

/** The valid request by HTTP Basic, with what it says of the client rewritten. */
function rewritten(change: (authorization: string) => string): Build {
  return (valid) => {
    const draft = valid({ authentication: 'client_secret_basic' });
    const authorization = valuesOf(draft, { in: 'header', name: 'Authorization' })[0];
    return authorization === undefined
      ? undefined
      : withHeader(draft, 'Authorization', change(authorization));
  };
}

export const basicValid: Variation = {
  probe: 'basic/valid',
  title: 'The client authenticated by HTTP Basic',
  build: (valid) => valid({ authentication: 'client_secret_basic' }),
};

const basic: readonly Variation[] = [
  basicValid,
  {
    probe: 'basic/client-id',
    title: 'HTTP Basic, and the same client id in the body',
    comparedWith: ['basic/valid'],
    build(valid, { value }) {
      const id = value('client_id');
      const draft = valid({ authentication: 'client_secret_basic' });
      return id === undefined ? undefined : withValue(draft, form('client_id'), id);
    },
  },
  {
    probe: 'basic/scheme-case',
    title: 'The scheme name of HTTP Basic in another letter case',
    comparedWith: ['basic/valid'],
    build: rewritten((authorization) => authorization.replace('Basic', 'bASIC')),
  },
  {
    probe: 'basic/percent-encoded',
    title: 'HTTP Basic with a letter of the client id percent-encoded',
    comparedWith: ['basic/valid'],
    build(valid, { value }) {
      const [id, secret] = [value('client_id'), value('client_secret')];
      const encoded = id === undefined ? undefined : letterEncoded(id);
      if (encoded === undefined || secret === undefined) return undefined;
      const credentials = `${encoded}:${formEncoded(secret)}`;
      return withHeader(
        valid({ authentication: 'client_secret_basic' }),
        'Authorization',
        `Basic ${Buffer.from(credentials).toString('base64')}`,
      );
    },
  },
  {
    probe: 'basic/two-spaces',
    title: 'Two spaces between the scheme name of HTTP Basic and the credentials',
    comparedWith: ['basic/valid'],
    build: rewritten((authorization) => authorization.replace('Basic ', 'Basic  ')),
  },
];

/** Where the valid request authenticates the client otherwise, or every exchange shows it. */
function clientInBody({ clientAuthentication }: Contract): readonly Variation[] {
  return when(clientAuthentication[0] !== 'client_secret_post', {
    probe: 'valid/client-in-body',
    title: 'The client authenticated in the body',
    build: (valid) => valid({ authentication: 'client_secret_post' }),
  });
}

export function clients(contract: Contract, grant: Grant): readonly Variation[] {
  return when(hasClientSecret(contract, grant), ...clientInBody(contract), ...basic, {
    probe: 'valid/special-client',
    title: 'A client whose id and secret have reserved and non-ASCII characters',
    needs: [{ role: 'SPECIAL', parameters: ['client_id', 'client_secret'] }],
    comparedWith: ['basic/valid'],
    build: {
      ...(hasParameters(grant, 'client_secret') ? { post: specialClientBy('client_secret_post') } : {}),
      basic: specialClientBy('client_secret_basic'),
      'raw-colon': specialClientWithRawColon,
    },
  });
}
