/** How the target is reached: TLS versions, cipher suites, certificate, and plain http beside https. Nothing of it needs a valid request. */
import type { Contract, Grant } from '../../contract/contract.js';
import type { Handshake } from '../../http/observation.js';
import { type RequestDraft, valuesOf, withValue } from '../request.js';
import type { Scenario, StepContext } from '../scenario.js';
import { unknownClient, unknownSecret, unknownUser } from '../values.js';
import { hasParameters, refreshGrant } from './grants.js';
import { type Build, scenariosOf, type Variation } from './variation.js';

/** Suites of TLS 1.0 with every key and every key exchange: a refusal is then one of the version. */
const suitesOfOldVersions = [
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_DHE_RSA_WITH_AES_256_CBC_SHA',
  'TLS_DHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_256_CBC_SHA',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_RC4_128_SHA',
  'TLS_RSA_WITH_RC4_128_SHA',
  'TLS_RSA_WITH_RC4_128_MD5',
];

/** RFC 9325 section 4.1, one class for each handshake. */
const suitesOfClass: Readonly<Record<string, readonly string[]>> = {
  // Nothing is encrypted, or the peer is not authenticated.
  null: [
    'TLS_ECDHE_ECDSA_WITH_NULL_SHA',
    'TLS_ECDHE_RSA_WITH_NULL_SHA',
    'TLS_ECDH_ECDSA_WITH_NULL_SHA',
    'TLS_ECDH_RSA_WITH_NULL_SHA',
    'TLS_RSA_WITH_NULL_SHA256',
    'TLS_RSA_WITH_NULL_SHA',
    'TLS_RSA_WITH_NULL_MD5',
    'TLS_ECDH_anon_WITH_NULL_SHA',
    'TLS_ECDH_anon_WITH_AES_256_CBC_SHA',
    'TLS_ECDH_anon_WITH_AES_128_CBC_SHA',
    'TLS_DH_anon_WITH_AES_256_GCM_SHA384',
    'TLS_DH_anon_WITH_AES_128_GCM_SHA256',
    'TLS_DH_anon_WITH_AES_256_CBC_SHA256',
    'TLS_DH_anon_WITH_AES_128_CBC_SHA256',
    'TLS_DH_anon_WITH_AES_256_CBC_SHA',
    'TLS_DH_anon_WITH_AES_128_CBC_SHA',
    'TLS_ECDH_anon_WITH_3DES_EDE_CBC_SHA',
    'TLS_DH_anon_WITH_3DES_EDE_CBC_SHA',
  ],
  rc4: [
    'TLS_ECDHE_ECDSA_WITH_RC4_128_SHA',
    'TLS_ECDHE_RSA_WITH_RC4_128_SHA',
    'TLS_RSA_WITH_RC4_128_SHA',
    'TLS_RSA_WITH_RC4_128_MD5',
    'TLS_ECDH_anon_WITH_RC4_128_SHA',
    'TLS_DH_anon_WITH_RC4_128_MD5',
  ],
  export: [
    'TLS_RSA_EXPORT_WITH_RC4_40_MD5',
    'TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5',
    'TLS_RSA_EXPORT_WITH_DES40_CBC_SHA',
    'TLS_DHE_DSS_EXPORT_WITH_DES40_CBC_SHA',
    'TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA',
    'TLS_DH_anon_EXPORT_WITH_RC4_40_MD5',
    'TLS_RSA_WITH_DES_CBC_SHA',
    'TLS_DHE_RSA_WITH_DES_CBC_SHA',
    'TLS_DHE_DSS_WITH_DES_CBC_SHA',
  ],
  '3des': [
    'TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA',
    'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA',
    'TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA',
    'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
  ],
  'static-key-exchange': [
    'TLS_RSA_WITH_AES_256_GCM_SHA384',
    'TLS_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_RSA_WITH_AES_256_CCM',
    'TLS_RSA_WITH_AES_128_CCM',
    'TLS_RSA_WITH_AES_256_CBC_SHA256',
    'TLS_RSA_WITH_AES_128_CBC_SHA256',
    'TLS_RSA_WITH_AES_256_CBC_SHA',
    'TLS_RSA_WITH_AES_128_CBC_SHA',
    'TLS_RSA_WITH_CAMELLIA_256_CBC_SHA',
    'TLS_RSA_WITH_CAMELLIA_128_CBC_SHA',
    'TLS_DH_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_DH_RSA_WITH_AES_128_CBC_SHA',
    'TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA',
    'TLS_ECDH_RSA_WITH_AES_128_CBC_SHA',
  ],
};

