/** oauth2-mock-server as it comes. It grants to everybody: the user and the clients below exist only here. */
import { OAuth2Server } from 'oauth2-mock-server';
import type { ForeignServer } from './foreign-server.js';

export async function startOAuth2MockServer(): Promise<ForeignServer> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  // It writes what it cannot read to the console, whole requests with their credentials.
  const { error } = console;
  console.error = () => {};
  const url = `http://127.0.0.1:${server.address().port}`;
  server.issuer.url = url;
  return {
    url,
    environment: {
      TOKEN_BASE_URL: url,
      TOKEN_CLIENT_ID: 'harness',
      TOKEN_CLIENT_SECRET: 'harness-secret-of-32-characters-00',
      TOKEN_USERNAME: 'alice',
      TOKEN_PASSWORD: 'correct horse battery staple',
      TOKEN_OTHER_CLIENT_ID: 'second',
      TOKEN_OTHER_CLIENT_SECRET: 'second-secret-of-32-characters-000',
      TOKEN_OTHER_USERNAME: 'bob',
      TOKEN_OTHER_PASSWORD: 'another long pass phrase',
    },
    close: () => {
      console.error = error;
      return server.stop();
    },
  };
}
