/** Configurations that are wrong, each with the requirement that it breaks. */
import type { Environment } from '../../../src/settings/read-settings.js';

export interface ConfigurationFault {
  /** Kebab-case, unique. */
  readonly id: string;
  /** Ids of the requirement catalogue. */
  readonly breaks: readonly [string];
  /** What is wrong with the configuration, in one plain sentence. */
  readonly sentence: string;
  readonly env: Environment;
}

const byHttp = (host: string): Environment => ({ TOKEN_BASE_URL: `http://${host}`, TOKEN_ALLOW_HTTP: host });
const byHttps = { TOKEN_BASE_URL: 'https://api.cloud.example' };
const entropy = 'RFC6749-10.10-client-secret-entropy';

export const configurationFaults: readonly ConfigurationFault[] = [
  {
    id: 'token-endpoint-by-http',
    breaks: ['RFC6749-3.2-https-uri'],
    sentence: 'The token endpoint is reached by http.',
    env: byHttp('api.cloud.example'),
  },
  {
    id: 'revocation-by-http',
    breaks: ['RFC7009-2-https'],
    sentence: 'The revocation endpoint is reached by http.',
    env: byHttp('203.0.113.7'),
  },
  {
    id: 'introspection-by-http',
    breaks: ['RFC7662-2-https'],
    sentence: 'The introspection endpoint is reached by http.',
    env: byHttp('api.cloud.example'),
  },
  {
    id: 'client-secret-short',
    breaks: [entropy],
    sentence: 'The client secret is a word.',
    env: { ...byHttps, TOKEN_CLIENT_SECRET: 'letmein' },
  },
  {
    id: 'client-secret-of-digits',
    breaks: [entropy],
    sentence: 'The client secret is long, and consists of digits.',
    env: { ...byHttps, TOKEN_CLIENT_SECRET: '12345678901234567890123456789012' },
  },
  {
    id: 'client-secret-repeated',
    breaks: [entropy],
    sentence: 'The client secret is a word, repeated.',
    env: { ...byHttps, TOKEN_CLIENT_SECRET: 'secretsecretsecretsecretsecret' },
  },
  {
    id: 'other-client-secret-short',
    breaks: [entropy],
    sentence: 'The secret of another client is short, even if on this machine.',
    env: { TOKEN_BASE_URL: 'http://127.0.0.1:8080', TOKEN_OTHER_CLIENT_SECRET: 'api-2024' },
  },
];
