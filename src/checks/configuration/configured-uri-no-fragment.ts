import { notApplicable, pass, violation } from '../check.js';
import { type ConfigurationCheck, configurationExample } from './configuration-check.js';

export const configuredUriNoFragment: ConfigurationCheck = {
  id: 'configured-uri-no-fragment',
  title: 'The configured address of the token endpoint has no fragment.',
  requirements: ['RFC6749-3.2-uri-no-fragment'],
  judge: ({ addresses: { token } }) => {
    if (token === undefined) return notApplicable('no address is configured');
    return token.includes('#')
      ? violation('a URI without fragment', 'a fragment', { cause: 'configuration' })
      : pass;
  },
  examples: {
    conforming: [configurationExample('none', {})],
    violating: [
      configurationExample('in the base URL', {
        addresses: { token: 'https://server.example/#/oauth/token' },
      }),
      configurationExample('empty', { addresses: { token: 'https://server.example/oauth/token#' } }),
    ],
  },
};
