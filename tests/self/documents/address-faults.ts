/** Documents that are wrong about where the token endpoint is. */
import type { DocumentFault } from './document-fault.js';

export const addressFaults: readonly DocumentFault[] = [
  {
    id: 'server-by-http',
    breaks: ['RFC6749-3.2-https-uri'],
    sentence: 'The server is published by http.',
    mutate: (document) => {
      document.servers = [{ url: 'http://api.cloud.example' }];
    },
  },
  {
    id: 'second-server-by-http',
    breaks: ['RFC6749-3.2-https-uri'],
    sentence: 'A sandbox by http stands beside the server.',
    mutate: (document) => {
      document.servers.push({ url: 'http://sandbox.cloud.example', description: 'Sandbox' });
    },
  },
  {
    id: 'scheme-of-choice',
    breaks: ['RFC6749-3.2-https-uri'],
    sentence: 'The scheme is a variable that may be http.',
    mutate: (document) => {
      document.servers = [
        {
          url: '{protocol}://api.cloud.example',
          variables: { protocol: { default: 'https', enum: ['http', 'https'] } },
        },
      ];
    },
  },
  {
    id: 'token-url-by-http',
    breaks: ['RFC6749-3.2-https-uri'],
    sentence: 'The security scheme names the token endpoint by http.',
    mutate: (document) => {
      document.components.securitySchemes.oauth2.flows.password.tokenUrl =
        'http://api.cloud.example/oauth/token';
    },
  },
  {
    id: 'path-with-fragment',
    breaks: ['RFC6749-3.2-uri-no-fragment'],
    sentence: 'The path ends with a fragment that names the grant.',
    mutate: (document) => {
      document.paths = { '/oauth/token#password': document.paths['/oauth/token'] };
    },
  },
  {
    id: 'server-with-fragment',
    breaks: ['RFC6749-3.2-uri-no-fragment'],
    sentence: 'The address of the server has a fragment.',
    mutate: (document) => {
      document.servers = [{ url: 'https://api.cloud.example/#/v1' }];
    },
  },
  {
    id: 'refresh-url-with-fragment',
    breaks: ['RFC6749-3.2-uri-no-fragment'],
    sentence: 'The refreshUrl of the security scheme has a fragment.',
    mutate: (document) => {
      document.components.securitySchemes.oauth2.flows.password.refreshUrl += '#refresh';
    },
  },
];