const titles: Readonly<Record<string, string>> = {
  null: 'cipher suites without encryption or without authentication',
  rc4: 'RC4 cipher suites',
  export: 'cipher suites of export grade, and DES',
  '3des': '3DES cipher suites',
  'static-key-exchange': 'cipher suites with a static key exchange, RSA above all',
};

const isSecure = ({ url }: RequestDraft): boolean => /^https:/i.test(url);

/** The request of the grant with nothing in it that is anybody's: what is no secret of a user or client stays. */
function withoutCredentials(grant: Grant, { contract, random, valid }: StepContext): RequestDraft {
  const values = { refresh_token: unknownSecret(random) };
  const dummies = {
    username: unknownUser(random),
    password: unknownSecret(random),
    client_id: unknownClient(random),
    client_secret: unknownSecret(random),
  };
  const draft = valid(grant.type, {
    authentication: 'none',
    ...(grant.type === refreshGrant ? { values } : {}),
  });
  const blanked = [...contract.parameters, ...grant.parameters]
    .filter((parameter) => parameter.secret && valuesOf(draft, parameter).length > 0)
    .reduce((result, parameter) => withValue(result, parameter, unknownSecret(random)), draft);
  return Object.entries(dummies)
    .filter(([name]) => hasParameters(grant, name))
    .reduce((result, [name, value]) => withValue(result, { in: 'form', name }, value), blanked);
}

const handshakeOf =
  (grant: Grant, handshake: Handshake): Build =>
  (_valid, context) => {
    const draft = withoutCredentials(grant, context);
    return isSecure(draft) ? { ...draft, form: [], handshake } : undefined;
  };

/** Ports on which plain http is usually served beside https. */
const plainPorts: Readonly<Record<string, string>> = { '': '80', '8443': '8080' };

function plain(draft: RequestDraft, port: string | undefined): RequestDraft | undefined {
  if (!isSecure(draft) || port === undefined) return undefined;
  const [, host = '', path = ''] = /^https:\/\/([^/?#]*?)(?::\d+)?([/?#].*)?$/i.exec(draft.url) ?? [];
  return { ...draft, url: `http://${host}:${port}${path}` };
}

const portOf = ({ url }: RequestDraft): string => new URL(url).port;

function variations(grant: Grant): Variation[] {
  const offers = (version: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2', suites: readonly string[]): Build =>
    handshakeOf(grant, { kind: 'offer', version, suites });
  return [
    {
      probe: 'tls/certificate',
      title: 'A TLS handshake for the sake of the certificate',
      build: handshakeOf(grant, { kind: 'inspect' }),
    },
    {
      probe: 'tls/version/1.0',
      title: 'A TLS handshake that offers TLS 1.0 only',
      build: offers('TLSv1', suitesOfOldVersions),
    },
    {
      probe: 'tls/version/1.1',
      title: 'A TLS handshake that offers TLS 1.1 only',
      build: offers('TLSv1.1', suitesOfOldVersions),
    },
    ...Object.entries(suitesOfClass).map(
      ([name, suites]): Variation => ({
        probe: `tls/cipher/${name}`,
        title: `A TLS 1.2 handshake that offers ${titles[name]} only`,
        build: offers('TLSv1.2', suites),
      }),
    ),
    {
      probe: 'tls/plain-http/same-port',
      title: 'The request without TLS, to the port of https, with credentials nobody has',
      build(_valid, context) {
        const draft = withoutCredentials(grant, context);
        return plain(draft, portOf(draft) || '443');
      },
    },
    {
      probe: 'tls/plain-http/usual-port',
      title:
        'The request without TLS, to the port of plain http beside that of https, with credentials nobody has',
      build(_valid, context) {
        const draft = withoutCredentials(grant, context);
        return plain(draft, plainPorts[portOf(draft)]);
      },
    },
  ];
}

/** Of the first grant only: it is the connection that is judged. */
export function tls(contract: Contract, grant: Grant): Scenario[] {
  if (grant !== contract.grants[0]) return [];
  return scenariosOf('tls', contract, grant, variations(grant)).map((scenario) => ({
    ...scenario,
    // Without the step that would issue a token for the refresh grant.
    steps: scenario.steps.filter(({ probe }) => probe.startsWith('tls/')),
    independent: true,
  }));
}
