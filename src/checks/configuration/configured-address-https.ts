import { isLoopback, isPrivate } from '../addresses.js';
import { notApplicable, pass, violation } from '../check.js';
import { quoted } from '../quoting.js';
import { type AddressOf, type ConfigurationCheck, configurationExample } from './configuration-check.js';

interface Row {
  readonly of: AddressOf;
  readonly requirement: string;
}

const rows: readonly Row[] = [
  { of: 'token', requirement: 'RFC6749-3.2-https-uri' },
  { of: 'revocation', requirement: 'RFC7009-2-https' },
  { of: 'introspection', requirement: 'RFC7662-2-https' },
];

/** TLS is REQUIRED where credentials and tokens travel; inside one machine nothing travels. */
export const configuredAddressHttps: readonly ConfigurationCheck[] = rows.map(({ of, requirement }) => ({
  id: `configured-${of}-https`,
  title: `The ${of} endpoint is reached by https.`,
  requirements: [requirement],
  judge({ addresses }) {
    const address = addresses[of];
    if (address === undefined) return notApplicable(`there is no ${of} endpoint`);
    if (/^https:/i.test(address)) return pass;
    if (isLoopback(address)) return notApplicable('the endpoint is on this machine');
    // Nobody but this network can reach it, so it is not what clients are told.
    const unpublished = isPrivate(address);
    return violation('an https URL', quoted(new URL(address).origin), {
      cause: 'configuration',
      ...(unpublished ? { severity: 'info' as const } : {}),
    });
  },
  examples: {
    conforming: [
      configurationExample('https', { addresses: { [of]: 'https://server.example/token' } }),
      ...['localhost', '127.0.0.1', '[::1]', 'sandbox.localhost'].map((host) =>
        configurationExample(host, { addresses: { [of]: `http://${host}:8080/token` } }),
      ),
    ],
    violating: [
      ...['server.example', '203.0.113.7', 'localhost.server.example'].map((host) =>
        configurationExample(host, { addresses: { [of]: `http://${host}/token` } }),
      ),
      ...['token-server:8080', '10.1.2.3', 'server.internal'].map((host) =>
        configurationExample(host, { addresses: { [of]: `http://${host}/token` } }, 'info'),
      ),
    ],
  },
}));
